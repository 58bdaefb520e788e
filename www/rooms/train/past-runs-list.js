// Which faint line is which earlier run: what was different, and a way to hide it.

import { onLanguage, t } from '../../words/i18n.js';
import { differences } from '../../run/past-runs.js';
import { count } from '../../words/sentences.js';
import { make } from '../../kit/make.js';

/** Dashes, so that runs differ without colours. */
const DASHES = [[8, 4], [2, 3], [14, 4, 2, 4], [4, 8], [14, 6]];

/** @param {{id: number}} run */
export const dashOf = ({ id }) => DASHES[id % DASHES.length];

/**
 * @param {HTMLElement} root
 * @param {{onChange: () => void, onClear: () => void}} actions
 */
export function createPastRuns(root, { onChange, onClear }) {
  const list = root.querySelector('ul');
  let runs = [];
  let now = null;
  root.querySelector('button').addEventListener('click', onClear);

  function item(run) {
    const box = make('input', { type: 'checkbox', checked: run.shown });
    box.addEventListener('change', () => {
      run.shown = box.checked;
      onChange();
    });
    return make('li', {}, [make('label', {}, [box, sample(run), make('span', { textContent: words(run) })])]);
  }

  function words({ model, step }) {
    const differing = differences(model, now).map((one) => t(Object.hasOwn(one, 'now') ? 'record.instead' : 'record.with', one)).join(t('record.comma'));
    return t('record.past-run', { what: differing || t('record.same-settings'), steps: count(step) });
  }

  function draw() {
    root.hidden = runs.length === 0;
    list.replaceChildren(...runs.map(item));
  }

  onLanguage(draw);
  return {
    /** @param {import('../../run/past-runs.js').PastRun[]} past @param {any} model the present run's */
    show(past, model) {
      [runs, now] = [past, model];
      draw();
    },
  };
}

/** The line as it is in the chart. */
function sample(run) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS(svg.namespaceURI, 'path');
  svg.setAttribute('viewBox', '0 0 34 6');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', 'M0 3h34');
  line.setAttribute('stroke-dasharray', dashOf(run).join(' '));
  svg.append(line);
  return svg;
}
