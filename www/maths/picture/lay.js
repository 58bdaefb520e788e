// A digit that was found, as ink on a sheet to draw on.

/** The digit's longer side, as a share of the sheet's. */
const SIZE = 0.72;
/** A pencil's line is widened to this share of the digit's longer side: no digit of MNIST has a thinner one. */
const THINNEST = 0.09;

/**
 * @param {import('./handwriting.js').Found} found
 * @param {number} size of the sheet
 * @returns {Float32Array} size*size values in 0..1
 */
export function sheetOf({ ink, width, box, line }, size) {
  const longest = Math.max(box.width, box.height);
  const scale = (SIZE * size) / longest;
  const sheet = new Float32Array(size * size);
  const [left, top] = [(size - box.width * scale) / 2, (size - box.height * scale) / 2];
  const inside = (/** @type {number} */ x, /** @type {number} */ y) => (
    x < box.left || y < box.top || x >= box.left + box.width || y >= box.top + box.height ? 0 : ink[y * width + x]
  );
  for (let y = 0; y < size; y++) {
    const sourceY = box.top + (y + 0.5 - top) / scale - 0.5;
    const [y0, down] = [Math.floor(sourceY), sourceY - Math.floor(sourceY)];
    if (y0 < box.top - 1 || y0 >= box.top + box.height) continue;
    for (let x = 0; x < size; x++) {
      const sourceX = box.left + (x + 0.5 - left) / scale - 0.5;
      const [x0, across] = [Math.floor(sourceX), sourceX - Math.floor(sourceX)];
      sheet[y * size + x] = (inside(x0, y0) * (1 - across) + inside(x0 + 1, y0) * across) * (1 - down)
        + (inside(x0, y0 + 1) * (1 - across) + inside(x0 + 1, y0 + 1) * across) * down;
    }
  }
  return widened(sheet, size, Math.max(0, (THINNEST * longest - line) * scale) / 2);
}

/** The ink with all that is within `reach` of it. @param {Float32Array} sheet @param {number} size @param {number} reach in pixels */
function widened(sheet, size, reach) {
  if (reach < 0.5) return sheet;
  const wide = sheet.slice();
  const far = Math.ceil(reach);
  for (let down = -far; down <= far; down++) {
    for (let across = -far; across <= far; across++) {
      const share = Math.min(1, reach + 0.5 - Math.hypot(across, down));
      if (share <= 0) continue;
      for (let y = Math.max(0, -down); y < Math.min(size, size - down); y++) {
        for (let x = Math.max(0, -across); x < Math.min(size, size - across); x++) {
          const ink = share * sheet[y * size + x];
          const at = (y + down) * size + x + across;
          if (ink > wide[at]) wide[at] = ink;
        }
      }
    }
  }
  return wide;
}
