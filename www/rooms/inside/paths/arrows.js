// How long arrows are drawn. No DOM.

/**
 * Arrows in the direction of velocities: the fastest is as long as a place between two of them, and the others are as much shorter as
 * they are slower, to the root, so that slow ones are still seen.
 * @param {Float32Array} grid       x and y of where they begin
 * @param {Float32Array} velocities there
 * @param {number} longest
 * @returns {[fromX: number, fromY: number, toX: number, toY: number][]} none where nothing moves
 */
export function arrowsOf(grid, velocities, longest) {
  const speeds = Array.from({ length: grid.length / 2 }, (_, at) => Math.hypot(velocities[2 * at], velocities[2 * at + 1]));
  const fastest = Math.max(...speeds);
  if (!(fastest > 0)) return [];
  return speeds.map((speed, at) => {
    const factor = speed > 0 ? (longest * Math.sqrt(speed / fastest)) / speed : 0;
    const [x, y] = [grid[2 * at], grid[2 * at + 1]];
    return [x, y, x + factor * velocities[2 * at], y + factor * velocities[2 * at + 1]];
  });
}
