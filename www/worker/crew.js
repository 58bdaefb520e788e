// Threads that train one model together with this one, on the CPU: each holds a copy of it, takes its share of every batch,
// and their gradients are added up (src/training/replica.rs).

import * as Comlink from '../vendor/comlink.js';
import { WorkerHost } from '../host.js';
import { sharers } from './crew-size.js';
import { Exchange, connected } from './exchange.js';
import { failure } from './failure.js';

/**
 * A run's first steps are taken alone, so that nothing is waited for. A fixed number of them: a run must not depend on how fast
 * threads start.
 */
const ALONE = 8;

export class Crew {
  /**
   * @param {number} size threads, this one included
   * @param {{module: WebAssembly.Module, script: string}} bundle the engine's, compiled, and the address of its script
   */
  constructor(size, bundle) {
    this.size = size;
    this.bundle = bundle;
    this.step = 0;
    /** Threads that the model is worth. */
    this.world = 1;
    /** @type {{world: number, hosts: WorkerHost[], exchange: Exchange, ready: Promise<any>, images: number}|null} */
    this.helpers = null;
    /** Whether the helpers' model is another than this thread's. */
    this.stale = true;
  }

  /** This thread's engine holds another model, or moved on alone. */
  changed({ step }) {
    this.step = step;
    this.stale = true;
  }

  /** This thread's engine has loaded a model. */
  loaded(model) {
    this.world = sharers(this.size, model);
    this.changed(model);
  }

  /**
   * Trains as many steps as asked, or fewer: the first ones alone.
   * @param {import('./engine.js').Engine} engine
   * @param {number} steps
   * @returns {Promise<{step: number}>} what the engine reports
   */
  async train(engine, steps) {
    if (this.world > 1) this.#assemble();
    const alone = this.world > 1 ? Math.min(steps, ALONE - this.step) : steps;
    if (alone > 0) return this.#alone(engine, alone);
    try {
      return await this.#together(engine, steps);
    } catch (error) {
      if (error.code !== 'replica-lost') throw error;
      // The model is as it was a few steps ago at most: go on without help.
      this.#lost(error);
      return this.#alone(engine, steps);
    }
  }

  async #alone(engine, steps) {
    const report = await engine.train(steps);
    this.changed(report);
    return report;
  }

  async #together(engine, steps) {
    const { helpers } = this;
    await this.#helped(() => helpers.ready);
    const needed = engine.imagesNeeded(steps);
    if (needed > helpers.images) {
      const part = engine.trainPart(helpers.images, needed - helpers.images);
      await this.#helped(() => this.#all('addPart', part));
      helpers.images = needed;
    }
    if (this.stale) {
      const bytes = await engine.save();
      await this.#helped(() => this.#all('restore', bytes));
      this.stale = false;
    }
    const helping = this.#all('train', steps);
    // Where this thread fails the others fail too, and for the same reason.
    helping.catch(() => {});
    try {
      const report = await engine.trainShared(steps, 0, helpers.world, helpers.exchange.swap);
      await this.#helped(() => helping);
      this.step = report.step;
      return report;
    } catch (error) {
      this.stale = true;
      // Those who wait for this thread would wait for ever.
      if (error.code === 'replica-lost') this.#lost(error);
      await helping.catch(() => {});
      throw error;
    }
  }

  /** Whatever goes wrong with helpers, this thread can do without them. */
  async #helped(help) {
    try {
      await help();
    } catch (error) {
      throw failure('replica-lost', error.message);
    }
  }

  #all(action, ...args) {
    return Promise.all(this.helpers.hosts.map((host) => host.call(action, ...args)));
  }

  /** Starts the helpers, if they are not there. */
  #assemble() {
    const { world } = this;
    if (this.helpers?.world === world) return;
    this.#dismiss();
    const [own, ...theirs] = connected(world);
    const hosts = theirs.map(() => new WorkerHost({ script: './worker/replica.js', onEvent: () => {}, onDeath: (error) => this.#lost(error) }));
    const open = (host, index) => {
      const ports = theirs[index];
      return host.call('open', Comlink.transfer({ ...this.bundle, rank: index + 1, ports }, ports.filter(Boolean)));
    };
    this.stale = true;
    this.helpers = { world, hosts, exchange: new Exchange(own), ready: Promise.all(hosts.map(open)), images: 0 };
    // Where they do not start, whoever waits for them learns of it.
    this.helpers.ready.catch((error) => this.#lost(error));
  }

  #dismiss() {
    for (const host of this.helpers?.hosts ?? []) host.close();
    this.helpers = null;
  }

  /** A helper is gone, or never came: from now on this thread is alone. */
  #lost(error) {
    if (!this.helpers) return;
    this.helpers.exchange.fail(error);
    this.#dismiss();
    this.size = 1;
    this.world = 1;
  }
}
