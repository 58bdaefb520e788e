// Threads that train one model together with this one, on the CPU: each holds a copy of it, takes its share of every batch,
// and their gradients are added up (src/training/replica.rs).

import * as Comlink from '../../vendor/comlink.js';
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
   * @param {typeof WorkerHost} Host what starts another thread
   */
  constructor(size, bundle, Host = WorkerHost) {
    this.size = size;
    this.bundle = bundle;
    this.Host = Host;
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
   * Trains as many steps as asked, or fewer: the first ones alone. Each is reported once, whether others helped with it or not.
   * @param {import('./engine.js').Engine} engine
   * @param {number} steps
   * @returns {Promise<Report>} what the engine reports
   * @throws an error that carries a `report` where steps were taken before it
   */
  async train(engine, steps) {
    if (this.world > 1) this.#assemble();
    const alone = this.world > 1 ? Math.min(steps, ALONE - this.step) : steps;
    if (alone > 0) return this.#alone(engine, alone);
    let taken = null;
    try {
      return await this.#together(engine, steps);
    } catch (error) {
      if (error.code !== 'replica-lost') throw error;
      // The engine holds the model as it was after the last step that it reports: from there it goes on without help.
      this.#lost(error);
      taken = error.report ?? null;
    }
    const left = steps - (taken?.history.length ?? 0);
    if (left === 0) return taken;
    try {
      return merged(taken, await this.#alone(engine, left));
    } catch (error) {
      const report = merged(taken, error.report ?? null);
      throw report ? Object.assign(error, { report }) : error;
    }
  }

  async #alone(engine, steps) {
    this.stale = true;
    return this.#counted(engine.train(steps));
  }

  /** Notes the step at which a call leaves this thread's engine, however it ends. */
  async #counted(training) {
    try {
      const report = await training;
      this.step = report.step;
      return report;
    } catch (error) {
      if (error.report) this.step = error.report.step;
      throw error;
    }
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
    // A helper that has stopped hands over nothing more.
    helping.catch((error) => helpers.exchange.fail(error));
    let report;
    try {
      report = await this.#counted(engine.trainShared(steps, 0, helpers.world, helpers.exchange));
    } catch (error) {
      // Where this thread fails the others fail too, and for the same reason; the next call starts others.
      if (error.code !== 'replica-lost') {
        await helping.catch(() => {});
        this.#dismiss();
      }
      throw error;
    }
    // Whoever stops after the last exchange is missed from the next call on.
    await helping.catch((error) => this.#lost(error));
    return report;
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
    const hosts = theirs.map(() => new this.Host({ script: './worker/replica.js', onEvent: () => {}, onDeath: (error) => this.#lost(error) }));
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

/**
 * @typedef {object} Report what a call of the engine's `train` answers
 * @property {number} step
 * @property {number} epoch
 * @property {Record<string, number>} losses the last step's
 * @property {Record<string, number>} meanLosses over the call
 * @property {{step: number, losses: Record<string, number>}[]} history each step's
 * @property {object[]} events
 * @property {{name: string, norm: number}[]} gradients the last step's
 */

/**
 * One report on two calls, of which the second went on where the first had stopped.
 * @param {Report|null} first
 * @param {Report|null} second
 * @returns {Report|null}
 */
function merged(first, second) {
  if (!first || !second) return first ?? second;
  const [a, b] = [first.history.length, second.history.length];
  const mean = ([name, value]) => [name, (first.meanLosses[name] * a + value * b) / (a + b)];
  return {
    ...second,
    meanLosses: Object.fromEntries(Object.entries(second.meanLosses).map(mean)),
    history: [...first.history, ...second.history],
    events: [...first.events, ...second.events],
  };
}
