// A thread that helps another to train: it holds the same model and takes its share of every batch (see crew.js).

import { release } from '../release.js';
import { DATASET } from './data.js';
import { Exchange } from './exchange.js';
import { expose } from './expose.js';
import { begunWith, put } from './rest.js';

/** @typedef {import('../types.d.ts').ReplicaActions} Actions */

/** @type {import('./bundle.d.ts').Engine} */
let engine;
/** @type {(steps: number) => Promise<unknown>} */
let train;

/** @type {{[Name in keyof Actions]: (...args: Parameters<Actions[Name]>) => Promise<void>}} */
const actions = {
  /** `script`: the bundle's; `rest`: the rest of it, where it has come. */
  async open({ module, script, rest, rank, ports }) {
    /** @type {typeof import('./bundle.d.ts')} */
    const bundle = await import(script);
    begunWith(await bundle.default({ module_or_path: module }), script);
    if (rest) put(rest);
    bundle.fuse();
    engine = await bundle.Engine.create('cpu', DATASET);
    const exchange = new Exchange(ports);
    train = (steps) => engine.trainShared(steps, rank, ports.length, exchange);
  },
  async restore(bytes, chosen) {
    engine.replicate(bytes, chosen);
    release(bytes);
  },
  /** What it reports is what the thread that it helps has too. */
  async train(steps, { indices, images, labels }) {
    engine.takeShare(indices, images, labels);
    await train(steps);
  },
};

expose(actions);
