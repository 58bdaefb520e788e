// The data on their way from the server into the engine, part by part, so that training starts with the first part.

import { failure } from './failure.js';
import { fetchUnpacked, streamUnpacked } from './download.js';
import { pieces } from './pieces.js';

/** The data set's name: that of its list of parts, and of what the engine knows of it (src/dataset/spec.rs). */
export const DATASET = 'mnist';

/** Images that the engine takes at a time. */
const PIECE = 4096;

/** Tries for one part before the visitor is asked, and the pause before each next one. */
const PAUSES_MS = [500, 2000];

/**
 * @typedef {import('../types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('../types.d.ts').DataProgress} DataProgress
 * @typedef {'train'|'test'} Split
 * @typedef {{images: string, labels: string, count: number, bytes: number}} Part names of two files, images in them, their size
 * @typedef {Part & {split: Split, index: number, added: number}} Queued added: images of it that the engine has
 */

export class DataLoader {
  /**
   * @param {object} options
   * @param {URL} options.base the folder that holds the list of parts
   * @param {(split: Split, images: Uint8Array, labels: Uint8Array) => Promise<number>} options.addPart answers how many of the split are there
   * @param {(progress: DataProgress) => void} options.onProgress
   * @param {(error: PlaygroundError) => void} options.onFailure after the automatic tries; `start` goes on where it stopped
   */
  constructor({ base, addPart, onProgress, onFailure }) {
    this.base = base;
    this.addPart = addPart;
    this.onProgress = onProgress;
    this.onFailure = onFailure;
    /** @type {DataProgress} */
    this.progress = { bytes: 0, totalBytes: 0, train: 0, trainTotal: 0, test: 0, testTotal: 0 };
    /** @type {Queued[]|null} null until the list of parts is here */
    this.queue = null;
    this.running = false;
    /** @type {Set<{arrived: () => boolean, resolve: () => void, reject: (error: PlaygroundError) => void}>} */
    this.waiting = new Set();
  }

  /** Loads what is missing. Parts that arrived stay, so this is also "try again". */
  async start() {
    if (this.running) return;
    this.running = true;
    try {
      this.queue ??= await this.#listParts();
      const { queue } = this;
      while (queue.length > 0) {
        await this.#withRetries(() => this.#loadPart(queue[0]));
        queue.shift();
      }
    } catch (reason) {
      const error = /** @type {PlaygroundError} */ (reason);
      const reported = typeof error.code === 'string' ? error : failure('data-failed', `Part of the digits could not be loaded (${error.message}). What has arrived is kept: check the connection and try again.`);
      for (const waiter of this.waiting) waiter.reject(reported);
      this.waiting.clear();
      this.onFailure(reported);
    } finally {
      this.running = false;
    }
  }

  /**
   * Resolves once that many images of a split are in the engine; asking after a failure tries again.
   * @param {Split} split
   * @param {number} wanted Infinity for all
   */
  async have(split, wanted) {
    const arrived = () => this.has(split, wanted);
    if (arrived()) return;
    /** @type {Promise<void>} */
    const done = new Promise((resolve, reject) => { this.waiting.add({ arrived, resolve, reject }); });
    this.start();
    await done;
  }

  /** What is no number is nothing to wait for; the engine, which is asked next, refuses it. @param {Split} split @param {number} wanted */
  has(split, wanted) {
    if (Number.isNaN(Number(wanted))) return true;
    return this.queue !== null && this.progress[split] >= Math.min(wanted, this.progress[`${split}Total`]);
  }

  /** The first part of each split comes first: with those two the page is alive. */
  async #listParts() {
    const text = await this.#withRetries(async () => new TextDecoder().decode(await fetchUnpacked(new URL(`${DATASET}.json`, this.base))));
    const list = /** @type {Record<Split, Part[]>} */ (JSON.parse(text));
    const splits = /** @type {const} */ (['train', 'test']);
    const parts = splits.flatMap((split) => list[split].map((part, index) => ({ ...part, split, index, added: 0 })));
    parts.sort((a, b) => Math.min(a.index, 1) - Math.min(b.index, 1));
    const sum = (/** @type {Split} */ split) => list[split].reduce((total, part) => total + part.count, 0);
    this.progress.totalBytes = parts.reduce((total, part) => total + part.bytes, 0);
    this.progress.trainTotal = sum('train');
    this.progress.testTotal = sum('test');
    return parts;
  }

  /** @param {Queued} part */
  async #loadPart(part) {
    const before = this.progress.bytes;
    const onBytes = (/** @type {number} */ bytes) => {
      // Counted bytes can exceed the listed ones where the browser unpacked on the way.
      this.progress.bytes = Math.min(this.progress.bytes + bytes, before + part.bytes);
      this.onProgress(this.progress);
    };
    try {
      const [images, labels] = [part.images, part.labels].map((name) => new URL(name, this.base));
      let seen = 0;
      for await (const piece of pieces(streamUnpacked(images, onBytes), fetchUnpacked(labels, onBytes), PIECE)) {
        seen += piece.count;
        // A part that comes a second time, because its connection broke, goes on where it stopped.
        if (piece.count > 0 && seen <= part.added) continue;
        this.progress[part.split] = await this.addPart(part.split, piece.images, piece.labels);
        part.added = seen;
        this.#arrived();
      }
      this.progress.bytes = before + part.bytes;
    } catch (error) {
      this.progress.bytes = before;
      throw error;
    }
    this.onProgress(this.progress);
  }

  #arrived() {
    this.onProgress(this.progress);
    for (const waiter of this.waiting) {
      if (!waiter.arrived()) continue;
      this.waiting.delete(waiter);
      waiter.resolve();
    }
  }

  /** @template T @param {() => Promise<T>} attempt */
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
