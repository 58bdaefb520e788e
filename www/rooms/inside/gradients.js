// How hard the loss pulls at each layer, over the whole run.

import { diagnose } from '../../maths/pulls.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { layerAt } from '../../words/layers.js';
import { BEAT_MS } from '../../run/beat.js';
import { createFold, openFirst } from '../../kit/fold.js';
import { make } from '../../kit/make.js';
import { ROLES, networkName } from '../../kit/networks.js';
import { innerScope } from '../../kit/scope.js';
import { createSpark } from '../../kit/spark.js';
import { count } from '../../words/sentences.js';

/** Heads are part of the encoder for a reader. @type {Record<string, string>} */
const OWNER = { mean: 'encoder', logvar: 'encoder' };

/** So many times weaker, or more: a layer that begins with zeros has no gradient at all yet. */
const MANY = 1_000_000;

/** @typedef {{network: string, layer: string, line: import('../../run/history.js').History, norm: number}} Pull  how hard a layer is pulled at */

/** @type {import('../cards.js').CardDefinition} */
export const gradients = {
  name: 'gradients',
  title: 'inside.gradients.title',
  fits: () => true,
  leastMs: BEAT_MS,
  create(card, bench) {
    const columns = make('div', { className: 'pull-columns' });
    const verdicts = make('ul', { className: 'verdicts' });
    const explain = make('p', { className: 'explain' });
    explain.dataset.t = 'inside.gradients.explain';
    card.append(columns, verdicts, explain);
    translate(card);
    const parts = innerScope();
    /** By network and layer. @type {Map<string, {spark: ReturnType<typeof createSpark>, value: HTMLElement}>} */
    let rows = new Map();
    /** What a folded network says, by its name. @type {Map<string, HTMLElement>} */
    const spans = new Map();

    /** @param {string} network @param {string} layer */
    const layerName = (network, layer) => {
      const part = bench.pg.model?.parts.find(({ name }) => name === network);
      return layer === '' ? networkName(network) : layerAt(part, layer);
    };

    /** Networks with their heads, in the order of the model's parts. @returns {{network: string, layers: Pull[]}[]} */
    function owners() {
      /** @type {Map<string, Pull[]>} */
      const found = new Map();
      for (const { network, layers } of bench.log.gradients.networks()) {
        const owner = OWNER[network] ?? network;
        found.set(owner, [...(found.get(owner) ?? []), ...layers.map((layer) => ({ network, ...layer }))]);
      }
      return [...found].map(([network, layers]) => ({ network, layers }));
    }

    function build() {
      parts.end();
      rows = new Map();
      const all = owners();
      const folds = parts.run(() => all.map(({ network, layers }) => {
        const lines = layers.map((entry) => {
          const spark = createSpark();
          const value = make('span', { className: 'figure' });
          rows.set(`${entry.network}.${entry.layer}`, { spark, value });
          return make('li', { className: ROLES[entry.network] ?? '' }, [make('span', { textContent: layerName(entry.network, entry.layer) }), spark.canvas, value]);
        });
        const span = make('span', { className: 'fine' });
        spans.set(network, span);
        return createFold([make('h3', { className: ROLES[network] ?? '', textContent: networkName(network) }), span], make('ul', { className: 'spark-rows' }, lines));
      }));
      // What is folded says its norms, and the sentence below what they mean.
      openFirst(folds, all.map(({ layers }) => layers.length), { name: 'pulls', first: 0 });
      columns.replaceChildren(...folds);
    }

    /** @param {{network: string, layers: Pull[]}} owner */
    function story({ network, layers }) {
      const { kind, layer, ratio } = diagnose({ layers });
      const of = layers.find((entry) => entry.layer === layer)?.network ?? network;
      const parameters = { network: networkName(network), layer: layerName(of, layer), ratio: ratio > MANY ? `>${count(MANY)}` : count(Math.max(1, ratio)) };
      /** @type {Partial<Record<typeof kind, string>>} */
      const special = {
        // One layer alone has nothing to be compared with.
        ...(layers.length === 1 && { even: 'single' }),
        ...(bench.pg.model?.hasCritic && { nothing: 'nothing-game' }),
      };
      const words = special[kind] ?? kind;
      return make('li', { className: kind, textContent: t(`inside.gradients.${words}`, parameters) });
    }

    function draw() {
      const all = owners();
      if (all.flatMap(({ layers }) => layers).some((entry) => !rows.has(`${entry.network}.${entry.layer}`))) build();
      const values = all.flatMap(({ layers }) => layers.flatMap(({ line }) => line.values));
      // One scale for all, in whole powers of ten, so that it seldom moves.
      /** @type {[number, number]} */
      const range = [Math.floor(Math.min(-2, ...values)), Math.ceil(Math.max(1, ...values))];
      for (const { network, layers } of all) {
        const norms = layers.map(({ norm }) => norm);
        const span = spans.get(network);
        const words = layers.length === 1 ? 'inside.gradients.span-one' : 'inside.gradients.span';
        if (span) span.textContent = t(words, { count: layers.length, least: short(Math.min(...norms)), most: short(Math.max(...norms)) });
        for (const entry of layers) {
          const row = rows.get(`${entry.network}.${entry.layer}`);
          if (!row) continue;
          const { spark, value } = row;
          value.textContent = short(entry.norm);
          spark.show(entry.line, range, t('inside.gradients.label', { layer: layerName(entry.network, entry.layer), norm: short(entry.norm) }));
        }
      }
      verdicts.replaceChildren(...(all.length > 0 ? all.map(story) : [make('li', { textContent: t('inside.gradients.none') })]));
    }

    onLanguage(() => { if (bench.pg.model) { build(); draw(); } });
    return {
      loaded() {
        build();
        draw();
      },
      async refresh() {
        draw();
        return 0;
      },
    };
  },
};

/** Two digits, with the power of ten where there would be many zeros. @param {number} norm */
function short(norm) {
  if (!(norm > 0)) return '0';
  if (norm < 0.001 || norm >= 10_000) return norm.toExponential(0).replace('-', '−');
  return norm >= 100 ? norm.toFixed(0) : norm.toPrecision(2);
}
