// Which faint line is which earlier run: what was different, and a way to hide it.

import { onLanguage, t } from '../../words/i18n.js';
import { differences } from '../../run/past-runs.js';
import { count } from '../../words/sentences.js';
import { find } from '../../kit/find.js';
import { make } from '../../kit/make.js';

/** Dashes, so that runs differ without colours. */
const DASHES = [[8, 4], [2, 3], [14, 4, 2, 4], [4, 8], [14, 6]];

/** @param {{id: number}} run */
export const dashOf = ({ id }) => DASHES[id % DASHES.length];

/**
 * @typedef {import('../../engine/types.d.ts').Model} Model
 * @typedef {import('../../run/past-runs.js').PastRun} PastRun
 */

/**
 * @param {HTMLElement} root
 * @param {{onChange: () => void, onClear: () => void}} actions
 */
export function createPastRuns(root, { onChange, onClear }) {
  const list = find(root, 'ul');
  /** @type {{past: PastRun[], now: Model}|null} */
  let shown = null;
  find(root, 'button').addEventListener('click', onClear);

  /** @param {PastRun} run @param {Model} now */
  function item(run, now) {
    const box = make('input', { type: 'checkbox', checked: run.shown });
    box.addEventListener('change', () => {
      run.shown = box.checked;
      onChange();
    });
    return make('li', {}, [make('label', {}, [box, sample(run), make('span', { textContent: words(run, now) })])]);
  }

  /** @param {PastRun} run @param {Model} now */
  function words({ model, step }, now) {
    const differing = differences(model, now).map((one) => t(Object.hasOwn(one, 'now') ? 'record.instead' : 'record.with', one)).join(t('record.comma'));
    return t('record.past-run', { what: differing || t('record.same-settings'), steps: count(step) });
  }

  function draw() {
    root.hidden = !shown || shown.past.length === 0;
    if (!shown) return;
    const { past, now } = shown;
    list.replaceChildren(...past.map((run) => item(run, now)));
  }

  onLanguage(draw);
  return {
    /** @param {PastRun[]} past @param {Model} now the present run's */
    show(past, now) {
      shown = { past, now };
      draw();
    },
  };
}

/** The line as it is in the chart. @param {PastRun} run */
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
