// Which images the run learns from: MNIST's, or one's own. Each change of them is part of a change of the run (changes.js).

import { failure } from '../engine/worker/failure.js';
import { learnable } from '../image-files/set.js';
import * as store from '../image-files/store.js';
import { t } from '../words/i18n.js';
import { withPreset } from '../run/address.js';
import { engineOf } from './app.js';

/** @typedef {import('../run/address.js').State} State */

/**
 * @param {import('./app.js').App} app
 * @param {object} run
 * @param {() => Promise<unknown>} run.load what the state asks for
 * @param {(...others: State[]) => Promise<unknown>} run.loadOr the same, or another where that is refused
 * @param {(state: State) => void} run.adopt
 * @param {Pick<typeof store, 'read'>} [shelf] where one's own images are kept
 */
export function createImages(app, { load, loadOr, adopt }, shelf = store) {
  const { player } = app;
  return {
    /**
     * A new run on other images, which trains. Where they, or the model with them, are refused, what was there before is loaded anew.
     * @param {import('../engine/types.d.ts').OwnImages|null} own null: MNIST
     * @param {State} wanted
     */
    async learnFrom(own, wanted) {
      const pg = engineOf(app);
      const [before, was] = [app.state, pg.data];
      await player.pause();
      await pg.setData(own);
      try {
        adopt(wanted);
        await load();
        player.play();
      } catch (error) {
        await pg.setData(was);
        adopt(before);
        await loadOr({ ...withPreset(before, before.preset), data: undefined });
        throw error;
      }
    },
    /**
     * Has the engine learn from the images that a kept run was trained on: one's own, if these are kept too, or MNIST.
     * @param {{name: string, hash: string|null}|null} own
     * @throws {import('../engine/types.d.ts').PlaygroundError} `bad-file`: they are not kept any more; the run that was there begins anew then
     */
    async ofKept(own) {
      const pg = engineOf(app);
      const wanted = own?.hash ?? null;
      const was = pg.data;
      if ((was?.hash ?? null) === wanted) return;
      const gone = () => failure('bad-file', t('share.kept-images', { name: own?.name ?? '' }));
      const kept = own && await shelf.read().catch(() => undefined);
      if (own && !kept) throw gone();
      await player.pause();
      await pg.setData(kept ? { ...learnable(kept), name: own?.name ?? '' } : null);
      if ((pg.data?.hash ?? null) === wanted) return;
      // They have changed since.
      await pg.setData(was);
      await load();
      throw gone();
    },
  };
}
