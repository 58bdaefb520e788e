// All images of the data on one plane: dots from far, pictures when near. Closed, it is a button; what it takes (a thread, a canvas and
// the memory of all images) it takes when opened, and gives back when closed or when its room is left.

import { make, named } from '../../../kit/make.js';
import { innerScope, onEnd } from '../../../kit/scope.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { FIRST } from './controls/choices.js';
import { PIXEL_SCORES } from './engine/scores.js';
import { openExplorer } from './opened.js';

/** @type {import('../../cards.js').CardDefinition} */
export const explorer = { name: 'explorer', title: 'explorer.title', fits: () => true, create };

/** @param {HTMLElement} card @param {import('../../bench.js').Bench} bench */
function create(card, bench) {
  /** @type {import('./opened.js').Kept} */
  const kept = bench.kept('explorer', { chosen: { ...FIRST }, before: [] });
  const button = make('button', { type: 'button' });
  const place = make('div', { className: 'explorer', id: 'explorer-opened', hidden: true });
  button.setAttribute('aria-controls', place.id);
  card.append(named(make('p', { className: 'explain' }), { t: 'explorer.about' }), make('div', { className: 'recipe-actions' }, [button]), place);
  translate(card);
  const own = innerScope();

  function close() {
    own.end();
    place.replaceChildren();
    place.hidden = true;
    say();
  }
  button.addEventListener('click', () => {
    if (!place.hidden) {
      close();
      return;
    }
    place.hidden = false;
    // What takes long is asked for anew, not by opening.
    const { place: placed, score } = kept.chosen;
    if (placed.includes('-')) kept.chosen.place = FIRST.place;
    if (!PIXEL_SCORES.includes(score)) kept.chosen.score = FIRST.score;
    own.run(() => openExplorer(place, bench, kept));
    say();
  });
  // What is shown are the images that are learnt from no more; places of a recipe are about others now.
  onEnd(bench.pg.on('dataset', () => {
    kept.before = [];
    close();
  }));

  function say() {
    button.textContent = t(place.hidden ? 'explorer.open' : 'explorer.close');
    button.setAttribute('aria-expanded', String(!place.hidden));
  }
  onLanguage(say);
  say();
  return {};
}
