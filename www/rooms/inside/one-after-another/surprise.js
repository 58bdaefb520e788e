// How little each block of a digit was to be expected from those before it: a map in nats, whose sum is the digit's.

import { createDigits } from '../../../kit/digits.js';
import { contextOf, partsOf } from '../../../kit/find.js';
import { asImage } from '../../../kit/make.js';
import { inkOf, onThemeChange } from '../../../kit/theme.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { loss } from '../../../words/sentences.js';
import { PLACES, SIDE } from '../../../maths/blocks.js';
import { createOneDigit } from '../../one-digit.js';

const NAME = 'surprise';
/** Nats of a block from which on it has all ink: less than one in fifty. */
const FULL = 4;

const HTML = `
  <div class="code-tools">
    <button type="button" data-part="other" data-t="inside.surprise.other"></button>
    <button type="button" data-part="yours" data-t="inside.surprise.yours"></button>
  </div>
  <div class="continued">
    <canvas class="digits real" data-part="digit" role="img" data-t-label="inside.surprise.digit"></canvas>
    <canvas class="surprise-map model" data-part="map"></canvas>
  </div>
  <p class="fine" data-part="total"></p>
  <p class="explain" data-t="inside.surprise.explain"></p>`;

/** @type {import('../../cards.js').CardDefinition} */
export const surprise = {
  name: NAME,
  title: 'inside.surprise.title',
  fits: (model) => model.capabilities.includes('autoregressive'),
  share: 0.05,
  leastMs: 300,
  create(card, bench) {
    card.insertAdjacentHTML('beforeend', HTML);
    translate(card);
    const part = partsOf(card);
    const digit = createDigits(part('digit', HTMLCanvasElement), { columns: 1, rows: 1, framed: false });
    const map = part('map', HTMLCanvasElement);
    map.width = map.height = SIDE;
    const context = contextOf(map);
    const picture = context.createImageData(SIDE, SIDE);
    const source = createOneDigit(bench, { other: part('other'), yours: part('yours'), onChange: () => bench.refresh(NAME) });
    /** @type {Float32Array|null} */
    let nats = null;

    function paint() {
      const [red, green, blue] = inkOf(map);
      for (let place = 0; place < PLACES; place++) {
        picture.data.set([red, green, blue, 255 * Math.min(1, (nats?.[place] ?? 0) / FULL)], 4 * place);
      }
      context.putImageData(picture, 0, 0);
    }

    function say() {
      if (!nats) return;
      const sum = loss(nats.reduce((all, one) => all + one, 0));
      part('total').textContent = t('inside.surprise.total', { nats: sum });
      asImage(map, t('inside.surprise.map', { most: loss(Math.max(...nats)) }));
    }

    onThemeChange(paint);
    onLanguage(say);

    return {
      async refresh(model) {
        const subject = await source.digit();
        if (!subject) return 0;
        const { image, label } = subject;
        nats = await bench.pg.surprise(image, model.conditional ? { label } : {});
        digit.show(image);
        paint();
        say();
        return bench.cost.surprise;
      },
    };
  },
};
