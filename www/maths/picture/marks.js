// Pixels that hang together, and what each such mark is like.

/**
 * @typedef {object} Mark
 * @property {number} label  of its pixels
 * @property {number} area   its pixels
 * @property {number} edge   those of them that have a neighbour outside
 * @property {number} left   of its box
 * @property {number} top
 * @property {number} right  the last column that has a pixel of it
 * @property {number} bottom the last row
 */

/**
 * Marks of a mask, pixels that touch by a side or a corner.
 * @param {Uint8Array} mask not 0: part of a mark
 * @param {number} width
 * @param {number} height
 * @returns {{labels: Int32Array, marks: Mark[]}} labels: of each pixel, -1 outside; marks: by label
 */
export function marksOf(mask, width, height) {
  const labels = new Int32Array(width * height).fill(-1);
  const waiting = new Int32Array(width * height);
  /** @type {Mark[]} */
  const marks = [];
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || labels[start] >= 0) continue;
    const label = marks.length;
    const mark = { label, area: 0, edge: 0, left: width, top: height, right: -1, bottom: -1 };
    let [first, last] = [0, 1];
    waiting[0] = start;
    labels[start] = label;
    while (first < last) {
      const at = waiting[first++];
      const [x, y] = [at % width, Math.floor(at / width)];
      mark.area += 1;
      mark.left = Math.min(mark.left, x);
      mark.right = Math.max(mark.right, x);
      mark.top = Math.min(mark.top, y);
      mark.bottom = Math.max(mark.bottom, y);
      let outside = x === 0 || y === 0 || x === width - 1 || y === height - 1;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const next = row * width + column;
          if (!mask[next]) {
            if (row === y || column === x) outside = true;
          } else if (labels[next] < 0) {
            labels[next] = label;
            waiting[last++] = next;
          }
        }
      }
      if (outside) mark.edge += 1;
    }
    marks.push(mark);
  }
  return { labels, marks };
}

/**
 * The mask with all that is within `reach` pixels of it, so that a broken line holds together.
 * @param {Uint8Array} mask
 * @param {number} width
 * @param {number} height
 * @param {number} reach
 */
export function grown(mask, width, height, reach) {
  const wide = new Uint8Array(mask.length);
  const both = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x]) wide.fill(1, y * width + Math.max(0, x - reach), y * width + Math.min(width, x + reach + 1));
    }
  }
  for (let y = 0; y < height; y++) {
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      for (let x = 0; x < width; x++) both[row * width + x] |= wide[y * width + x];
    }
  }
  return both;
}

/** How wide a mark's lines are, about: a line's two edges together are twice its length. @param {Mark} mark */
export const lineWidth = ({ area, edge }) => (2 * area) / edge;
/** The longer side of a mark's box, in pixels. @param {Mark} mark */
export const extent = ({ left, right, top, bottom }) => Math.max(right - left, bottom - top) + 1;
