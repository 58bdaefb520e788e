// What a model is made of: one column a network, one row a layer. Made only when someone looks.

import { onLanguage, t } from '../words/i18n.js';
import { layerName, networkName } from '../words/layers.js';
import { count } from '../words/sentences.js';
import { make } from '../kit/make.js';

const ROLES = { encoder: 'real', mean: 'code-role', logvar: 'code-role', decoder: 'model', generator: 'model', discriminator: 'critic-role' };

/** @param {(id: string) => HTMLElement} find */
export function createLayers(find) {
  const [toggle, size, columns] = ['layers-toggle', 'model-size', 'layers'].map(find);
  let model = null;

  toggle.addEventListener('click', () => {
    columns.hidden = !columns.hidden;
    toggle.setAttribute('aria-expanded', String(!columns.hidden));
    draw();
  });
  onLanguage(draw);

  function draw() {
    if (columns.hidden) columns.replaceChildren();
    else columns.replaceChildren(...(model?.parts ?? []).map(column));
  }

  return {
    /** @param {{parts: any[], parameterCount: number}} loaded */
    show(loaded) {
      model = loaded;
      size.textContent = count(loaded.parameterCount);
      toggle.disabled = false;
      draw();
    },
  };
}

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

/** Layers within a layer follow it, one step further in. */
const unfolded = (layers, depth = 0) => layers.flatMap((layer) => (
  [{ layer, depth }, ...(layer.branches ?? []).flatMap((branch) => unfolded(branch.layers, depth + 1))]
));

const values = ([channels, height, width]) => channels * height * width;
const shape = ([channels, height, width]) => (height * width === 1 ? count(channels) : `${channels} × ${height} × ${width}`);
