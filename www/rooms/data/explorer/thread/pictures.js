// All images of a data set, as bytes, while they arrive: training images first, test images after them. No DOM.
//
// What it costs: 55 MB for MNIST here, and 72 MB in the texture that WebGL draws them from (with two smaller copies of each), as long as
// the explorer is open. The engine has them in WebAssembly's memory, which nobody else can read, and in a shorter form.

import { PIXELS } from '../../../../maths/digit.js';

export class Pictures {
  /** @param {number} train @param {number} test how many there will be */
  constructor(train, test) {
    this.train = train;
    this.count = train + test;
    this.images = new Uint8Array(this.count * PIXELS);
    this.labels = new Uint8Array(this.count);
    /** Of each part. */
    this.arrived = { train: 0, test: 0 };
  }

  /** Whether it is there. @param {number} at */
  has(at) {
    return at < this.train ? at < this.arrived.train : at - this.train < this.arrived.test;
  }

  /** Those that are there. */
  present() {
    const { train, arrived } = this;
    return Uint32Array.from({ length: arrived.train + arrived.test }, (_, at) => (at < arrived.train ? at : train + at - arrived.train));
  }

  get complete() {
    return this.arrived.train + this.arrived.test === this.count;
  }

  /**
   * @param {'train'|'test'} part
   * @param {Uint8Array} images
   * @param {Uint8Array} labels
   * @returns {[from: number, to: number]} where they are
   */
  add(part, images, labels) {
    const from = (part === 'train' ? 0 : this.train) + this.arrived[part];
    this.images.set(images, from * PIXELS);
    this.labels.set(labels, from);
    this.arrived[part] += labels.length;
    return [from, from + labels.length];
  }
}
