// Where each place of a digit looks: the attention of one place drawn over the picture, of every layer and head.

import { PIXELS } from '../../../maths/digit.js';
import { PLACES, SIDE } from '../../../maths/blocks.js';
import { contextOf, partsOf } from '../../../kit/find.js';
import { asImage } from '../../../kit/make.js';
import { channelsOf, colour, inkOf, onThemeChange } from '../../../kit/theme.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { percent } from '../../../words/sentences.js';
import { createOneDigit } from '../../one-digit.js';
import { headAt, looksOf, overlay, placeAt } from './looks.js';

const NAME = 'attention';
/** Pixels of a map's own canvas between two maps. */
const GAP = 3;
/** Where it begins: in the middle of most digits. */
const FIRST = 7 * SIDE + 7;

const HTML = `
  <div class="code-tools">
    <button type="button" data-part="other" data-t="inside.surprise.other"></button>
    <button type="button" data-part="yours" data-t="inside.surprise.yours"></button>
  </div>
  <div class="looks">
    <canvas class="looks-one real" data-part="one"></canvas>
    <canvas class="looks-all real" data-part="all"></canvas>
  </div>
  <div class="dials looks-dials">
    <label><span data-part="place-name"></span><input type="range" data-part="place" min="0" max="${PLACES - 1}" value="${FIRST}"></label>
    <label><span data-part="head-name"></span><input type="range" data-part="head" min="0" value="0"></label>
  </div>
  <p class="fine" data-part="most"></p>
  <p class="explain" data-t="inside.attention.explain"></p>`;

/** @type {import('../../cards.js').CardDefinition} */
export const attention = {
  name: NAME,
  title: 'inside.attention.title',
  fits: (model) => model.capabilities.includes('autoregressive'),
  share: 0.05,
  leastMs: 500,
  create(card, bench) {
    card.insertAdjacentHTML('beforeend', HTML);
    translate(card);
    const part = partsOf(card);
    const [one, all] = ['one', 'all'].map((name) => part(name, HTMLCanvasElement));
    const [place, head] = ['place', 'head'].map((name) => part(name, HTMLInputElement));
    const source = createOneDigit(bench, { other: part('other'), yours: part('yours'), onChange: () => bench.refresh(NAME) });
    one.width = one.height = SIDE * 2;
    /** @type {Float32Array|null} */
    let image = null;
    /** @type {import('../../../engine/types.d.ts').Attention|null} */
    let found = null;

    function paint() {
      const inks = { digit: inkOf(one), look: channelsOf(colour('--code')), here: channelsOf(colour('--critic')) };
      const at = Number(place.value);
      /** @param {number} chosen */
      const looks = (chosen) => (found ? looksOf(found, Math.floor(chosen / found.heads), chosen % found.heads, at) : new Float32Array(PLACES));
      contextOf(one).putImageData(new ImageData(overlay(image, looks(Number(head.value)), at, inks), 2 * SIDE), 0, 0);
      if (!found) return;
      const { layers, heads } = found;
      all.width = heads * (2 * SIDE + GAP) - GAP;
      all.height = layers * (2 * SIDE + GAP) - GAP;
      const context = contextOf(all);
      for (let map = 0; map < layers * heads; map++) {
        const [left, top] = [map % heads, Math.floor(map / heads)].map((tile) => tile * (2 * SIDE + GAP));
        context.putImageData(new ImageData(overlay(image, looks(map), at, inks), 2 * SIDE), left, top);
      }
      const map = Number(head.value);
      context.strokeStyle = colour('--ink');
      context.strokeRect((map % heads) * (2 * SIDE + GAP) + 0.5, Math.floor(map / heads) * (2 * SIDE + GAP) + 0.5, 2 * SIDE - 1, 2 * SIDE - 1);
    }

    function say() {
      const at = Number(place.value);
      const heads = found?.heads ?? 1;
      const [layer, which] = [Math.floor(Number(head.value) / heads) + 1, (Number(head.value) % heads) + 1];
      part('place-name').textContent = t('inside.attention.place', { row: Math.floor(at / SIDE) + 1, column: (at % SIDE) + 1 });
      part('head-name').textContent = t('inside.attention.head', { layer, head: which });
      if (!found) return;
      const looks = looksOf(found, layer - 1, which - 1, at);
      const most = looks.indexOf(Math.max(...looks));
      const text = t('inside.attention.most', { share: percent(looks[most]), row: Math.floor(most / SIDE) + 1, column: (most % SIDE) + 1 });
      part('most').textContent = text;
      asImage(one, `${part('head-name').textContent}. ${part('place-name').textContent}. ${text}`);
      asImage(all, t('inside.attention.all', { layers: found.layers, heads: found.heads }));
    }

    function changed() {
      paint();
      say();
    }

    for (const dial of [place, head]) dial.addEventListener('input', changed);
    one.addEventListener('pointerdown', (event) => { place.value = String(placeAt(event, one)); changed(); });
    all.addEventListener('pointerdown', (event) => {
      if (!found) return;
      head.value = String(headAt(event, all, found));
      changed();
    });
    onThemeChange(paint);
    onLanguage(say);
    changed();

    return {
      async refresh(model) {
        const subject = await source.digit();
        if (!subject) return 0;
        const answer = await bench.pg.attention(subject.image, model.conditional ? { label: subject.label } : {});
        if (bench.pg.model !== model) return bench.cost.attention;
        image = subject.image.slice(0, PIXELS);
        found = answer;
        head.max = String(found.layers * found.heads - 1);
        changed();
        return bench.cost.attention;
      },
    };
  },
};
