// One slider a number of the code, and the picture it is decoded to.

import { drawingToUse } from '../../one-digit.js';
import { onLanguage, t } from '../../../words/i18n.js';
import { createSliders } from './sliders.js';
import { createTestCodes } from '../test-codes.js';
import { variances } from '../../../maths/latent-use.js';
import { createYours } from '../yours.js';
import { normalCodes } from '../../../maths/noise.js';
import { createDigitPicker } from '../../../kit/digit-picker.js';
import { onEnd } from '../../../kit/scope.js';
import { createDigits } from '../../../kit/digits.js';
import { find, partsOf } from '../../../kit/find.js';

const NAME = 'code-sliders';
/** Test digits that tell which numbers are used. */
const DIGITS = 400;

const HTML = `
  <details class="steps-fold code-fold" data-part="fold"><summary data-part="open" data-t="latent.slidersOpen"></summary>
  <div class="code-tools">
    <button type="button" data-part="yours" data-when="encodes" data-t="latent.fromDrawing"></button>
    <button type="button" data-part="random" data-t="latent.fromRandom"></button>
    <button type="button" data-part="zero" data-t="latent.toZero"></button>
    <fieldset class="digit-picker" id="code-digit" data-when="conditional"><legend data-t="latent.drawAs"></legend></fieldset>
  </div>
  <div class="code-board">
    <canvas id="code-picture" class="digits model" role="img" data-t-label="latent.codePicture"></canvas>
    <div>
      <div class="code-sliders" role="group" data-part="sliders" data-t-label="latent.sliders"></div>
      <p><button type="button" data-part="more" hidden></button></p>
    </div>
  </div>
  <p class="explain"><span data-t="latent.slidersExplain"></span> <span data-when="encodes" data-t="latent.slidersUsed"></span><span data-when="judges not-encodes" data-t="latent.slidersGan"></span></p>
  </details>`;

/** @typedef {import('../../../engine/types.d.ts').Model} Model */

/** @type {import('../../cards.js').CardDefinition} */
export const codeSliders = { name: NAME, title: 'latent.codeSliders', share: 0.04, leastMs: 300, fits: (model) => model.capabilities.includes('decodes'), create };

/**
 * @param {HTMLElement} card
 * @param {import('../../bench.js').Bench} bench
 * @returns {import('../../cards.js').Card}
 */
function create(card, bench) {
  card.insertAdjacentHTML('beforeend', HTML);
  const part = partsOf(card);
  const { pg, cost } = bench;
  const picture = createDigits(find(card, '#code-picture', HTMLCanvasElement), { columns: 1, rows: 1, framed: false });
  const picker = createDigitPicker(find(card, '#code-digit'), { onPick: ask });
  const codes = createTestCodes(bench, DIGITS);
  const yours = createYours(bench);
  const fold = part('fold', HTMLDetailsElement);
  /** Whether the model before had two dimensions; null: there was none. @type {boolean|null} */
  let folded = null;
  const sliders = createSliders(part('sliders'), part('more', HTMLButtonElement), ask);
  /** The visitor waits for the picture; the rest comes later. */
  let waiting = false;
  /** @type {Float32Array} */
  let code = new Float32Array(0);
  let wantsYours = false;

  fold.addEventListener('toggle', () => { if (fold.open) ask(); });
  part('yours').addEventListener('click', () => {
    if (!drawingToUse(bench)) return;
    wantsYours = true;
    ask();
  });
  part('random').addEventListener('click', () => set(normalCodes(1, code.length, Math.floor(Math.random() * 2 ** 32))));
  part('zero').addEventListener('click', () => set(new Float32Array(code.length)));
  onEnd(pg.on('data', () => { if (!codes.digits && bench.arrived() >= DIGITS && pg.model?.hasEncoder) bench.refresh(NAME); }));
  onLanguage(() => sliders.lay());

  function ask() {
    waiting = true;
    bench.refresh(NAME);
  }

  /** @param {Float32Array} next */
  function set(next) {
    code = next;
    sliders.show(code);
    ask();
  }

  /** @param {Model} model */
  async function measure(model) {
    const ms = await codes.refresh(model);
    if (pg.model === model && codes.complete && codes.means) sliders.use(variances(codes.means, model.latentDim), !pg.training && !sliders.inHand);
    return ms;
  }

  /** @param {Model} model */
  async function takeYours(model) {
    wantsYours = false;
    const ms = await yours.refresh(model);
    if (pg.model !== model || !yours.mean) return ms;
    code = yours.mean.slice();
    sliders.show(code);
    if (model.conditional) picker.set(bench.drawn());
    return ms;
  }

  /** Two dimensions have their sliders beside the map, where there is one: here they begin folded, so that the room is short. @param {Model} model */
  function lay(model) {
    const map = card.parentElement?.querySelector('#latent-plane');
    const two = model.latentDim === 2 && Boolean(map) && !map?.hasAttribute('data-away');
    // Whoever has unfolded it finds it so with the next model.
    if (two !== folded) fold.open = !two;
    folded = two;
    part('open').hidden = !two;
    card.toggleAttribute('data-two', two);
  }

  return {
    loaded(model) {
      lay(model);
      // A code of zeros is the middle of an autoencoder's digits; a GAN's forger has hardly met it.
      code = model.hasEncoder ? new Float32Array(model.latentDim) : normalCodes(1, model.latentDim);
      codes.begin(model);
      sliders.begin(code);
      picture.show(null);
      wantsYours = false;
    },
    async refresh(model) {
      if (!fold.open) return 0;
      const quick = waiting && pg.training;
      waiting = false;
      let ms = 0;
      if (wantsYours) ms += await takeYours(model);
      if (pg.model !== model || code.length !== model.latentDim) return ms;
      const image = await pg.decode(code.slice(), model.conditional ? { label: picker.digit } : {});
      if (pg.model !== model) return ms;
      picture.show(image);
      ms += cost.decode;
      return model.hasEncoder && !quick ? ms + await measure(model) : ms;
    },
  };
}
