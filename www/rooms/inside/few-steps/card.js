// Steps against quality, as a card: drawn when it is asked for, for a hundred steps cost more than a look.

import { make, named } from '../../../kit/make.js';
import { onLanguage, translate } from '../../../words/i18n.js';
import { createFewSteps } from './few-steps.js';

/** @type {import('../../cards.js').CardDefinition} */
export const fewSteps = {
  name: 'few-steps',
  title: 'inside.steps.title',
  fits: (model) => model.capabilities.includes('flows'),
  share: 0.03,
  leastMs: 3000,
  create(card, bench) {
    const table = createFewSteps(bench);
    card.append(table.element, named(make('p', { className: 'explain' }), { t: 'inside.steps.explain' }));
    translate(card);
    onLanguage(table.words);
    table.words();
    return { loaded: table.clear, refresh: table.draw };
  },
};
