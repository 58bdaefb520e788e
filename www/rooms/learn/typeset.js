// Formulas are set when someone unfolds them.

import { t } from '../../words/i18n.js';

/** @param {HTMLElement} section its `<details>` hold places, `data-formula="name"` */
export function typesetOnDemand(section) {
  for (const details of section.querySelectorAll('details')) {
    details.addEventListener('toggle', () => { if (details.open) typeset(details); });
    if (details.open) typeset(details);
  }
}

/** @param {HTMLDetailsElement} details */
async function typeset(details) {
  const { formula } = await import('./formulas.js');
  for (const place of details.querySelectorAll('[data-formula]:empty')) {
    place.append(formula(place.getAttribute('data-formula') ?? ''));
    // On a phone a long one is scrolled, by keyboard too.
    Object.assign(place, { tabIndex: 0, role: 'group', ariaLabel: t('tutorial.formula') });
  }
}
