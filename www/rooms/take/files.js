// The files of a run, made when they are asked for: each a name and its content.

import { formatHash } from '../../run/address.js';
import { breathe } from '../../kit/breathe.js';
import { contextOf } from '../../kit/find.js';
import { runName } from './names.js';
import { colourIn, createGrid, shadesBetween } from './film/paint.js';
import { pytorchScript } from './pytorch/pytorch.js';
import { readHeader } from './safetensors.js';

/** @typedef {import('../../engine/types.js').Model} Model */
/** @typedef {import('../../engine/playground.js').Playground} Playground */
/** @typedef {{name: string, blob: Blob}} RunFile */
/** @typedef {RunFile & {step: number}} WeightsFile step: how far the run had come */

const PNG_SCALE = 3;

/** An address that brings this run back: its settings, and as many steps. @param {import('../../run/address.js').State} state @param {number} step */
export function linkOf(state, step) {
  return `${location.origin}${location.pathname}${formatHash({ ...state, room: undefined, chapter: undefined, steps: step || null, run: step > 0 })}`;
}

/**
 * A frame of the samples as a picture.
 * @param {Model} model
 * @param {import('../../run/timeline.js').Frame} frame
 * @param {{paper: number[], ink: number[]}} colours
 * @returns {Promise<RunFile>}
 */
export async function pngFile(model, frame, colours) {
  const grid = createGrid(frame, PNG_SCALE);
  const canvas = new OffscreenCanvas(grid.width, grid.height);
  const context = contextOf(canvas);
  const picture = context.createImageData(grid.width, grid.height);
  colourIn(grid.lay(frame.bytes), picture, shadesBetween(colours, 256));
  context.putImageData(picture, 0, 0);
  return { name: `${runName(model, frame.step)}.png`, blob: await canvas.convertToBlob({ type: 'image/png' }) };
}

/**
 * @param {Model} model
 * @param {import('../../run/loss-log.js').LossLog} log
 * @returns {Promise<RunFile>}
 */
export async function csvFile(model, log) {
  const parts = [];
  for (const part of log.csv(model.stepsPerEpoch)) {
    parts.push(part);
    await breathe();
  }
  const thinned = log.every > 1 ? `-every-${log.every}-steps` : '';
  return { name: `${runName(model, log.steps.at(-1) ?? 0)}-losses${thinned}.csv`, blob: new Blob(parts, { type: 'text/csv' }) };
}

/** The weights alone. The run may have gone on meanwhile, so the file itself says how far they have come. @param {Playground} pg */
export const weightsFile = (pg) => tensorsFile(pg, () => pg.exportWeights(), '');

/** The whole run: weights, the optimiser's memory, settings and step. @param {Playground} pg */
export const runFile = (pg) => tensorsFile(pg, () => pg.save(), '-run');

/**
 * @param {Playground} pg
 * @param {() => Promise<Uint8Array>} ask
 * @param {string} suffix of its name
 * @returns {Promise<WeightsFile>}
 */
async function tensorsFile({ model }, ask, suffix) {
  const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (await ask());
  const run = readHeader(bytes)?.run;
  if (!model || !run) throw new Error('The engine has written a file without its run.');
  const { step } = run;
  return { name: `${runName(model, step)}${suffix}.safetensors`, step, blob: new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: 'application/octet-stream' }) };
}

/**
 * The script for a file of weights.
 * @param {Model} model
 * @param {{name: string, step: number}} weights
 * @param {import('../../run/address.js').State} state
 * @returns {RunFile}
 */
export function scriptFile(model, { name, step }, state) {
  const stem = name.replace(/\.safetensors$/, '');
  const text = pytorchScript(model, { name: stem, step, link: linkOf(state, step) });
  return { name: `${stem}.py`, blob: new Blob([text], { type: 'text/x-python' }) };
}
