// What the explorer shows: where each image is, on its way to where it shall be, in which colour, and which are hidden or selected.
// No canvas: what draws it is webgl.js or raster.js.

/** Milliseconds from one placing to the next. */
const WAY_MS = 700;
/** Colours of those that are not selected while others are, and of those that the recipe leaves out. */
const FAINT = 60;
const DROPPED = 46;

/** @typedef {number[]} Ink red, green, blue, 0 to 255 */
/** @typedef {{labels: Ink[], low: Ink, high: Ink, muted: Ink}} Inks low, high: of the lowest score and the highest */
/** @typedef {{digits: number[]|null, part: 'all'|'train'|'test', low: number, high: number}} Filter digits: null for all; low, high: shares of the images with a score, by their rank */

export class Scene {
  /** @type {Filter} */
  filter = { digits: null, part: 'all', low: 0, high: 1 };
  /** By which they are coloured and filtered, NaN where there is none. @type {Float32Array|null} */
  scores = null;
  /** The share of images with a lower one. @type {Float32Array|null} */
  ranks = null;
  /** @type {'label'|'score'} */
  colourBy = 'label';
  /** @type {Inks|null} */
  inks = null;
  /** @type {Set<number>} */
  selected = new Set();
  /** @type {Set<number>} */
  dropped = new Set();

  /** Whether places are those of a grid, one apart. */
  isGrid = false;

  /** @param {import('./pictures.js').Pictures} pictures */
  constructor(pictures) {
    this.pictures = pictures;
    const { count } = pictures;
    this.places = new Float32Array(2 * count).fill(NaN);
    this.from = this.places.slice();
    /** @type {Float32Array} */
    this.to = this.places;
    this.started = -Infinity;
    /** As the recipe has them. */
    this.told = pictures.labels;
    this.hidden = new Uint8Array(count);
    this.colours = new Uint8Array(4 * count);
  }

  /** Whether it can be seen and touched. @param {number} at */
  shows = (at) => this.hidden[at] === 0;

  /** @param {Float32Array} places @param {number|null} now null: at once */
  moveTo(places, now) {
    this.from = this.places.slice();
    this.to = places;
    this.started = now ?? -Infinity;
    if (now === null) this.places.set(places);
  }

  /** A part of the way. @param {number} now @returns {boolean} whether there is more to come */
  advance(now) {
    if (this.started === -Infinity) return false;
    const part = Math.min(1, Math.max(0, (now - this.started) / WAY_MS));
    const eased = part * part * (3 - 2 * part);
    const { places, from, to } = this;
    for (let at = 0; at < places.length; at++) {
      // What was nowhere has no way to go.
      places[at] = Number.isNaN(from[at]) ? to[at] : from[at] + eased * (to[at] - from[at]);
    }
    if (part === 1) this.started = -Infinity;
    return part < 1;
  }

  /** @param {Float32Array|null} scores @param {Uint32Array} [order] those with a score, the lowest first */
  setScores(scores, order = new Uint32Array(0)) {
    this.scores = scores;
    this.ranks = scores && new Float32Array(scores.length).fill(NaN);
    order.forEach((image, at) => { if (this.ranks) this.ranks[image] = order.length > 1 ? at / (order.length - 1) : 0; });
  }

  /** After a change of whatever it depends on. */
  paint() {
    const { pictures, filter, ranks, inks, told, selected, dropped, hidden, colours } = this;
    if (!inks) return;
    const byScore = this.colourBy === 'score' && ranks !== null;
    const digits = filter.digits && new Set(filter.digits);
    for (let at = 0; at < pictures.count; at++) {
      const isTrain = at < pictures.train;
      const outside = ranks !== null && (filter.low > 0 || filter.high < 1) && !(ranks[at] >= filter.low && ranks[at] <= filter.high);
      const shown = pictures.has(at) && !outside && (filter.part === 'all' || (filter.part === 'train') === isTrain) && (!digits || digits.has(told[at]));
      hidden[at] = shown ? 0 : 1;
      if (!shown) {
        colours[4 * at + 3] = 0;
        continue;
      }
      const out = isTrain && dropped.has(at);
      const rank = ranks === null ? NaN : ranks[at];
      for (let channel = 0; channel < 3; channel++) {
        const scored = Number.isNaN(rank) ? inks.muted[channel] : inks.low[channel] + rank * (inks.high[channel] - inks.low[channel]);
        colours[4 * at + channel] = out ? inks.muted[channel] : byScore ? scored : inks.labels[told[at]][channel];
      }
      colours[4 * at + 3] = out && !selected.has(at) ? DROPPED : selected.size > 0 && !selected.has(at) ? FAINT : 255;
    }
  }
}
