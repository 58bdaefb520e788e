// The set of one's own images: what it holds, and that it is kept in the browser. No DOM.

import { PIXELS } from '../../../maths/digit.js';
import { MOST_IMAGES } from '../../../image-files/problem.js';
import { NO_LABEL, learnable } from '../../../image-files/set.js';
import * as store from '../../../image-files/store.js';
import { signal } from '../../../vendor/signals-core.js';

/** A hand that draws or removes one after the other is not to wait for the storage each time. */
const PAUSE_MS = 300;

/** @typedef {{image: Uint8Array, label: number|null}} Item image: 784 bytes */
/** @typedef {import('../../../image-files/read.js').Set} Set */
/** @typedef {'loading'|'empty'|'kept'|'full'|'denied'} Keeping how it is kept: full, denied: it is not, and is lost with the page */

export class OwnSet {
  /** @type {Item[]} */
  items = [];
  name = '';
  /** What labels are called, where they have come from folders with names. @type {string[]|null} */
  names = null;
  /** Grows with every change. */
  version = signal(0);
  keeping = signal(/** @type {Keeping} */ ('loading'));
  #store;
  #timer = 0;
  /** One writing after the other. @type {Promise<void>} */
  #written = Promise.resolve();

  /** @param {Pick<typeof store, 'read'|'write'|'forget'>} [shelf] where it is kept */
  constructor(shelf = store) {
    this.#store = shelf;
  }

  /** That of an earlier visit. */
  async open() {
    const kept = await this.#store.read().catch(() => undefined);
    // Someone may have begun to draw meanwhile.
    if (kept && this.items.length === 0) {
      this.items = itemsOf(kept);
      this.name = kept.name;
      this.names = kept.names;
      this.version.value += 1;
    }
    if (this.keeping.value === 'loading') this.keeping.value = kept ? 'kept' : 'empty';
  }

  /** How many more it can take. */
  get room() {
    return MOST_IMAGES - this.items.length;
  }

  /** Whether every image has a label, and how many kinds there are. */
  get classes() {
    const labels = this.items.map(({ label }) => label);
    return labels.length === 0 || labels.includes(null) ? 1 : new Set(labels).size;
  }

  /** @param {Item[]} items as many as there is room for */
  add(items) {
    this.items = [...this.items, ...items.slice(0, this.room)];
    this.#changed();
  }

  /** @param {Set} set */
  addSet(set) {
    if (!this.name) this.name = set.name;
    // Names of other labels would be wrong for those that are there.
    if (this.items.length === 0) this.names = set.names;
    this.add(itemsOf(set));
  }

  /** @param {number} at */
  remove(at) {
    this.items = this.items.filter((_, index) => index !== at);
    this.#changed();
  }

  clear() {
    this.items = [];
    this.name = '';
    this.names = null;
    this.#changed();
  }

  /** @param {string} name */
  rename(name) {
    this.name = name;
    this.#changed();
  }

  /** As the engine takes it. @returns {Set} */
  data() {
    return learnable(this.#whole());
  }

  /** As it is kept. @returns {Set} */
  #whole() {
    const { items, name } = this;
    const images = new Uint8Array(items.length * PIXELS);
    items.forEach(({ image }, at) => images.set(image, at * PIXELS));
    const labelled = items.some(({ label }) => label !== null);
    return { name, images, labels: labelled ? Uint8Array.from(items, ({ label }) => label ?? NO_LABEL) : null, names: this.names };
  }

  /** Until what there is now is kept, or cannot be. */
  async settled() {
    if (this.#timer) this.#keep();
    await this.#written;
  }

  #changed() {
    this.version.value += 1;
    clearTimeout(this.#timer);
    this.#timer = /** @type {number} */ (/** @type {unknown} */ (setTimeout(() => this.#keep(), PAUSE_MS)));
  }

  #keep() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#written = this.#written.then(async () => {
      try {
        if (this.items.length === 0) await this.#store.forget();
        else await this.#store.write(this.#whole());
        this.keeping.value = this.items.length === 0 ? 'empty' : 'kept';
      } catch (error) {
        this.keeping.value = error instanceof Error && error.name === 'QuotaExceededError' ? 'full' : 'denied';
      }
    });
  }
}

/** @param {Set} set @returns {Item[]} */
function itemsOf({ images, labels }) {
  return Array.from({ length: images.length / PIXELS }, (_, at) => ({
    image: images.slice(at * PIXELS, (at + 1) * PIXELS), label: !labels || labels[at] === NO_LABEL ? null : labels[at],
  }));
}
