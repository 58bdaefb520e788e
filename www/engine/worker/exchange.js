// How workers that train one model together hand each other what each has computed.

import { failure } from './failure.js';

/**
 * A channel between each two of so many workers.
 * @param {number} world
 * @returns {(MessagePort|null)[][]} by rank, what `Exchange` takes
 */
export function connected(world) {
  const ranks = Array.from({ length: world }, (_, rank) => rank);
  /** @type {(MessagePort|null)[][]} */
  const ports = ranks.map(() => ranks.map(() => null));
  for (const a of ranks) {
    for (const b of ranks.slice(a + 1)) {
      const { port1, port2 } = new MessageChannel();
      [ports[a][b], ports[b][a]] = [port1, port2];
    }
  }
  return ports;
}

/**
 * One of several workers, with a port to each other. Each call of `swap` is matched with the same call of the others, in order.
 * Buffers that arrive leave again with a later call: new ones of some megabytes each step would cost more than all the rest.
 */
export class Exchange {
  #ports;
  /** @type {Float32Array[][][]} by rank, what has arrived and is not fetched yet: another may be one call ahead */
  #arrived;
  /** @type {Float32Array[][]} by rank, what the next call hands over */
  #leaving;
  /** @type {Map<number, Float32Array[]>} by length */
  #spare = new Map();
  /** What the last call answered. @type {Float32Array[][]} */
  #lent = [];
  /** @type {(value?: unknown) => void} */
  #wake = () => {};
  /** @type {import('../types.d.ts').PlaygroundError|null} */
  #lost = null;
  /** Milliseconds that were spent waiting for others, all calls together. */
  waitedMs = 0;

  /** @param {(MessagePort|null)[]} ports by rank; none at its own */
  constructor(ports) {
    this.#ports = ports;
    this.#arrived = ports.map(() => []);
    this.#leaving = ports.map(() => []);
    for (const [rank, port] of ports.entries()) {
      if (!port) continue;
      port.onmessage = ({ data }) => {
        this.#arrived[rank].push(data);
        this.#wake();
      };
    }
  }

  /**
   * Adds a list to what the next call of `swap` hands over. What the last one answered is no longer the caller's.
   * @param {Float32Array} list copied before this returns, because it is a view of the engine's memory, which may move afterwards
   */
  add(list) {
    this.#takeBack();
    for (const [rank, port] of this.#ports.entries()) if (port) this.#leaving[rank].push(this.#copy(list));
  }

  /** @returns {Promise<(Float32Array[]|undefined)[]>} by rank, what the others handed in; theirs only until the next `add` */
  swap() {
    this.#takeBack();
    for (const [rank, port] of this.#ports.entries()) {
      const lists = this.#leaving[rank].splice(0);
      port?.postMessage(lists, lists.map((list) => list.buffer));
    }
    return this.#others();
  }

  /** Another worker is gone: whoever waits for it, or will, learns of it. @param {Error} error */
  fail(error) {
    this.#lost ??= failure('replica-lost', error.message);
    this.#wake();
  }

  async #others() {
    const complete = () => this.#ports.every((port, rank) => !port || this.#arrived[rank].length > 0);
    const since = performance.now();
    while (!complete()) {
      if (this.#lost) throw this.#lost;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
    this.waitedMs += performance.now() - since;
    const all = this.#arrived.map((list) => list.shift());
    this.#lent = all.filter((lists) => lists !== undefined);
    return all;
  }

  #takeBack() {
    for (const list of this.#lent.flat()) this.#spares(list.length).push(list);
    this.#lent = [];
  }

  /** @param {Float32Array} list */
  #copy(list) {
    const copy = this.#spares(list.length).pop() ?? new Float32Array(list.length);
    copy.set(list);
    return copy;
  }

  /** @param {number} length */
  #spares(length) {
    const spares = this.#spare.get(length) ?? [];
    this.#spare.set(length, spares);
    return spares;
  }
}
