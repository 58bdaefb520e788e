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
     * @param {{losses: import('../../engine/types.d.ts').Losses|null, msPerStep: number}[]} sides
     */
    show(measures, digits, [a, b]) {
      caption.textContent = t('compare.figures', { count: digits });
      head.replaceChildren(make('td'), ...['A', 'B', t('compare.difference')].map((textContent) => make('th', { textContent, scope: 'col' })));
      /** @param {string} label @param {string[]} values */
      const row = (label, values) => make('tr', {}, [make('th', { textContent: label, scope: 'row' }), ...values.map((textContent) => make('td', { textContent }))]);
      /** @param {import('./figures.js').Measure} measure @param {number|undefined} value */
      const said = (measure, value) => (value !== undefined && Number.isFinite(value) ? measure.format(value) : '–');
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
