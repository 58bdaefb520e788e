// What a visit asks of the engine while models are trained and looked at, without a page. Which functions of the CPU's bundle that
// calls decides which of them a page waits for (xtask/src/split).
//
// node xtask/visit.mjs DIST BUNDLE ANSWER: DIST has the site, BUNDLE is the module that remembers what was called; the numbers of
// these functions, one a line, are written to ANSWER.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { gunzipSync } from 'node:zlib';
import { PRESETS } from '../www/engine/schema.js';
import { Exchange, connected } from '../www/engine/worker/exchange.js';

// Fused multiply-add, which browsers have and older versions of Node only by this flag.
setFlagsFromString('--experimental-wasm-relaxed-simd');
const [dist, bundle, answer] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(bundle));
/** What modules that remember name so, with a function's number behind it. */
const CALLED = 'called ';
/** Images a step: for the many models, so that this takes seconds. */
const FEW = { batch_size: 4 };

/** Of threads together: every eighth a state is kept, to go back to. */
const STEPS = 10;

// All of it is there.
globalThis.loadRest = () => { throw new Error('Nothing is missing here.'); };

/** @type {Set<number>} */
const numbers = new Set();

/**
 * Each thread has an instance of its own. Browsers without fused multiply-add, and who asks for the same bits everywhere, do without.
 * @param {string} name @param {(engine: any) => Promise<unknown>} use
 */
async function thread(name, use, fused = true) {
  const glue = await import(`${pathToFileURL(join(dist, 'playground_cpu.js'))}?${name}`);
  const instance = await glue.default({ module_or_path: module });
  if (fused) glue.fuse();
  const engine = await glue.Engine.create('cpu', 'mnist');
  engine.device();
  await use(engine);
  for (const [key, value] of Object.entries(instance)) {
    if (key.startsWith(CALLED) && value.value === 1) numbers.add(Number(key.slice(CALLED.length)));
  }
}

/** @param {string} name */
const unpacked = (name) => new Uint8Array(gunzipSync(readFileSync(join(dist, 'data', name))));
/** The digits, part by part as they arrive; the first of each split come first. */
const PARTS = Object.entries(JSON.parse(readFileSync(join(dist, 'data', 'mnist.json'), 'utf8')))
  .flatMap(([split, parts]) => parts.map(({ images, labels }, at) => ({ at, part: [split, unpacked(images), unpacked(labels)] })));
const addData = (engine, count = 1) => PARTS.filter(({ at }) => at < count).forEach(({ part }) => engine.addPart(...part));

/** A model from its first step to its file and back. */
async function train(engine, { id, capabilities }, settings = FEW) {
  addData(engine);
  engine.describe(id, settings);
  engine.load(id, settings);
  await look(engine, capabilities);
  engine.imagesNeeded(2);
  await engine.train(2);
  await engine.step('both');
  await look(engine, capabilities);
  engine.restore(await engine.save(), {});
  await engine.train(1);
  await engine.exportWeights();
}

/** What the cards of the first room show of a model. */
async function look(engine, capabilities) {
  const can = (capability) => capabilities.includes(capability);
  const { images } = engine.testImages(0, 4);
  const label = can('conditional') ? { label: 3 } : {};
  await engine.sample(4, { seed: 1, ...label });
  if (can('encodes')) {
    await engine.reconstruct(images, label);
    const { mean } = await engine.encode(images, label);
    await engine.decode(mean, label);
  }
  if (can('flows')) await engine.samplePath(1, { seed: 1, ...label });
  if (can('judges')) await engine.judge(images, label);
  await engine.evaluate(4);
}

/** A thread that helps another, with as many images a step as visitors have: long lists are sorted in other ways than short ones. */
async function share(engine, { id }, steps) {
  addData(engine, Infinity);
  engine.load(id, {});
  await engine.train(1);
  await engine.evaluate(1500);
  const [ours, theirs] = connected(2);
  await thread('helper', async (helper) => {
    helper.replicate(await engine.save(), engine.chosen());
    const { indices, images, labels } = engine.share(steps, 1, 2);
    helper.takeShare(indices, images, labels);
    await Promise.all([engine.trainShared(steps, 0, 2, new Exchange(ours)), helper.trainShared(steps, 1, 2, new Exchange(theirs))]);
  });
  [...ours, ...theirs].forEach((port) => port?.close());
}

/** The figure at the top, which nobody trains. */
async function masthead(engine) {
  const { latentDim } = engine.restore(new Uint8Array(readFileSync(join(dist, 'pretrained', 'vae.safetensors'))), {});
  await engine.decode(new Float32Array(64 * latentDim).map((_, at) => Math.sin(at)), {});
}

await thread('masthead', masthead);
const families = new Set();
for (const preset of PRESETS) {
  await thread(preset.id, (engine) => train(engine, preset));
  if (families.has(preset.family)) continue;
  const isFirst = families.size === 0;
  families.add(preset.family);
  await thread(`shared-${preset.id}`, (engine) => share(engine, preset, isFirst ? STEPS : 1));
  // Large products go other ways than small ones, whatever the model.
  if (isFirst) await thread('exact', (engine) => train(engine, preset, {}), false);
}
writeFileSync(answer, [...numbers].sort((a, b) => a - b).join('\n'));
