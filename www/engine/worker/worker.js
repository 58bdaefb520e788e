// The engine's thread: a table of actions that the page calls through comlink, and a few events that it posts.

import { fetchClassifier } from './classifier.js';
import { crewSize } from './crew-size.js';
import { DataLoader } from './data.js';
import { cardOf, chooseDevice, hasWebGpu, probeGpu } from './device.js';
import { watchForDeviceLoss } from './device-loss.js';
import { openEngine, restOf } from './engine.js';
import { recipeOf } from '../recipe.js';
import { release } from '../release.js';
import { crashed, expose } from './expose.js';
import { failure, toData } from './failure.js';
import { checkMemory, memoryNeeded } from './memory.js';
import { complete, completeSoon } from './rest.js';
import { Scenes } from './scenes.js';
import { Turns } from './turns.js';

/**
 * @typedef {import('../types.d.ts').Actions} Actions
 * @typedef {import('../types.d.ts').Model} Model
 * @typedef {import('../types.d.ts').Status} Status
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {Pick<import('./crew.js').Crew, 'size'|'loaded'|'changed'|'train'>} Trainers who trains: on the CPU maybe several threads
 */

/** @type {Engine} */
let engine;
/** @type {DataLoader} */
let loader;
/** @type {Trainers} */
let crew = { size: 1, loaded() {}, changed() {}, train: (alone, steps) => alone.train(steps) };
/** What trains, as far as memory goes. @type {Model} */
let model;
/** Whether the engine computes in WebAssembly's own memory. */
let onCpu = true;
const turns = new Turns((error) => crashed(error));

/** Events have no `id`, so comlink leaves them alone. @param {string} event @param {object} detail */
const post = (event, detail) => self.postMessage({ event, ...detail });

/** @param {Status} status */
const onStatus = (status) => post('status', { status });

/** What is known of one's own images, while these are learnt from. @type {import('../types.d.ts').DataFacts|null} */
let own = null;

/** One's own images are all there. @param {'train'|'test'} split @param {number} images */
const have = async (split, images) => { if (!own) await loader.have(split, images); };
const allImages = () => have('train', Infinity);

const everything = () => Promise.all([allImages(), have('test', Infinity)]);

const rest = () => restOf(onCpu ? 'cpu' : 'webgpu');
/** What is asked beyond training and its first pictures takes the whole engine (xtask/visit.mjs). @template T @param {() => T | Promise<T>} call */
async function takeWhole(call) {
  await complete(rest);
  return turns.take(call);
}

/** Once it has been fetched. @type {Promise<Uint8Array>|null} */
let classifier = null;
const theClassifier = () => (classifier ??= fetchClassifier().catch((error) => { classifier = null; throw error; }));
const scenes = new Scenes(turns, () => Promise.all([everything(), complete(rest)]), (progress) => post('scene', { progress }), theClassifier);

/** The engine holds another model. @param {Model} loaded */
function begun(loaded) {
  model = loaded;
  crew.loaded(loaded);
  return loaded;
}

/** A classifier is asked about the labels. @param {Record<string, import('../schema.d.ts').Value>} settings */
const doubtsLabels = (settings) => settings['data.clean'] === 'labels';

/**
 * What takes long of a recipe is done first, in parts, between which others have their turns.
 * @param {Record<string, import('../schema.d.ts').Value>} settings those of the data count
 * @param {{seed?: number}} options the run's
 */
async function prepared(settings, options) {
  if (!doubtsLabels(settings)) return;
  await allImages();
  const recipe = Object.fromEntries(Object.entries(settings).filter(([key]) => key.startsWith('data.')));
  for (let done = 0; done < 1;) {
    ({ value: done } = await takeWhole(() => engine.prepareData(recipe, options)));
    onStatus({ phase: 'cleaning', loaded: done, total: 1 });
  }
  onStatus({ phase: 'ready' });
}

/** The seed of settings that may leave it out. @param {Record<string, import('../schema.d.ts').Value>} settings */
const seedOf = ({ seed }) => (typeof seed === 'number' ? { seed } : {});

/**
 * @template T
 * @param {number} run
 * @param {number} steps
 * @param {() => T | Promise<T>} call
 */
function trained(run, steps, call) {
  const needed = () => {
    const images = engine.imagesNeeded(steps);
    // A saved run may come from a larger machine.
    if (onCpu) checkMemory(model, /** @type {import('../types.d.ts').Batch} */ (model.settings));
    return images;
  };
  const haveImages = async (/** @type {number} */ images) => {
    if (!own && !loader.has('train', images)) onStatus({ phase: 'waiting' });
    await have('train', images);
  };
  return turns.train(run, { needed, have: haveImages }, call);
}

/** @type {{[Name in keyof Actions]: (...args: Parameters<Actions[Name]>) => Promise<Partial<import('../types.d.ts').Answer<ReturnType<Actions[Name]>>>>}} */
const actions = {
  /** Chooses the device, loads its bundle and makes the engine. Data starts to flow in meanwhile, or when first needed. */
  async open(wanted, preload, workers) {
    const probing = probeGpu({ gpu: navigator.gpu, secure: self.isSecureContext });
    /** @type {import('./device.js').Probe|null} */
    let probe = null;
    probing.then((answer) => { probe = answer; });
    // The CPU, asked for by name, waits for no answer about the GPU.
    let choice = chooseDevice(wanted, wanted === 'cpu' ? null : await probing);
    if ('missing' in choice) throw failure('no-webgpu', `${choice.missing} Choose the CPU instead (device: 'cpu').`);
    const { kind } = choice;
    const opened = openEngine(kind, workers === 1, onStatus, cardOf(probe)).catch((error) => {
      if (wanted !== 'auto' || kind !== 'webgpu') throw error;
      choice = { kind: 'cpu', why: 'not-started', reason: `WebGPU did not start (${error.message}), so training runs on the CPU.` };
      return openEngine('cpu', workers === 1, onStatus);
    }).then(async (result) => {
      engine = result.engine;
      onCpu = engine.device().kind === 'cpu';
      if (onCpu) await assemble(crewSize(workers, navigator), result.bundle, workers !== 'auto');
      return result;
    });
    opened.catch(() => {});
    loader = new DataLoader({
      base: new URL('../../data/', import.meta.url),
      // Bytes can arrive before the engine is there to take them.
      addPart: async (...part) => { await opened; return (await turns.take(() => engine.addPart(...part))).value; },
      onProgress: throttled((progress) => post('data', { progress })),
      onFailure: (error) => post('data-failed', { error: toData(error) }),
    });
    if (preload) loader.start();
    await opened;
    completeSoon(rest);
    const device = { ...engine.device(), workers: crew.size, reason: choice.reason, why: choice.why, webgpu: probe !== null && hasWebGpu(probe) };
    // Whoever asked for the CPU may be offered the GPU later; not before this has been answered.
    if (!probe) probing.then((late) => setTimeout(() => { if (hasWebGpu(late)) post('webgpu', { webgpu: true }); }));
    return { value: { device } };
  },

  load: (run, preset, settings, batch) => turns.begin(run, () => {
    if (onCpu) checkMemory(engine.describe(preset, settings), batch);
    return begun(engine.load(preset, settings));
  }, allImages, doubtsLabels(settings) ? () => prepared(settings, seedOf(settings)) : undefined),
  async restore(run, bytes, options) {
    const answer = await turns.begin(run, () => begun(engine.restore(bytes, options)), allImages);
    const { settings } = answer.value;
    // What came is this thread's own copy.
    release(bytes);
    await prepared(recipeOf(answer.value), seedOf(settings));
    return answer;
  },

  /** The model goes with the images that it was trained on. */
  setData: (run, given) => turns.begin(run, () => {
    const facts = given && engine.setData(given.name, given.images, given.labels ?? undefined);
    if (!given) engine.resetData();
    own = facts;
    return own;
  }, allImages),
  train: (run, steps) => trained(run, steps, () => crew.train(engine, steps)),
  step: (run, part) => trained(run, 1, async () => {
    const detail = await engine.step(part);
    crew.changed(detail);
    return detail;
  }),

  async evaluate(limit) {
    const all = limit === undefined || limit === Infinity;
    await have('test', all ? Infinity : limit);
    return turns.take(() => engine.evaluate(all || limit > (own?.test ?? loader.progress.testTotal) ? undefined : limit));
  },

  async testImages(start, count) {
    await have('test', start + count);
    return turns.take(() => engine.testImages(start, count));
  },

  async images(part, start, count) {
    await have(part === 'test' ? part : 'train', start + count);
    return takeWhole(() => engine.images(part, start, count));
  },

  async previewData(recipe, options) {
    await allImages();
    await prepared(recipe, options);
    return takeWhole(() => engine.previewData(recipe, options));
  },

  sample: (count, options) => turns.take(() => engine.sample(count, options)),
  samplePath: (count, options) => turns.take(() => engine.samplePath(count, options)),
  paths: (count, options) => takeWhole(() => engine.paths(count, options)),
  velocity: (states, options) => takeWhole(() => engine.velocity(states, options)),
  continueImage: (image, options) => takeWhole(() => engine.continueImage(image, options)),
  surprise: (images, options) => takeWhole(() => engine.surprise(images, options)),
  attention: (image, options) => takeWhole(() => engine.attention(image, options)),
  encode: (images, options) => turns.take(() => engine.encode(images, options)),
  decode: (z, options) => turns.take(() => engine.decode(z, options)),
  reconstruct: (images, options) => turns.take(() => engine.reconstruct(images, options)),
  judge: (images, options) => turns.take(() => engine.judge(images, options)),
  scene: (id, name, request) => scenes.play(engine, id, name, request),
  stopScene: async (id) => { scenes.stop(id); return {}; },
  async scores(name, options) {
    await Promise.all([allImages(), options.part === 'test' && have('test', Infinity)]);
    return takeWhole(() => engine.scores(name, options));
  },
  // Which images a model learns from is known once all are there.
  async drawMeasured(options) {
    await everything();
    return takeWhole(() => engine.drawMeasured(options));
  },
  async measuredOn(known) {
    await everything();
    return takeWhole(() => engine.measuredOn(known));
  },
  filters: () => takeWhole(() => engine.filters()),
  activations: (image, options) => takeWhole(() => engine.activations(image, options)),
  describe: (preset, settings, batch) => turns.take(() => {
    const layers = engine.describe(preset, settings);
    return { ...layers, memory: memoryNeeded(layers, batch) };
  }),
  save: () => turns.take(() => engine.save()),
  exportWeights: () => turns.take(() => engine.exportWeights()),
  retryData: async () => { loader.start(); return {}; },
  panicForTest: () => turns.take(() => engine.panicForTest()),
  loseDeviceForTest: async () => { gpu.destroy(); return {}; },
};

/**
 * Threads that help; where their script does not arrive, this one trains alone.
 * @param {number} size
 * @param {import('./engine.js').Bundle} bundle
 * @param {boolean} fixed whether so many were asked for
 */
async function assemble(size, bundle, fixed) {
  if (size === 1) return;
  const { Crew } = await import('./crew.js').catch(() => ({ Crew: null }));
  if (Crew) crew = new Crew(size, bundle, undefined, undefined, fixed);
}

/**
 * Progress can come a thousand times a second; ten are enough for a page, and the last must not be lost.
 * @template T
 * @param {(value: T) => void} send
 */
function throttled(send) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  return (/** @type {T} */ value) => {
    timer ??= setTimeout(() => { timer = undefined; send(value); }, 100);
  };
}

const gpu = watchForDeviceLoss((message) => post('crashed', { error: { code: 'device-lost', message: `The GPU was taken away (${message}).` } }));

expose(actions);
