// How much memory training on the CPU takes, before it is taken: WebAssembly has four gigabytes, and where they run out the engine
// is lost with all that it has learnt. An estimate, from what models of every family were measured to take (tests/unit/memory.test.js).

import { failure } from './failure.js';

/**
 * @typedef {import('../types.d.ts').Layer} Layer
 * @typedef {{parts: import('../types.d.ts').Part[], parameterCount: number}} Layers
 * @typedef {import('../types.d.ts').Batch} Batch
 */

/** Its addresses have 32 bits. */
const MOST = 4 * 2 ** 30;
/** One list of numbers: half of them. */
const MOST_AT_ONCE = 2 * 2 ** 30;
const BYTES = 4;

/** The engine itself, and the digits. */
const BASE = 60e6;
/** Of each weight: itself, its gradient, Adam’s two moments, and the state to go back to. */
const OF_WEIGHTS = 7.5;
/** Of what comes out of a layer: kept for the way back, and part of it again for gradients. */
const OF_SIGNALS = 1.4;
/** Of a decoder's output, beside that: how likely it makes the image, pixel by pixel. */
const OF_LIKELIHOOD = 1.2;

/**
 * Bytes that training takes at most, about.
 * @param {Layers} model
 * @param {Batch} batch
 */
export function memoryNeeded({ parts, parameterCount }, batch) {
  const { signals, largest } = valuesOf(parts, batch);
  return BASE + BYTES * (OF_WEIGHTS * parameterCount + signals + largest);
}

/**
 * @param {Layers} model
 * @param {Batch} batch
 * @throws {import('../types.d.ts').PlaygroundError} `bad-setting` where it would not fit
 */
export function checkMemory(model, batch) {
  const needed = memoryNeeded(model, batch);
  const { largest } = valuesOf(model.parts, batch);
  // Also where they are no numbers: those are the engine's to refuse.
  if (!(needed > MOST || BYTES * largest > MOST_AT_ONCE)) return;
  const heavy = BYTES * OF_WEIGHTS * model.parameterCount > needed / 2;
  const size = Math.max(4, Math.round(needed / 1e9));
  throw failure('bad-setting', `This needs about ${size} GB; try a smaller ${heavy ? 'network' : 'batch'}. That is more than WebAssembly can have.`);
}

/**
 * Numbers that a step holds: of all signals, and in the largest single list, which is a convolution's.
 * @param {Layers['parts']} parts
 * @param {Batch} batch
 */
function valuesOf(parts, { batch_size: batch, importance_samples: samples }) {
  const encodes = parts.some(({ name }) => name === 'encoder');
  // A discriminator sees real images and drawn ones, and beside an autoencoder those that it has rebuilt too.
  const times = (/** @type {string} */ name) => ({ discriminator: encodes ? 3 : 2, decoder: samples }[name] ?? 1);
  let signals = 0;
  let largest = 0;
  for (const { name, layers } of parts) {
    const images = batch * times(name);
    const all = layers.flatMap(unfolded);
    signals += images * OF_SIGNALS * all.reduce((sum, layer) => sum + kept(layer), 0);
    if (name === 'decoder') signals += images * OF_LIKELIHOOD * values(all[all.length - 1].output);
    largest = Math.max(largest, ...all.map((layer) => images * unrolled(layer)));
  }
  return { signals, largest };
}

/** A layer, and those within it. @param {Layer} layer @returns {Layer[]} */
const unfolded = (layer) => [layer, ...(layer.branches ?? []).flatMap(({ layers }) => layers.flatMap(unfolded))];

/** @param {import('../types.d.ts').Shape} shape */
const values = ([channels, height, width]) => channels * height * width;

/** What comes out of a layer is not always memory of its own. @param {Layer} layer */
function kept({ spec, output }) {
  return spec.kind === 'reshape' || (spec.kind === 'dropout' && spec.share === 0) ? 0 : values(output);
}

/** A convolution lays every patch of its image out: so many numbers an image. @param {Layer} layer */
function unrolled({ spec, input, output }) {
  const [inputs, height, width] = input;
  if (spec.kind === 'conv') return spec.kernel ** 2 * inputs * output[1] * output[2];
  return spec.kind === 'conv-transpose' ? spec.kernel ** 2 * output[0] * height * width : 0;
}
