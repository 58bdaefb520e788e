// The upper part of a digit is the visitor's; the model writes the rest, block by block.

import { PIXELS, SIDE as ROWS } from '../../../maths/digit.js';
import { createDigits } from '../../../kit/digits.js';
import { partsOf } from '../../../kit/find.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { createWriting } from '../../../kit/writing/writing.js';
import { createUpperPad } from './upper-pad.js';

const NAME = 'continue-drawing';
const GRID = { columns: 4, rows: 2 };
const SHOWN = GRID.columns * GRID.rows;

const HTML = `
  <div class="code-tools">
    <button type="button" data-part="clear" data-t="inside.continue.clear"></button>
    <button type="button" data-part="test" data-t="inside.continue.test"></button>
    <button type="button" data-part="again" data-t="inside.continue.again"></button>
  </div>
  <div class="continued">
    <canvas class="upper-pad real" data-part="pad" role="img" data-t-label="inside.continue.pad"></canvas>
    <canvas class="digits model" data-part="ways" role="img"></canvas>
  </div>
  <div class="dials">
    <label><span data-part="rows-name"></span><input type="range" data-part="rows" min="2" max="26" step="2" value="14"></label>
    <label><span data-part="temperature-name"></span><input type="range" data-part="temperature" min="0.1" max="2" step="0.1" value="1"></label>
  </div>
  <div data-part="writing"></div>
  <p class="explain" data-t="inside.continue.explain"></p>`;

/** @type {import('../../cards.js').CardDefinition} */
export const continueDrawing = {
  name: NAME,
  title: 'inside.continue.title',
  fits: (model) => model.capabilities.includes('autoregressive'),
  share: 0.05,
  leastMs: 500,
  create(card, bench) {
    card.insertAdjacentHTML('beforeend', HTML);
    translate(card);
    const part = partsOf(card);
    const [rows, temperature] = ['rows', 'temperature'].map((name) => part(name, HTMLInputElement));
    const ways = createDigits(part('ways', HTMLCanvasElement), GRID);
    const writing = createWriting();
    part('writing').replaceWith(writing.element);
    const pad = createUpperPad(part('pad', HTMLCanvasElement), () => bench.refresh(NAME));
    let seed = 0;
    let digit = 0;

    function say() {
      part('rows-name').textContent = t('inside.continue.rows', { rows: rows.value });
      part('temperature-name').textContent = t('inside.continue.temperature', { value: temperature.value });
      part('ways').setAttribute('aria-label', t('inside.continue.ways', { count: SHOWN }));
      writing.words();
    }

    part('clear').addEventListener('click', () => pad.put(null));
    part('again').addEventListener('click', () => { seed += 1; bench.refresh(NAME); });
    part('test').addEventListener('click', async () => {
      digit += 1;
      const { images } = await bench.testDigits(digit);
      pad.put(images.slice((digit - 1) * PIXELS, digit * PIXELS));
    });
    rows.addEventListener('input', () => pad.divide(Math.min(ROWS, Number(rows.value))));
    for (const dial of [rows, temperature]) dial.addEventListener('input', say);
    temperature.addEventListener('input', () => bench.refresh(NAME));
    onLanguage(say);
    say();

    return {
      async refresh(model) {
        const label = model.conditional ? { label: bench.drawn() } : {};
        const kept = pad.isEmpty ? 0 : Number(rows.value);
        const continued = await bench.pg.continueImage(pad.image, { rows: kept, count: SHOWN, seed, temperature: Number(temperature.value), ...label });
        ways.show(continued.images);
        writing.put(continued);
        return bench.cost.continueImage;
      },
    };
  },
};
