// Ways from one code to another.

/** Codes whose directions differ by less than this sine lie on one line; there the sphere has no single shortest way. */
const SAME_LINE = 1e-4;

/** @typedef {'linear'|'spherical'} Way */

/**
 * The straight line: at `t` 0 it is `from`, at 1 it is `to`.
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} t
 */
export const lerp = (from, to, t) => from.map((value, i) => value + t * (to[i] - value));

/**
 * Along the sphere: the direction turns evenly, the length goes evenly from the one to the other (Shoemake 1985). Where the
 * directions are equal or opposite, or a code is zero, no turn is better than another, and it goes straight.
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} t
 */
export function slerp(from, to, t) {
  const [a, b] = [length(from), length(to)];
  if (a === 0 || b === 0) return lerp(from, to, t);
  const cosine = Math.min(1, Math.max(-1, dot(from, to) / (a * b)));
  const angle = Math.acos(cosine);
  const sine = Math.sin(angle);
  if (sine < SAME_LINE) return lerp(from, to, t);
  const size = a + t * (b - a);
  const [left, right] = [Math.sin((1 - t) * angle) / (sine * a), Math.sin(t * angle) / (sine * b)];
  return from.map((value, i) => size * (left * value + right * to[i]));
}

/**
 * `count` codes, evenly from the one to the other, both included.
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} count 2 or more
 * @param {Way} way
 */
export function path(from, to, count, way) {
  const go = way === 'spherical' ? slerp : lerp;
  const codes = new Float32Array(count * from.length);
  for (let i = 0; i < count; i++) codes.set(go(from, to, i / (count - 1)), i * from.length);
  return codes;
}

/** How far a code is from zero. @param {Float32Array} code */
export const length = (code) => Math.hypot(...code);

/** @param {Float32Array} a @param {Float32Array} b as long */
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
