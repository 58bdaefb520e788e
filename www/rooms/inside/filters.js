// What the first layer looks for: the weights of its units over a picture, as pictures.

import { reach, strongest } from '../../maths/units.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { layerName } from '../../words/layers.js';
import { count } from '../../words/sentences.js';
import { asImage, make } from '../../kit/make.js';
import { ROLES, networkName } from '../../kit/networks.js';
import { innerScope } from '../../kit/scope.js';
import { createSigned } from '../../kit/signed.js';

const COLUMNS = 8;
const SHOWN = COLUMNS * COLUMNS;

/**
 * @typedef {object} Entry one network's filters on the page
 * @property {string} network
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} caption
 * @property {ReturnType<typeof createSigned>} signed
 * @property {number[]} units  which are shown
 * @property {import('../../engine/types.d.ts').Filters|null} of  what is shown, once it has come
 */

/** @type {import('../cards.js').CardDefinition} */
export const filters = {
  name: 'filters',
  title: 'inside.filters.title',
  fits: (model) => model.hasEncoder || model.hasCritic,
  share: 0.03,
  leastMs: 700,
  create(card, bench) {
    const figures = make('div', { className: 'filter-figures' });
    const legend = make('p', { className: 'signed-legend fine' });
    legend.dataset.t = 'inside.filters.legend';
    const explain = make('p', { className: 'explain' });
    explain.dataset.t = 'inside.filters.explain';
    card.append(figures, legend, explain);
    translate(card);
    const inner = innerScope();
    /** @type {Entry[]} */
    let shown = [];

    /** As high and wide as its pictures will be, so that nothing moves when they come. @param {string} network */
    function shapeOf(network) {
      const first = bench.pg.model?.parts.find(({ name }) => name === network)?.layers[0];
      const units = Math.min(SHOWN, first?.output[0] ?? SHOWN);
      const columns = Math.min(COLUMNS, units);
      return { width: columns, height: Math.ceil(units / columns) };
    }

    /** @param {string[]} networks */
    function build(networks) {
      if (shown.map(({ network }) => network).join() === networks.join()) return;
      figures.replaceChildren();
      inner.end();
      shown = inner.run(() => networks.map((network) => {
        const canvas = make('canvas', { className: 'signed', ...shapeOf(network) });
        const caption = make('figcaption');
        figures.append(make('figure', {}, [canvas, caption]));
        return { network, canvas, caption, signed: createSigned(canvas), units: [], of: null };
      }));
      shown.forEach(say);
    }

    /** @param {Entry} entry */
    function say({ network, canvas, caption, units, of }) {
      asImage(canvas, networkName(network));
      if (!of) return;
      const parameters = { network: networkName(network), layer: firstLayer(network, of), shown: units.length, count: count(of.count) };
      caption.innerHTML = t('inside.filters.caption', parameters);
      // Its first words are the network's name.
      if (caption.firstElementChild) caption.firstElementChild.className = ROLES[network];
      asImage(canvas, t('inside.filters.label', parameters));
    }

    /** In the language of now. @param {string} network @param {import('../../engine/types.d.ts').Filters} filters */
    function firstLayer(network, { name }) {
      const part = bench.pg.model?.parts.find((one) => one.name === network);
      return part ? layerName(part.layers[0]) : name;
    }

    /** @param {Entry} entry @param {import('../../engine/types.d.ts').Filters} answer */
    function draw(entry, answer) {
      const { values, count: all, height, width } = answer;
      const size = height * width;
      entry.units = strongest(values, all, SHOWN, entry.units);
      entry.of = answer;
      const chosen = new Float32Array(entry.units.length * size);
      entry.units.forEach((unit, at) => chosen.set(values.subarray(unit * size, (unit + 1) * size), at * size));
      const columns = Math.min(COLUMNS, entry.units.length);
      const tiles = { columns, rows: Math.ceil(entry.units.length / columns), height, width, gap: width > 10 ? 2 : 1 };
      entry.signed.show(chosen, tiles, (tile) => reach(chosen, tile * size, (tile + 1) * size));
      say(entry);
    }

    onLanguage(() => shown.forEach(say));

    return {
      loaded: (model) => build([...(model.hasEncoder ? ['encoder'] : []), ...(model.hasCritic ? ['discriminator'] : [])]),
      async refresh() {
        const answers = await bench.pg.filters();
        for (const entry of shown) {
          const answer = answers.find(({ network }) => network === entry.network);
          if (answer) draw(entry, answer);
        }
        return bench.cost.filters;
      },
    };
  },
};
