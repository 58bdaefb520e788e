// What a model is made of: one column a network, one row a layer. Made only when someone looks.

import { onLanguage, t } from '../words/i18n.js';
import { layerName, networkName } from '../words/layers.js';
import { count } from '../words/sentences.js';
import { make } from '../kit/make.js';
import { ROLES, shapeText } from '../kit/networks.js';

/**
 * @typedef {import('../engine/types.d.ts').Layer} Layer
 * @typedef {import('../engine/types.d.ts').Part} Part
 * @typedef {import('../engine/types.d.ts').Shape} Shape
 */

/** @param {import('../kit/find.js').ById} find */
export function createLayers(find) {
  const toggle = find('layers-toggle', HTMLButtonElement);
  const [size, columns] = ['model-size', 'layers'].map((id) => find(id));
  /** @type {Part[]} */
  let parts = [];

  toggle.addEventListener('click', () => {
    columns.hidden = !columns.hidden;
    toggle.setAttribute('aria-expanded', String(!columns.hidden));
    draw();
  });
  onLanguage(draw);

  function draw() {
    if (columns.hidden) columns.replaceChildren();
    else columns.replaceChildren(...parts.map(column));
  }

  return {
    /** @param {import('../engine/types.d.ts').Model} loaded */
    show(loaded) {
      ({ parts } = loaded);
      size.textContent = count(loaded.parameterCount);
      toggle.disabled = false;
      draw();
    },
  };
}

/** @param {Part} part */
function column({ name, input, layers, parameters }) {
  const largest = Math.max(...[input, ...unfolded(layers).map(({ layer }) => layer.output)].map(values));
  const heading = make('h2', { className: ROLES[name] ?? '', textContent: networkName(name) });
  const note = make('p', { className: 'fine', textContent: t('page.weights-from', { weights: count(parameters), shape: shape(input) }) });
  const rows = unfolded(layers).map(({ layer, depth }) => {
    const { output, parameters: weights } = layer;
    const row = make('tr', {}, [
      make('td', { textContent: layerName(layer) }), make('td', { textContent: shape(output) }), make('td', { textContent: weights > 0 ? count(weights) : '–' }),
    ]);
    // How many values come out, as a bar under the row.
    row.style.setProperty('--share', String(Math.log(1 + values(output)) / Math.log(1 + largest)));
    if (weights === 0) row.className = 'plain';
    row.style.setProperty('--depth', String(depth));
    return row;
  });
  const head = make('tr', {}, ['layer', 'gives', 'weights'].map((name) => make('th', { textContent: t(`page.${name}`), scope: 'col' })));
  return make('div', { className: 'network' }, [heading, note, make('table', {}, [make('thead', {}, [head]), make('tbody', {}, rows)])]);
}

/** Layers within a layer follow it, one step further in. @param {Layer[]} layers @param {number} [depth] @returns {{layer: Layer, depth: number}[]} */
const unfolded = (layers, depth = 0) => layers.flatMap((layer) => (
  [{ layer, depth }, ...(layer.branches ?? []).flatMap((branch) => unfolded(branch.layers, depth + 1))]
));

/** @param {Shape} shape */
const values = ([channels, height, width]) => channels * height * width;
/** @param {Shape} shape */
const shape = (shape) => shapeText(shape, count);
