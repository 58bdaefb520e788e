// A round trip through random codes.

import { slerp } from '../../../maths/paths.js';
import { normalCodes } from '../../../maths/noise.js';

/**
 * A walk that visits `stops` random codes and comes back to the first, `between` pictures from one to the next. Each tile has a
 * walk of its own, or all share one (`alike`). It goes along the sphere: a straight line would pass closer to zero than random
 * codes ever are.
 * @param {{tiles: number, alike: boolean, size: number, stops: number, between: number, seed: number}} walk
 * @returns {(frame: number) => Float32Array} the codes of a picture, tile by tile
 */
export function createWalk({ tiles, alike, size, stops, between, seed }) {
  const visited = normalCodes((alike ? 1 : tiles) * stops, size, seed);
  const stop = (/** @type {number} */ tile, /** @type {number} */ at) => {
    const start = ((alike ? 0 : tile) * stops + (at % stops)) * size;
    return visited.subarray(start, start + size);
  };
  return (frame) => {
    const codes = new Float32Array(tiles * size);
    const at = Math.floor(frame / between);
    const share = (frame % between) / between;
    for (let tile = 0; tile < tiles; tile++) codes.set(slerp(stop(tile, at), stop(tile, at + 1), share), tile * size);
    return codes;
  };
}
