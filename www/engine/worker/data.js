// The data on their way from the server into the engine, part by part, so that training starts with the first part.

import { failure } from './failure.js';
import { fetchUnpacked } from './download.js';

/** The data set's name: that of its list of parts, and of what the engine knows of it (src/dataset/spec.rs). */
export const DATASET = 'mnist';

/** Tries for one part before the visitor is asked, and the pause before each next one. */
const PAUSES_MS = [500, 2000];

/**
 * @typedef {object} Progress
 * @property {number} bytes       downloaded
 * @property {number} totalBytes  0 until the list of parts is here
 * @property {number} train       training images in the engine
 * @property {number} trainTotal
 * @property {number} test
 * @property {number} testTotal
 */

export class DataLoader {
  /**
   * @param {object} options
   * @param {URL} options.base the folder that holds the list of parts
   * @param {(split: 'train'|'test', images: Uint8Array, labels: Uint8Array) => Promise<number>} options.addPart
   * @param {(progress: Progress) => void} options.onProgress
   * @param {(error: Error) => void} options.onFailure after the automatic tries; `start` goes on where it stopped
   */
  constructor({ base, addPart, onProgress, onFailure }) {
    Object.assign(this, { base, addPart, onProgress, onFailure });
    /** @type {Progress} */
    this.progress = { bytes: 0, totalBytes: 0, train: 0, trainTotal: 0, test: 0, testTotal: 0 };
    this.queue = null;
    this.running = false;
    this.waiting = new Set();
  }

  /** Loads what is missing. Parts that arrived stay, so this is also "try again". */
  async start() {
    if (this.running) return;
    this.running = true;
    try {
      this.queue ??= await this.#listParts();
      while (this.queue.length > 0) {
        await this.#withRetries(() => this.#loadPart(this.queue[0]));
        this.queue.shift();
      }
    } catch (error) {
      const reported = error.code ? error : failure('data-failed', `Part of the digits could not be loaded (${error.message}). What has arrived is kept: check the connection and try again.`);
      for (const waiter of this.waiting) waiter.reject(reported);
      this.waiting.clear();
      this.onFailure(reported);
    } finally {
      this.running = false;
    }
  }

  /**
   * Resolves once that many images of a split are in the engine; asking after a failure tries again.
   * @param {'train'|'test'} split
   * @param {number} wanted Infinity for all
   */
  async have(split, wanted) {
    const arrived = () => this.has(split, wanted);
    if (arrived()) return;
    const done = new Promise((resolve, reject) => { this.waiting.add({ arrived, resolve, reject }); });
    this.start();
    await done;
  }

  /** What is no number is nothing to wait for; the engine, which is asked next, refuses it. */
  has(split, wanted) {
    if (Number.isNaN(Number(wanted))) return true;
    return this.queue !== null && this.progress[split] >= Math.min(wanted, this.progress[`${split}Total`]);
  }

  /** The first part of each split comes first: with those two the page is alive. */
  async #listParts() {
    const text = await this.#withRetries(async () => new TextDecoder().decode(await fetchUnpacked(new URL(`${DATASET}.json`, this.base))));
    const list = JSON.parse(text);
    const parts = ['train', 'test'].flatMap((split) => list[split].map((part, index) => ({ ...part, split, index })));
    parts.sort((a, b) => Math.min(a.index, 1) - Math.min(b.index, 1));
    const sum = (split) => list[split].reduce((total, part) => total + part.count, 0);
    this.progress.totalBytes = parts.reduce((total, part) => total + part.bytes, 0);
    this.progress.trainTotal = sum('train');
    this.progress.testTotal = sum('test');
    return parts;
  }

  async #loadPart(part) {
    const before = this.progress.bytes;
    const onBytes = (bytes) => {
      // Counted bytes can exceed the listed ones where the browser unpacked on the way.
      this.progress.bytes = Math.min(this.progress.bytes + bytes, before + part.bytes);
      this.onProgress(this.progress);
    };
    try {
      const [images, labels] = await Promise.all([part.images, part.labels].map((name) => fetchUnpacked(new URL(name, this.base), onBytes)));
      this.progress[part.split] = await this.addPart(part.split, images, labels);
      this.progress.bytes = before + part.bytes;
    } catch (error) {
      this.progress.bytes = before;
      throw error;
    }
    this.onProgress(this.progress);
    for (const waiter of this.waiting) {
      if (!waiter.arrived()) continue;
      this.waiting.delete(waiter);
      waiter.resolve();
    }
  }

  async #withRetries(attempt) {
    for (const pause of PAUSES_MS) {
      try {
        return await attempt();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return attempt();
  }
}
