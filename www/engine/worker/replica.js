// A thread that helps another to train: it holds the same model and takes its share of every batch (see crew.js).

import { DATASET } from './data.js';
import { Exchange } from './exchange.js';
import { expose } from './expose.js';

let engine = null;
let train = null;

const actions = {
  /** @param {{module: WebAssembly.Module, script: string, rank: number, ports: (MessagePort|null)[]}} crew script: the bundle's */
  async open({ module, script, rank, ports }) {
    const bundle = await import(script);
    await bundle.default({ module_or_path: module });
    bundle.fuse();
    engine = await bundle.Engine.create('cpu', DATASET);
    const exchange = new Exchange(ports);
    train = (steps) => engine.trainShared(steps, rank, ports.length, exchange);
  },
  async addPart({ images, labels }) { engine.addPart('train', images, labels); },
  /** The images are those that the thread that it helps has, whatever they are called before all are there. */
  async restore(bytes) { engine.restore(bytes, { otherData: true }); },
  /** What it reports is what the thread that it helps has too. */
  async train(steps) { await train(steps); },
};

expose(actions);
