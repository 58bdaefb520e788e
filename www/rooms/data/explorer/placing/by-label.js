// A block of tiles for each label. No DOM.

/** Between two blocks, as a share of a block's side. */
const GAP = 0.15;

/** @typedef {{text: string, x: number, y: number}} Name what is written on the plane, and where: above its middle */
/** @typedef {{places: Float32Array, names: Name[], bounds: import('../stage/camera.js').Bounds, kind: 'grid'|'map'}} Placing x and y of each image in turn */

/**
 * @param {object} set
 * @param {ArrayLike<number>} set.labels of all images
 * @param {ArrayLike<number>} set.order which image comes first within its label, and so on; those that are not in it have no place
 * @param {number} set.classes
 * @param {number} [set.largest] images that a block has room for, where more are still to come
 * @param {number} aspect width of the canvas divided by its height
 * @returns {Placing}
 */
export function placeByLabel({ labels, order, classes, largest = 1 }, aspect) {
  const counts = new Uint32Array(classes);
  for (let at = 0; at < order.length; at++) counts[labels[order[at]]] += 1;
  const side = Math.ceil(Math.sqrt(Math.max(largest, ...counts)));
  const pitch = side + Math.max(3, Math.ceil(GAP * side));
  const columns = Math.min(classes, Math.max(1, Math.ceil(Math.sqrt(classes * Math.min(2.5, aspect)))));
  const corner = (/** @type {number} */ label) => [pitch * (label % columns), pitch * Math.floor(label / columns)];
  const places = new Float32Array(2 * labels.length).fill(NaN);
  counts.fill(0);
  for (let at = 0; at < order.length; at++) {
    const image = order[at];
    const label = labels[image];
    const [left, top] = corner(label);
    places[2 * image] = left + (counts[label] % side) + 0.5;
    places[2 * image + 1] = top + Math.floor(counts[label] / side) + 0.5;
    counts[label] += 1;
  }
  const names = classes > 1 ? Array.from({ length: classes }, (_, label) => ({ text: String(label), x: corner(label)[0] + side / 2, y: corner(label)[1] })) : [];
  const bounds = { left: 0, top: classes > 1 ? side - pitch : 0, right: pitch * columns - (pitch - side), bottom: pitch * Math.ceil(classes / columns) - (pitch - side) };
  return { places, names, bounds, kind: 'grid' };
}
