// Threads that train one model together with this one, on the CPU: each holds a copy of it, is handed the images of its share of
// every batch, and their gradients are added up (src/training/replica.rs).

import * as Comlink from '../../vendor/comlink.js';
import { WorkerHost } from '../host.js';
import { CrewPace } from './crew-pace.js';
import { sharers } from './crew-size.js';
import { Exchange, connected } from './exchange.js';
import { failure } from './failure.js';
import { inTime } from './in-time.js';
import { restModule } from './rest.js';

/**
 * @typedef {import('../types.d.ts').TrainReport} Report
 * @typedef {import('../types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('../types.d.ts').ReplicaActions} ReplicaActions
 * @typedef {Pick<WorkerHost<ReplicaActions>, 'call'|'close'>} Helper
 * @typedef {new (options: {script: string, onEvent: () => void, onDeath: (error: PlaygroundError) => void}) => Helper} HelperHost
 * @typedef {Pick<import('./bundle.d.ts').Engine, 'share'|'save'|'chosen'|'train'|'trainShared'>} Engine what a crew asks of it
 *
 * @typedef {object} Helpers
 * @property {number} world      threads, this one included
 * @property {Helper[]} hosts
 * @property {Exchange} exchange
 * @property {Promise<void>} ready they have started
 */

/**
 * A run's first steps are taken alone, so that nothing is waited for. A fixed number of them: a run must not depend on how fast
 * threads start.
 */
const ALONE = 8;
/** Threads start within a second. One that has not by then never will, and is not waited for. */
const START_MS = 30_000;

export class Crew {
  /**
   * @param {number} size threads, this one included
   * @param {import('./engine.js').Bundle} bundle
   * @param {HelperHost} Host what starts another thread
   * @param {number} [patience] milliseconds that they may take to start
   * @param {boolean} [fixed] always so many, however slow that is: the same bits every time
   */
  constructor(size, bundle, Host = WorkerHost, patience = START_MS, fixed = true) {
    this.patience = patience;
    this.fixed = fixed;
    /** Whether they are worth it. @type {CrewPace|null} */
    this.pace = null;
    this.size = size;
    this.bundle = bundle;
    this.Host = Host;
    this.step = 0;
    /** Threads that the model is worth. */
    this.world = 1;
    /** @type {Helpers|null} */
    this.helpers = null;
    /** Whether the helpers' model is another than this thread's. */
    this.stale = true;
  }

  /** This thread's engine holds another model, or moved on alone. @param {{step: number}} model */
  changed({ step }) {
    this.step = step;
    this.stale = true;
  }

  /** This thread's engine has loaded a model. @param {import('../types.d.ts').Model} model */
  loaded(model) {
    this.world = sharers(this.size, model);
    this.pace = this.fixed || this.world === 1 ? null : new CrewPace();
    this.changed(model);
  }

  /**
   * Trains as many steps as asked, or fewer: the first ones alone. Each is reported once, whether others helped with it or not.
   * @param {Engine} engine
   * @param {number} steps
   * @returns {Promise<Report>} what the engine reports
   * @throws an error that carries a `report` where steps were taken before it
   */
  async train(engine, steps) {
    const report = await this.#train(engine, steps);
    return this.pace?.heldUp ? { ...report, heldUp: true } : report;
  }

  /** @param {Engine} engine @param {number} steps @returns {Promise<Report>} */
  async #train(engine, steps) {
    if (this.world === 1) return this.#alone(engine, steps);
    // They start while this thread takes the first steps.
    if (this.step < ALONE) this.#assemble();
    const wanted = this.#next(steps);
    if (!wanted.shares) return this.#alone(engine, wanted.steps);
    const helpers = this.#assemble();
    let taken = null;
    try {
      return await this.#together(engine, wanted.steps, helpers);
    } catch (reason) {
      const error = /** @type {PlaygroundError} */ (reason);
      if (error.code !== 'replica-lost') throw error;
      // The engine holds the model as it was after the last step that it reports: from there it goes on without help.
      this.#lost(helpers, error);
      taken = error.report ?? null;
    }
    const left = wanted.steps - (taken?.history.length ?? 0);
    if (taken && left === 0) return taken;
    try {
      return merged(taken, await this.#alone(engine, left));
    } catch (reason) {
      const error = /** @type {PlaygroundError} */ (reason);
      const report = error.report ? merged(taken, error.report) : taken;
      throw report ? Object.assign(error, { report }) : error;
    }
  }

  /** @param {number} steps that are wanted @returns {{shares: boolean, steps: number}} */
  #next(steps) {
    if (this.step < ALONE) return { shares: false, steps: Math.min(steps, ALONE - this.step) };
    return this.pace?.next(this.step, steps) ?? { shares: true, steps };
  }

  /** @param {Engine} engine @param {number} steps */
  async #alone(engine, steps) {
    this.stale = true;
    const since = performance.now();
    const report = await this.#counted(engine.train(steps));
    // The first steps say nothing: their code is still being compiled.
    if (report.step > ALONE) this.pace?.took(report.history.length, performance.now() - since, null);
    return report;
  }

  /** Notes the step at which a call leaves this thread's engine, however it ends. @param {Promise<Report>} training */
  async #counted(training) {
    try {
      const report = await training;
      this.step = report.step;
      return report;
    } catch (error) {
      const { report } = /** @type {PlaygroundError} */ (error);
      if (report) this.step = report.step;
      throw error;
    }
  }

  /** @param {Engine} engine @param {number} steps @param {Helpers} helpers */
  async #together(engine, steps, helpers) {
    await this.#helped(() => helpers.ready);
    const shares = helpers.hosts.map((_, index) => engine.share(steps, index + 1, helpers.world));
    if (this.stale) {
      const bytes = await engine.save();
      await this.#helped(() => restoreAll(helpers, bytes, engine.chosen()));
      this.stale = false;
    }
    const helping = trainAll(helpers, steps, shares);
    // A helper that has stopped hands over nothing more.
    helping.catch((error) => helpers.exchange.fail(error));
    let report;
    const [since, waited] = [performance.now(), helpers.exchange.waitedMs];
    try {
      report = await this.#counted(engine.trainShared(steps, 0, helpers.world, helpers.exchange));
      this.pace?.took(report.history.length, performance.now() - since, helpers.exchange.waitedMs - waited);
    } catch (error) {
      // Where this thread fails the others fail too, and for the same reason, or wait for it in vain; the next call starts others.
      if (/** @type {PlaygroundError} */ (error).code !== 'replica-lost') this.#dismiss();
      throw error;
    }
    // Whoever stops after the last exchange is missed from the next call on.
    await helping.catch((error) => this.#lost(helpers, error));
    return report;
  }

  /** Whatever goes wrong with helpers, this thread can do without them. @param {() => Promise<unknown>} help */
  async #helped(help) {
    try {
      await help();
    } catch (error) {
      throw failure('replica-lost', /** @type {Error} */ (error).message);
    }
  }

  /** The helpers, who are started if they are not there. */
  #assemble() {
    const { world } = this;
    if (this.helpers?.world === world) return this.helpers;
    this.#dismiss();
    const [own, ...theirs] = connected(world);
    /** @type {Helpers} */
    const helpers = { world, hosts: [], exchange: new Exchange(own), ready: Promise.resolve() };
    this.helpers = helpers;
    this.stale = true;
    helpers.ready = inTime(this.#open(helpers, theirs), this.patience, () => { throw failure('replica-lost', 'The other threads do not start.'); });
    // Where they do not start, whoever waits for them learns of it.
    helpers.ready.catch((error) => this.#lost(helpers, error));
    return helpers;
  }

  /** @param {Helpers} helpers @param {(MessagePort|null)[][]} theirs the ports of each */
  async #open(helpers, theirs) {
    helpers.hosts = theirs.map(() => new this.Host({ script: './worker/replica.js', onEvent: () => {}, onDeath: (error) => this.#lost(helpers, error) }));
    await Promise.all(helpers.hosts.map((host, index) => {
      const ports = theirs[index];
      return host.call('open', Comlink.transfer({ ...this.bundle, rest: restModule(), rank: index + 1, ports }, ports.filter((port) => port !== null)));
    }));
  }

  #dismiss() {
    for (const host of this.helpers?.hosts ?? []) host.close();
    this.helpers = null;
  }

  /**
   * A helper is gone, or never came: from now on this thread is alone. Those that were dismissed before are not missed.
   * @param {Helpers} helpers
   * @param {Error} error
   */
  #lost(helpers, error) {
    helpers.exchange.fail(error);
    if (helpers !== this.helpers) return;
    this.#dismiss();
    this.size = 1;
    this.world = 1;
  }
}

/**
 * Each gets a copy of the run, and the last one what it is copied from.
 * @param {Helpers} helpers
 * @param {Uint8Array} bytes
 * @param {Uint32Array|undefined} chosen
 */
const restoreAll = ({ hosts }, bytes, chosen) => Promise.all(hosts.map((host, index) => {
  const own = index < hosts.length - 1 ? bytes : Comlink.transfer(bytes, [bytes.buffer]);
  return host.call('restore', own, chosen);
}));

/**
 * Each takes the steps on its share of the images, which are handed over, not copied.
 * @param {Helpers} helpers
 * @param {number} steps
 * @param {import('../types.d.ts').Share[]} shares
 */
const trainAll = ({ hosts }, steps, shares) => Promise.all(hosts.map((host, index) => {
  const { indices, images, labels } = shares[index];
  return host.call('train', steps, Comlink.transfer(shares[index], [indices.buffer, images.buffer, labels.buffer]));
}));

/**
 * One report on two calls, of which the second went on where the first had stopped.
 * @param {Report|null} first
 * @param {Report} second
 * @returns {Report}
 */
function merged(first, second) {
  if (!first) return second;
  const [a, b] = [first.history.length, second.history.length];
  const means = Object.entries(second.meanLosses).map(([name, value]) => [name, (first.meanLosses[name] * a + value * b) / (a + b)]);
  return {
    ...second,
    meanLosses: Object.fromEntries(means),
    history: [...first.history, ...second.history],
    events: [...first.events, ...second.events],
  };
}
