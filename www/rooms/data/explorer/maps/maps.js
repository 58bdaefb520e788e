// Places of all images by name, whoever computes them: the explorer's thread, the engine, or UMAP's thread.

import * as Comlink from '../../../../vendor/comlink.js';
import { latentsOf } from '../engine/latents.js';
import { startThread } from '../thread.js';

/**
 * @typedef {import('../thread/worker.js').ExplorerThread} ExplorerThread
 * @typedef {import('../thread/worker.js').Placed} Placed
 */

/**
 * @param {object} parts
 * @param {import('../thread.js').Thread<ExplorerThread>} parts.thread
 * @param {import('../../../../engine/playground.js').Playground} parts.pg
 * @param {import('../thread/worker.js').Facts} parts.facts
 */
export function createMaps({ thread, pg, facts }) {
  const { remote } = thread;
  /** Maps by UMAP, by what they are of: seconds of work. @type {Map<string, Float32Array>} */
  const known = new Map();
  /** Of which model, and which step of it, the latents are. */
  let latentsAre = '';

  /** @param {import('../controls/task.js').Task} task */
  async function needLatents(task) {
    const { model } = pg;
    const wanted = `${model?.preset} ${JSON.stringify(model?.settings)} ${pg.step}`;
    if (latentsAre === wanted) return true;
    task.tell('latents', 0);
    const latents = await latentsOf({
      pg, labels: facts.labels, stopped: task.stopped, onProgress: (done) => task.tell('latents', done),
      images: (which) => thread.or(remote.images(which)),
    });
    if (!latents) return false;
    await thread.or(remote.setVectors('latents', latents));
    latentsAre = wanted;
    known.delete('latents');
    return true;
  }

  /** @param {string} of @param {import('../controls/task.js').Task} task */
  async function umap(of, task) {
    const before = known.get(of);
    if (before) return before;
    task.tell('components', 0);
    const vectors = await thread.or(remote.vectors(of));
    if (task.stopped()) return null;
    /** @type {import('../thread.js').Thread<import('./umap-worker.js').UmapThread>} */
    const own = startThread(new URL('./umap-worker.js', import.meta.url));
    task.onStop(own.end);
    const size = vectors.length / facts.count;
    const map = await own.or(own.remote.map(Comlink.transfer(vectors, [vectors.buffer]), size, Comlink.proxy((stage, done) => task.tell(stage, done))));
    own.end();
    known.set(of, map);
    return map;
  }

  return {
    /**
     * @param {string} name as `PLACINGS` has them; `label` and `score` are the thread's own
     * @param {import('../controls/task.js').Task} task
     * @returns {Promise<Placed|null>} null: it was stopped, or another model came
     */
    async place(name, task) {
      const [of, way] = name.split('-');
      if (of === 'latents' && !await needLatents(task)) return null;
      if (way === 'pca') {
        task.tell('components', 0);
        return thread.or(remote.placeByComponents(of));
      }
      const map = await umap(of, task);
      return map && !task.stopped() ? thread.or(remote.placeByMap(map)) : null;
    },
  };
}
