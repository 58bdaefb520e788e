// The samples of a run, kept as it learns: a bounded number of frames. No DOM.

/** Frames and bytes to keep at most. */
const MOST = 240;
const BYTES = 12_000_000;

/**
 * @typedef {object} Frame
 * @property {number} step
 * @property {Uint8Array} bytes  784 a picture, 255 is ink
 * @property {number} columns
 * @property {number} rows
 * @property {number|null} label the digit that was asked for, of a model that is told one
 */

export class Timeline {
  /** By rising steps. @type {Frame[]} */
  frames = [];

  /** @param {{most?: number, bytes?: number}} [limits] */
  constructor({ most = MOST, bytes = BYTES } = {}) {
    this.most = most;
    this.bytes = bytes;
  }

  clear() {
    this.frames = [];
  }

  /** @returns {Frame|null} the newest */
  get last() {
    return this.frames.at(-1) ?? null;
  }

  /**
   * Keeps what was drawn. Drawn again at the same step (another digit was asked for), it takes the place of the one before.
   * @param {{step: number, images: Float32Array, columns: number, rows: number, label?: number|null}} drawn
   */
  add({ step, images, columns, rows, label = null }) {
    this.truncate(step - 1);
    this.frames.push({ step, bytes: toBytes(images), columns, rows, label });
    while (this.frames.length > this.most || (this.size > this.bytes && this.frames.length > 2)) this.#thin();
  }

  get size() {
    return this.frames.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Forgets everything after a step, as when a run goes back to a checkpoint. @param {number} step */
  truncate(step) {
    while (this.last && this.last.step > step) this.frames.pop();
  }

  /** Where a frame is, or the nearest one is if it has been thinned away. @param {Frame} frame */
  placeOf(frame) {
    const at = this.frames.indexOf(frame);
    if (at >= 0) return at;
    const after = this.frames.findIndex(({ step }) => step >= frame.step);
    return after < 0 ? this.frames.length - 1 : after;
  }

  /** The frames that show the same as the newest one does: the same layout, the same digit asked for. */
  get alike() {
    const { last } = this;
    return this.frames.filter(({ columns, rows, label }) => columns === last?.columns && rows === last?.rows && label === last?.label);
  }

  /**
   * Leaves out the frame that is missed least: the one whose neighbours are closest to each other. Distance is between the
   * square roots of steps, because most happens early: step 100 is as far from the first as 400 is from 100.
   */
  #thin() {
    const { frames } = this;
    let least = 1;
    let closest = Infinity;
    for (let at = 1; at < frames.length - 1; at++) {
      const gap = Math.sqrt(frames[at + 1].step) - Math.sqrt(frames[at - 1].step);
      if (gap < closest) [least, closest] = [at, gap];
    }
    frames.splice(least, 1);
  }
}

/** Values 0 to 1 as bytes. @param {Float32Array} images */
export function toBytes(images) {
  const bytes = new Uint8ClampedArray(images.length);
  for (let at = 0; at < images.length; at++) bytes[at] = 255 * images[at];
  return new Uint8Array(bytes.buffer);
}
