// Ink on a square sheet, and what makes it look like an MNIST digit. Plain arrays, no DOM.

/** Side of an MNIST image. */
export const SIDE = 28;
/** Values of one image. */
export const PIXELS = SIDE * SIDE;
/** MNIST digits fit this box before they are centred. */
const BOX = 20;

/** Whether anything is drawn. @param {Float32Array} sheet values in 0..1 */
export const hasInk = (sheet) => sheet.some((ink) => ink > 0);

/**
 * Draws a round brush from one point to another; ink only ever gets darker, so strokes join without seams.
 * @param {Float32Array} sheet size*size values in 0..1
 * @param {number} size
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @param {number} radius in sheet pixels
 */
export function brush(sheet, size, from, to, radius) {
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - radius - 1));
  const right = Math.min(size - 1, Math.ceil(Math.max(from.x, to.x) + radius + 1));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - radius - 1));
  const bottom = Math.min(size - 1, Math.ceil(Math.max(from.y, to.y) + radius + 1));
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const lengthSquared = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = lengthSquared === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / lengthSquared;
      const t = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
      const ink = Math.min(1, Math.max(0, radius - distance + 0.5));
      const at = y * size + x;
      if (ink > sheet[at]) sheet[at] = ink;
    }
  }
}

/**
 * The smallest rectangle that holds all ink, or null on an empty sheet.
 * @param {Float32Array} sheet
 * @param {number} size
 */
export function inkBox(sheet, size) {
  let left = size;
  let right = -1;
  let top = size;
  let bottom = -1;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (sheet[y * size + x] <= 0.05) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Prepares ink the way MNIST's authors did: scaled, shape kept, to a box of 20 by 20, then placed so that its
 * centre of mass is the centre of 28 by 28. A model that has seen only such digits reads others badly.
 * @param {Float32Array} sheet
 * @param {number} size
 * @returns {Float32Array} 784 values in 0..1, all zero for an empty sheet
 */
export function centreDigit(sheet, size) {
  const image = new Float32Array(SIDE * SIDE);
  const box = inkBox(sheet, size);
  if (!box) return image;
  const scale = BOX / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const small = areaMeans({ values: sheet, width: size, height: size }, box, width, height);

  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ink = small[y * width + x];
      mass += ink;
      massX += ink * (x + 0.5);
      massY += ink * (y + 0.5);
    }
  }
  const offsetX = clamp(Math.round(SIDE / 2 - massX / mass), 0, SIDE - width);
  const offsetY = clamp(Math.round(SIDE / 2 - massY / mass), 0, SIDE - height);
  for (let y = 0; y < height; y++) {
    image.set(small.subarray(y * width, (y + 1) * width), (y + offsetY) * SIDE + offsetX);
  }
  return image;
}

/**
 * Area average of a rectangle of a picture; each target pixel takes the part of the ink that it covers, and what lies outside is empty.
 * @param {{values: Float32Array, width: number, height: number}} picture
 * @param {{left: number, top: number, width: number, height: number}} box
 * @param {number} width  of the result
 * @param {number} height of the result
 */
export function areaMeans(picture, box, width, height) {
  const small = new Float32Array(width * height);
  const stepX = box.width / width;
  const stepY = box.height / height;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      small[y * width + x] = areaMean(picture, box.left + x * stepX, box.top + y * stepY, stepX, stepY);
    }
  }
  return small;
}

/**
 * The mean of a rectangle whose sides may lie within pixels.
 * @param {{values: Float32Array, width: number, height: number}} picture
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
function areaMean(picture, left, top, width, height) {
  const right = left + width;
  const bottom = top + height;
  let sum = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const high = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      const wide = Math.min(x + 1, right) - Math.max(x, left);
      if (x >= 0 && y >= 0 && x < picture.width && y < picture.height) sum += picture.values[y * picture.width + x] * wide * high;
    }
  }
  return Math.min(1, sum / (width * height));
}

/**
 * A 28 by 28 image enlarged onto a sheet, smoothly, so that one can draw over a real digit.
 * @param {Float32Array} image
 * @param {number} size
 */
export function enlarge(image, size) {
  const sheet = new Float32Array(size * size);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => (x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : image[y * SIDE + x]);
  for (let y = 0; y < size; y++) {
    const sourceY = ((y + 0.5) * SIDE) / size - 0.5;
    const y0 = Math.floor(sourceY);
    const fy = sourceY - y0;
    for (let x = 0; x < size; x++) {
      const sourceX = ((x + 0.5) * SIDE) / size - 0.5;
      const x0 = Math.floor(sourceX);
      const fx = sourceX - x0;
      sheet[y * size + x] = (at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx) * (1 - fy)
        + (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
    }
  }
  return sheet;
}

/** @param {number} value @param {number} low @param {number} high */
function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
