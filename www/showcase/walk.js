// A walk through the plane of codes, from clear digit to clear digit. Places are 0..1 across and 0..1 down; equal areas hold
// equally many digits.

/** Seconds at a digit, and from one to the next. */
const STAY = 1;
const MOVE = 1.8;
/** How far the next digit is, so that it is another one, and the way there short. */
const NEAREST = 0.15;
const FURTHEST = 0.45;
/** So many digits pass before one comes again. */
const MEMORY = 8;

/** @typedef {{x: number, y: number}} Place */

export class Walk {
  /** @type {Place} */
  place = { x: 0.5, y: 0.5 };
  #from = this.place;
  #to = this.place;
  /** Seconds since it left `from`. */
  #time = MOVE;
  /** @type {Place[]} */
  #stops = [];
  /** @type {Place[]} */
  #seen = [];

  /** @param {() => number} [random] 0..1 */
  constructor(random = Math.random) {
    this.random = random;
  }

  /** Begins at the first of these places, and goes from one to another for ever. @param {Place[]} stops */
  visit(stops) {
    this.#stops = stops;
    this.#seen = [];
    this.#to = stops[0];
    this.#time = MOVE;
    this.place = stops[0];
  }

  /** Goes on from somewhere else. @param {Place} place */
  jump(place) {
    this.place = place;
    this.#leave();
  }

  /** Where it is so many seconds later. @param {number} seconds @returns {Place} */
  next(seconds) {
    this.#time += seconds;
    if (this.#time > MOVE + STAY) this.#leave();
    const done = Math.min(1, this.#time / MOVE);
    // Slow at both ends.
    const share = done * done * (3 - 2 * done);
    /** @param {number} a @param {number} b */
    const between = (a, b) => a + (b - a) * share;
    this.place = { x: between(this.#from.x, this.#to.x), y: between(this.#from.y, this.#to.y) };
    return this.place;
  }

  #leave() {
    const fresh = this.#stops.filter((stop) => !this.#seen.includes(stop));
    const near = fresh.filter((stop) => {
      const distance = Math.hypot(stop.x - this.place.x, (stop.y - this.place.y) / 2);
      return distance >= NEAREST && distance <= FURTHEST;
    });
    const choice = near.length > 0 ? near : fresh;
    this.#from = this.place;
    this.#to = choice[Math.floor(this.random() * choice.length)] ?? this.place;
    this.#seen = [...this.#seen, this.#to].slice(-Math.min(MEMORY, this.#stops.length - 1));
    this.#time = 0;
  }
}

/** How sure a drawing is of its strokes, 0..1: between two digits it is grey. @param {Float32Array} image */
export function clarity(image) {
  let sum = 0;
  let inked = 0;
  for (const value of image) {
    if (value < 0.1) continue;
    sum += Math.abs(2 * value - 1);
    inked += 1;
  }
  return inked > 0 ? sum / inked : 0;
}

/** The number that a standard normal one stays below with this probability, by the logistic curve; right to 0.1 where it matters. @param {number} probability */
const quantile = (probability) => Math.log(probability / (1 - probability)) / 1.702;

/** The code at a place: two numbers, the second growing upwards. @param {Place} place @returns {[number, number]} */
export function codeAt({ x, y }) {
  /** @param {number} value */
  const inside = (value) => Math.min(0.98, Math.max(0.02, value));
  return [quantile(inside(x)), quantile(inside(1 - y))];
}

/** The middles of the tiles, row by row. @param {number} columns @param {number} rows @returns {Place[]} */
export function tiles(columns, rows) {
  return Array.from({ length: columns * rows }, (_, at) => ({ x: ((at % columns) + 0.5) / columns, y: (Math.floor(at / columns) + 0.5) / rows }));
}

/** @param {Place[]} places @returns {Float32Array} their codes, one after another */
export const codesAt = (places) => Float32Array.from(places.flatMap(codeAt));
