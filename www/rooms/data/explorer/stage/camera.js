// Where one looks at the explorer's plane, and how near. A place on the plane is in tiles; y grows downwards, as on the screen. No DOM.

/**
 * @typedef {{x: number, y: number, scale: number}} View what is in the middle of the canvas, and pixels of the page to one tile
 * @typedef {{width: number, height: number}} Size of the canvas, in pixels of the page
 * @typedef {{left: number, top: number, right: number, bottom: number}} Bounds of what is placed
 */

/** Pixels of a tile at the nearest: three to one of the image's. On a map tiles grow no more than that, and part. */
export const LARGEST_TILE = 84;
/** Nearer than the nearest tile, on a map in which many lie on one another. */
const NEAREST = { grid: LARGEST_TILE, map: 40 * LARGEST_TILE };
/** Room around what is placed, as a share of the canvas. */
const MARGIN = 0.04;

/** How wide a tile is drawn. @param {View} view */
export const tileSize = ({ scale }) => Math.min(scale, LARGEST_TILE);

/** All of it. @param {Bounds} bounds @param {Size} size @returns {View} */
export function fit({ left, top, right, bottom }, { width, height }) {
  const room = 1 - 2 * MARGIN;
  const scale = Math.min((room * width) / Math.max(1, right - left), (room * height) / Math.max(1, bottom - top), LARGEST_TILE);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

/** @param {View} view @param {Size} size @param {number} px @param {number} py @returns {[x: number, y: number]} */
export const toPlane = ({ x, y, scale }, { width, height }, px, py) => [x + (px - width / 2) / scale, y + (py - height / 2) / scale];

/** @param {View} view @param {Size} size @param {number} x @param {number} y @returns {[px: number, py: number]} */
export const toScreen = (view, { width, height }, x, y) => [width / 2 + (x - view.x) * view.scale, height / 2 + (y - view.y) * view.scale];

/**
 * Nearer by a factor, while what is at a pixel stays there.
 * @param {View} view @param {Size} size @param {number} factor @param {number} px @param {number} py
 * @returns {View}
 */
export function zoomAt(view, size, factor, px, py) {
  const [x, y] = toPlane(view, size, px, py);
  const scale = view.scale * factor;
  return { x: x - (px - size.width / 2) / scale, y: y - (py - size.height / 2) / scale, scale };
}

/** @param {View} view @param {number} right pixels @param {number} down pixels @returns {View} */
export const panBy = (view, right, down) => ({ ...view, x: view.x + right / view.scale, y: view.y + down / view.scale });

/**
 * The nearest view from which something is seen: not further than twice all of it, nor nearer than makes sense, and with its middle
 * within what is placed.
 * @param {View} view @param {Bounds} bounds @param {Size} size @param {'grid'|'map'} kind
 * @returns {View}
 */
export function limited(view, bounds, size, kind) {
  const { scale: whole } = fit(bounds, size);
  const scale = Math.max(whole / 2, Math.min(NEAREST[kind], view.scale));
  const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Math.max(low, Math.min(high, value));
  return { x: within(view.x, bounds.left, bounds.right), y: within(view.y, bounds.top, bounds.bottom), scale };
}

/**
 * On the way from one view to another: the scale by equal factors, and so that a place which both show moves straight.
 * @param {View} from @param {View} to @param {number} part 0 to 1
 * @returns {View}
 */
export function between(from, to, part) {
  if (part >= 1) return to;
  const scale = from.scale * (to.scale / from.scale) ** part;
  const [a, b] = [1 / from.scale, 1 / to.scale];
  const way = Math.abs(a - b) < 1e-6 * a ? part : (1 / scale - a) / (b - a);
  return { x: from.x + way * (to.x - from.x), y: from.y + way * (to.y - from.y), scale };
}

/** Whether nobody would see a difference. @param {View} a @param {View} b */
export const sameView = (a, b) => Math.abs(a.x - b.x) * b.scale < 0.3 && Math.abs(a.y - b.y) * b.scale < 0.3 && Math.abs(a.scale / b.scale - 1) < 1e-3;
