// A worker that answers by script: the page's side of the engine runs as it is, with the real messages, and no engine.

import { expose } from '../../www/engine/worker/expose.js';
import { failure } from '../../www/engine/worker/failure.js';

globalThis.self ??= globalThis;
globalThis.location ??= { protocol: 'https:', href: 'https://page.test/' };
// As a browser does with what a listener throws.
globalThis.reportError ??= (error) => reported.push(error);

/** What listeners have thrown. @type {unknown[]} */
export const reported = [];

/** What `load` and `restore` answer, with settings as they came. */
export const MODEL = {
  preset: 'vae', step: 0, epoch: 0, batchSize: 32, stepsPerEpoch: 1875, losses: ['loss'], hasEncoder: true, capabilities: [], parts: [], parameterCount: 1, latentDim: 2, data: { name: 'mnist' },
};

/** An engine that does all that it is asked, a model's `step` counted. @param {{step: number}} state shared by its actions */
const engine = (state) => ({
  open: () => ({ value: { device: { kind: 'cpu', adapter: 'test', workers: 1, reason: 'A test.', why: 'asked-cpu', webgpu: false } } }),
  load: (run, preset, settings) => {
    Object.assign(state, { run, step: 0 });
    const isOfData = ([key]) => key.startsWith('data.');
    const own = Object.entries(settings).filter((entry) => !isOfData(entry));
    const recipe = Object.entries(settings).filter(isOfData).map(([key, value]) => [key.slice('data.'.length), value]);
    const data = { name: 'mnist', ...(recipe.length > 0 && { recipe: Object.fromEntries(recipe) }) };
    return { value: { ...MODEL, data, preset, settings: { preset, ...Object.fromEntries(own) } }, ms: 1 };
  },
  restore: (run, [step]) => {
    Object.assign(state, { run, step });
    return { value: { ...MODEL, step, settings: { preset: 'vae' } }, ms: 1 };
  },
  train: (run, steps) => {
    if (run !== state.run) throw failure('aborted', 'Training stopped because another model was loaded.');
    state.step += steps;
    return { value: reportOf(state.step - steps + 1, state.step), ms: 50 };
  },
  sample: (count) => ({ value: new Float32Array(count * 784), ms: 1 }),
  evaluate: () => ({ value: { loss: 1 }, ms: 1 }),
  save: () => ({ value: Uint8Array.of(state.step), ms: 1 }),
});

/** What an engine answers that takes the steps from `first` to `last`. */
export function reportOf(first, last) {
  const history = Array.from({ length: last - first + 1 }, (_, at) => ({ step: first + at, losses: { loss: first + at } }));
  return { step: last, epoch: 1, losses: { loss: last }, meanLosses: { loss: (first + last) / 2 }, history, events: [], gradients: [] };
}

/**
 * Makes every `new Worker` a scripted one. An action of the script has the worker as `this`, and its own answer in place of the engine's.
 * @param {(number: number) => Record<string, (this: ScriptedWorker, ...args: any[]) => any>} [script] for the first worker, the second, ...
 * @returns {ScriptedWorker[]} those that were started so far
 */
export function scriptedWorkers(script = () => ({})) {
  /** @type {ScriptedWorker[]} */
  const started = [];
  globalThis.Worker = class extends ScriptedWorker {
    constructor() {
      super(script(started.length));
      started.push(this);
    }
  };
  return started;
}

export class ScriptedWorker extends EventTarget {
  /** Actions that it was asked for, in order, with their arguments. @type {[string, ...any[]][]} */
  asked = [];
  terminated = false;
  state = { step: 0, run: 0 };
  /** What it does where the script says nothing else. */
  engine = engine(this.state);
  #ports = new MessageChannel();

  constructor(script) {
    super();
    const { port1, port2 } = this.#ports;
    port1.onmessage = ({ data }) => this.dispatchEvent(Object.assign(new Event('message'), { data }));
    const actions = Object.entries({ ...this.engine, ...script }).map(([name, action]) => [name, (...args) => {
      this.asked.push([name, ...args]);
      return action.apply(this, args);
    }]);
    expose(Object.fromEntries(actions), port2);
  }

  /** Says something by itself. */
  post(event, detail) {
    if (!this.terminated) this.#ports.port2.postMessage({ event, ...detail });
  }

  crash(code = 'worker-crashed', message = 'It broke.') {
    this.post('crashed', { error: { code, message } });
  }

  postMessage(...message) {
    this.#ports.port1.postMessage(...message);
  }

  terminate() {
    this.terminated = true;
    this.#ports.port1.close();
    this.#ports.port2.close();
  }
}

/** A promise with its ends, and a call that takes no time to answer. */
export function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((...ends) => { [resolve, reject] = ends; });
  return { promise, resolve, reject };
}

/** Until all messages under way have arrived. */
export const settled = async () => { for (let i = 0; i < 10; i++) await new Promise((resolve) => { setImmediate(resolve); }); };
