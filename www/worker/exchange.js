// How workers that train one model together add up what each has computed.

import { failure } from './failure.js';

/**
 * One of several workers, with a port to each other. Each call of `sum` is matched with the same call of the others, in order,
 * and every worker adds in the same order: so all have the same sums, to the last bit.
 */
export class Exchange {
  #rank;
  #ports;
  /** @type {Float32Array[][]} by rank, what has arrived and is not added yet: another may be one call ahead */
  #arrived;
  #wake = () => {};
  #lost = null;

  /**
   * @param {number} rank
   * @param {(MessagePort|null)[]} ports by rank; none at its own
   */
  constructor(rank, ports) {
    this.#rank = rank;
    this.#ports = ports;
    this.#arrived = ports.map(() => []);
    for (const [other, port] of ports.entries()) {
      if (!port) continue;
      port.onmessage = ({ data }) => {
        this.#arrived[other].push(data);
        this.#wake();
      };
    }
  }

  /**
   * @param {Float32Array} values as many as every other worker hands in; they are overwritten
   * @returns {Promise<Float32Array>}
   */
  sum = async (values) => {
    for (const port of this.#ports) {
      if (!port) continue;
      const copy = values.slice();
      port.postMessage(copy, [copy.buffer]);
    }
    this.#arrived[this.#rank].push(values);
    while (this.#arrived.some((list) => list.length === 0)) {
      if (this.#lost) throw this.#lost;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
    const [total, ...others] = this.#arrived.map((list) => list.shift());
    for (const other of others) {
      if (other.length !== total.length) throw failure('replica-lost', `Workers that share a batch hold ${total.length} and ${other.length} values.`);
      for (let i = 0; i < total.length; i += 1) total[i] += other[i];
    }
    return total;
  };

  /** Another worker is gone: whoever waits for it, or will, learns of it. */
  fail(error) {
    this.#lost = error;
    this.#wake();
  }
}
