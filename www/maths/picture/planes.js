// A picture's colours as numbers from 0 to 1, and averages of them over squares.

/**
 * @typedef {object} Planes
 * @property {number} width
 * @property {number} height
 * @property {Float32Array[]} colours red, green and blue, each width*height values in 0..1
 */

/**
 * @param {Uint8ClampedArray|Uint8Array} rgba 4*width*height bytes. What is transparent becomes paper: white under dark strokes,
 *   black under light ones
 * @param {number} width
 * @param {number} height
 * @returns {Planes}
 */
export function planesOf(rgba, width, height) {
  const count = width * height;
  const paper = paperUnder(rgba, count);
  const colours = [0, 1, 2].map((channel) => {
    const plane = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const there = rgba[4 * i + 3] / 255;
      plane[i] = paper + (rgba[4 * i + channel] / 255 - paper) * there;
    }
    return plane;
  });
  return { width, height, colours };
}

/** @param {Uint8ClampedArray|Uint8Array} rgba @param {number} count */
function paperUnder(rgba, count) {
  let visible = 0;
  let bright = 0;
  for (let i = 0; i < count; i++) {
    const tone = 0.2126 * rgba[4 * i] + 0.7152 * rgba[4 * i + 1] + 0.0722 * rgba[4 * i + 2];
    visible += rgba[4 * i + 3];
    bright += (tone / 255) * rgba[4 * i + 3];
  }
  const isBright = visible > 0 && bright / visible > 0.5;
  // Where only a little is transparent, such as rounded corners, the visible pixels hold the paper themselves.
  const mostlyThere = visible > 0.75 * 255 * count;
  return isBright === mostlyThere ? 1 : 0;
}

/**
 * The same picture, smaller: each pixel the average of those that it stands for. Lines that are thin beside a pixel all but vanish.
 * @param {Planes} planes
 * @param {number} longest pixels of the longer side at most
 * @returns {Planes}
 */
export function shrunk({ width, height, colours }, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  return {
    width: wide,
    height: high,
    colours: colours.map((plane) => {
      const small = new Float32Array(wide * high);
      for (let y = 0; y < high; y++) {
        const [top, bottom] = [Math.floor((y * height) / high), Math.floor(((y + 1) * height) / high)];
        for (let x = 0; x < wide; x++) {
          const [left, right] = [Math.floor((x * width) / wide), Math.floor(((x + 1) * width) / wide)];
          let sum = 0;
          for (let row = top; row < bottom; row++) for (let at = row * width + left; at < row * width + right; at++) sum += plane[at];
          small[y * wide + x] = sum / ((bottom - top) * (right - left));
        }
      }
      return small;
    }),
  };
}

/**
 * The same picture, each pixel the average of all that are within `reach` of it.
 * @param {Planes} planes
 * @param {number} reach 0: as it was
 * @returns {Planes}
 */
export function smoothed({ width, height, colours }, reach) {
  return {
    width,
    height,
    colours: colours.map((plane) => {
      const sum = sums(plane, width, height);
      return plane.map((_, at) => {
        const [x, y] = [at % width, Math.floor(at / width)];
        const [left, top, right, bottom] = [Math.max(0, x - reach), Math.max(0, y - reach), Math.min(width, x + reach + 1), Math.min(height, y + reach + 1)];
        return sum(left, top, right, bottom) / ((right - left) * (bottom - top));
      });
    }),
  };
}

/**
 * Sums over rectangles in a fixed time, whatever their size.
 * @param {ArrayLike<number>} values width*height
 * @param {number} width
 * @param {number} height
 * @returns {(left: number, top: number, right: number, bottom: number) => number} right and bottom are not part of it
 */
export function sums(values, width, height) {
  const table = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x];
      table[(y + 1) * (width + 1) + x + 1] = table[y * (width + 1) + x + 1] + row;
    }
  }
  const at = (/** @type {number} */ x, /** @type {number} */ y) => table[y * (width + 1) + x];
  return (left, top, right, bottom) => at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
}
