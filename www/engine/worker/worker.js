// The engine's thread: a table of actions that the page calls through comlink, and a few events that it posts.

import { Crew } from './crew.js';
import { crewSize } from './crew-size.js';
import { DataLoader } from './data.js';
import { probeGpu, chooseDevice, watchForDeviceLoss } from './device.js';
import { openEngine } from './engine.js';
import { crashed, expose } from './expose.js';
import { failure, toData } from './failure.js';

/** @type {import('./engine.js').Engine} */
let engine = null;
let loader = null;
/** Who trains: on the CPU maybe several threads. */
let crew = null;
/** Grows with every load and restore, so that a training chunk that waited for data cannot train another model. */
let run = 0;
let last = Promise.resolve();

/** Events have no `id`, so comlink leaves them alone. */
const post = (event, detail) => self.postMessage({ event, ...detail });

/**
 * Engine calls must never overlap: each starts when the one before has ended, however it ended.
 * @template T
 * @param {() => T | Promise<T>} call
 * @returns {Promise<{value: T, ms: number}>} ms: the call's own time, without the wait for its turn; an error with a `report` has it too
 */
function queued(call) {
  const result = last.then(async () => {
    const started = performance.now();
    const ms = () => performance.now() - started;
    try {
      const value = await call();
      return { value, ms: ms() };
    } catch (error) {
      throw error?.report ? Object.assign(error, { ms: ms() }) : error;
    }
  });
  last = result.catch((error) => {
    // A trap leaves the engine's memory in no state to go on with.
    if (error instanceof WebAssembly.RuntimeError) crashed(error);
  });
  return result;
}

/** Trains once the digits for that many steps are there, unless another model has been loaded meanwhile. */
async function trained(steps, call) {
  const mine = run;
  const needed = await queued(() => engine.imagesNeeded(steps));
  if (!loader.has('train', needed.value)) onStatus({ phase: 'waiting' });
  await loader.have('train', needed.value);
  return queued(() => {
    if (mine !== run) throw failure('aborted', 'Training stopped because another model was loaded.');
    return call();
  });
}

/** Grows with every model that is asked for. */
let asked = 0;

/** Begins a run at once, or once all training images are there, where its data's recipe chooses among them. */
async function begunOn(start) {
  asked += 1;
  const mine = asked;
  try {
    return await queued(() => begun(start()));
  } catch (error) {
    if (error.code !== 'no-data') throw error;
  }
  await loader.have('train', Infinity);
  return queued(() => {
    if (mine !== asked) throw failure('aborted', 'Another model was loaded before all images were there.');
    return begun(start());
  });
}

/** The engine holds another model. */
function begun(model) {
  run += 1;
  crew.loaded(model);
  return model;
}

const actions = {
  /** Chooses the device, loads its bundle and makes the engine. Data starts to flow in meanwhile, or when first needed. */
  async open(wanted, preload, workers) {
    const probing = probeGpu({ gpu: navigator.gpu, secure: self.isSecureContext });
    // The CPU, asked for by name, waits for no answer about the GPU.
    let choice = chooseDevice(wanted, wanted === 'cpu' ? null : await probing);
    if (choice.missing) throw failure('no-webgpu', `${choice.missing} Choose the CPU instead (device: 'cpu').`);
    const opened = openEngine(choice.kind, workers === 1, onStatus).catch((error) => {
      if (wanted !== 'auto' || choice.kind !== 'webgpu') throw error;
      choice = { kind: 'cpu', why: 'not-started', reason: `WebGPU did not start (${error.message}), so training runs on the CPU.` };
      return openEngine('cpu', workers === 1, onStatus);
    }).then((result) => {
      engine = result.engine;
      crew = new Crew(choice.kind === 'cpu' ? crewSize(workers, navigator) : 1, result.bundle);
      return result;
    });
    opened.catch(() => {});
    loader = new DataLoader({
      base: new URL('../../data/', import.meta.url),
      // Bytes can arrive before the engine is there to take them.
      addPart: async (...part) => { await opened; return (await queued(() => engine.addPart(...part))).value; },
      onProgress: throttled((progress) => post('data', { progress })),
      onFailure: (error) => post('data-failed', { error: toData(error) }),
    });
    if (preload) loader.start();
    await opened;
    const device = { ...engine.device(), workers: crew.size, reason: choice.reason, why: choice.why, webgpu: !chooseDevice('webgpu', await probing).missing };
    return { value: { device } };
  },

  load: (preset, settings) => begunOn(() => engine.load(preset, settings)),

  train: (steps) => trained(steps, () => crew.train(engine, steps)),
  step: (part) => trained(1, async () => {
    const detail = await engine.step(part);
    crew.changed(detail);
    return detail;
  }),

  async evaluate(limit) {
    const all = limit == null || limit === Infinity;
    await loader.have('test', all ? Infinity : limit);
    return queued(() => engine.evaluate(all ? undefined : limit));
  },

  async testImages(start, count) {
    await loader.have('test', start + count);
    return queued(() => engine.testImages(start, count));
  },

  sample: (count, options) => queued(() => engine.sample(count, options)),
  encode: (images, options) => queued(() => engine.encode(images, options)),
  decode: (z, options) => queued(() => engine.decode(z, options)),
  reconstruct: (images, options) => queued(() => engine.reconstruct(images, options)),
  judge: (images, options) => queued(() => engine.judge(images, options)),
  filters: () => queued(() => engine.filters()),
  activations: (image, options) => queued(() => engine.activations(image, options)),
  describe: (preset, settings) => queued(() => engine.describe(preset, settings)),
  save: () => queued(() => engine.save()),
  exportWeights: () => queued(() => engine.exportWeights()),
  restore: (bytes, options) => begunOn(() => engine.restore(bytes, options)),
  retryData: async () => { loader.start(); return {}; },
  panicForTest: () => queued(() => engine.panicForTest()),
  loseDeviceForTest: async () => { gpu.destroy(); return {}; },
};

function onStatus(status) {
  post('status', { status });
}

/** Progress can come a thousand times a second; ten are enough for a page, and the last must not be lost. */
function throttled(send) {
  let timer = 0;
  return (value) => {
    if (timer) return;
    timer = setTimeout(() => { timer = 0; send(value); }, 100);
  };
}

const gpu = watchForDeviceLoss((message) => post('crashed', { error: { code: 'device-lost', message: `The GPU was taken away (${message}).` } }));

expose(actions);
