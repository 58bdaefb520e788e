// A round trip through random codes.

import { normalCodes } from '../noise.js';

/**
 * A walk that visits `stops` random codes and comes back to the first, `between` pictures from one to the next. Each tile has a
 * walk of its own, or all share one (`alike`).
 * @param {{tiles: number, alike: boolean, size: number, stops: number, between: number, seed: number}} walk
 * @returns {(frame: number) => Float32Array} the codes of a picture, tile by tile
 */
export function createWalk({ tiles, alike, size, stops, between, seed }) {
  const visited = normalCodes((alike ? 1 : tiles) * stops, size, seed);
  const stop = (tile, at) => {
    const start = ((alike ? 0 : tile) * stops + (at % stops)) * size;
    return visited.subarray(start, start + size);
  };
  return (frame) => {
    const codes = new Float32Array(tiles * size);
    const at = Math.floor(frame / between);
    const share = (frame % between) / between;
    for (let tile = 0; tile < tiles; tile++) codes.set(spherical(stop(tile, at), stop(tile, at + 1), share), tile * size);
    return codes;
  };
}

/**
 * Between two codes along an arc: a straight line would pass closer to zero than random codes ever are.
 * @param {Float32Array} a
 * @param {Float32Array} b
 * @param {number} share 0 is a, 1 is b
 */
export function spherical(a, b, share) {
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  const [from, to] = sine > 1e-3 ? [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine] : [1 - share, share];
  return a.map((value, at) => from * value + to * b[at]);
}

function dot(a, b) {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}
