// Where an image belongs on a map that was made of others: at the mean of the nearest fitted ones, the nearer the more. No DOM.

/** Fitted images that have a say. */
const NEAREST = 5;

/**
 * @param {object} map
 * @param {Float32Array} map.vectors one after another, of all images
 * @param {number} map.size numbers in each
 * @param {Uint32Array} map.fitted which of them were fitted
 * @param {Float32Array} map.places x and y of those
 * @param {number} from @param {number} to which are to be placed; a fitted one is where it was put
 * @param {Float32Array} into x and y of all images; changed
 */
export function placeAmong({ vectors, size, fitted, places }, from, to, into) {
  const near = new Uint32Array(NEAREST);
  const distances = new Float32Array(NEAREST);
  for (let at = from; at < to; at++) {
    distances.fill(Infinity);
    for (let other = 0; other < fitted.length; other++) {
      let total = 0;
      const start = fitted[other] * size;
      for (let i = 0; i < size && total < distances[NEAREST - 1]; i++) total += (vectors[at * size + i] - vectors[start + i]) ** 2;
      if (total >= distances[NEAREST - 1]) continue;
      let place = NEAREST - 1;
      for (; place > 0 && distances[place - 1] > total; place--) {
        distances[place] = distances[place - 1];
        near[place] = near[place - 1];
      }
      distances[place] = total;
      near[place] = other;
    }
    let [x, y, sum] = [0, 0, 0];
    for (let k = 0; k < NEAREST && distances[k] < Infinity; k++) {
      // The same vector is the only one that counts.
      const weight = 1 / (distances[k] + 1e-9);
      x += weight * places[2 * near[k]];
      y += weight * places[2 * near[k] + 1];
      sum += weight;
    }
    into[2 * at] = x / sum;
    into[2 * at + 1] = y / sum;
  }
}
