// The numbers of both runs and how far they are apart; and which of them the chart shows.

import { t } from '../../words/i18n.js';
import { make } from '../../kit/make.js';
import { milliseconds } from '../../words/sentences.js';
import { difference } from './figures.js';

export function createFiguresTable() {
  const body = make('tbody');
  const head = make('tr');
  const caption = make('caption');
  const element = make('table', { className: 'compare-figures' }, [caption, make('thead', {}, [head]), body]);

  return {
    element,
    /**
     * @param {import('./figures.js').Measure[]} measures
     * @param {number} digits behind each figure
     * @param {{losses: any, msPerStep: number}[]} sides
     */
    show(measures, digits, [a, b]) {
      caption.textContent = t('compare.figures', { count: digits });
      const cell = (tag, textContent, scope) => { const made = make(tag, { textContent }); if (scope) made.scope = scope; return made; };
      head.replaceChildren(cell('td', ''), ...['A', 'B', t('compare.difference')].map((text) => cell('th', text, 'col')));
      const row = (label, values) => make('tr', {}, [cell('th', label, 'row'), ...values.map((value) => cell('td', value))]);
      const said = (measure, value) => (Number.isFinite(value) ? measure.format(value) : '–');
      body.replaceChildren(
        ...measures.map((measure) => {
          const [left, right] = [a, b].map(({ losses }) => losses?.[measure.name]);
          return row(t(measure.label), [said(measure, left), said(measure, right), difference(measure, left, right)]);
        }),
        row(t('compare.ms'), [...[a, b].map(({ msPerStep }) => (msPerStep > 0 ? milliseconds(msPerStep) : '–')), '']),
      );
    },
  };
}
