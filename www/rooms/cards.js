// The cards of a room: each is made when the room is opened, kept fresh while it is in sight, and ends with the room.

import { breathe } from '../kit/breathe.js';
import { make } from '../kit/make.js';
import { Scope } from '../kit/scope.js';
import { t, translate } from '../words/i18n.js';

/**
 * @typedef {object} CardDefinition
 * @property {string} name          its id, of its class `view-name`, and what `view=` and `hide=` call it
 * @property {string} title         key of its heading in words/
 * @property {(model: any) => boolean} fits  whether a model has something to show here
 * @property {number} [share]       of the training time that its refreshes may cost (run/watch.js)
 * @property {number} [leastMs]     between two refreshes
 * @property {(card: HTMLElement, bench: import('./bench.js').Bench) => Card} create  fills the card. What it registers with
 *   kit/scope.js (effects, listeners, `onEnd`) ends with it
 */

/**
 * @typedef {object} Card all of it optional; nothing is called while the model does not fit
 * @property {(model: any) => Promise<number>} [refresh] the model has changed: ask and draw; answers the engine's milliseconds. Only
 *   called while the card is in sight and the tab is not hidden
 * @property {(model: any) => void} [loaded]   a new run, or the card is new
 * @property {(report: any) => void} [stepped] `step` of engine/playground.js
 * @property {(step: number) => void} [recovered] the run went back to this step after a crash
 */

/** What the page tells the cards that are there. */
const HOOKS = /** @type {const} */ (['stepped', 'recovered']);

/**
 * Puts the cards into a room, one at a time: between two of them the page answers whoever touches it.
 * @param {HTMLElement} root
 * @param {CardDefinition[]} definitions
 * @param {object} room
 * @param {import('./bench.js').Bench} room.bench
 * @param {Scope} room.scope  of the room
 * @param {(view: import('../run/watch.js').View) => () => void} room.watch keeps it fresh, until what it answers is called
 * @param {(card: HTMLElement, name: string) => void} room.onCard  a card was put in: whether a lesson wants it, what its model's words are
 * @param {(definition: CardDefinition, error: Error) => void} room.onError
 * @returns {Promise<{loaded: (model: any) => void, stepped: (report: any) => void, recovered: (step: number) => void}>}
 */
export async function createCards(root, definitions, { bench, scope, watch, onCard, onError }) {
  /** @type {{definition: CardDefinition, card: HTMLElement, view: Card, own: Scope, seen: boolean}[]} */
  const entries = [];
  const byCard = new Map();
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const entry = byCard.get(target);
      const came = isIntersecting && !entry.seen;
      entry.seen = isIntersecting;
      if (came) bench.refresh(entry.definition.name);
    }
  }, { rootMargin: '100px' });
  scope.add(() => sight.disconnect());

  const fits = ({ definition }) => Boolean(bench.pg.model) && definition.fits(bench.pg.model);
  function greet({ definition, card, view, own }) {
    card.hidden = !definition.fits(bench.pg.model);
    if (!card.hidden) own.run(() => view.loaded?.(bench.pg.model));
  }

  let ended = false;
  scope.add(() => { ended = true; });
  for (const definition of definitions) {
    if (ended) break;
    const { name, title, share = 0.05, leastMs = 400 } = definition;
    const heading = make('h2', { id: `${name}-title` });
    heading.dataset.t = title;
    const card = make('section', { className: `card view-${name}`, id: name, hidden: true }, [heading]);
    card.setAttribute('aria-labelledby', heading.id);
    root.append(card);
    const own = new Scope();
    scope.add(() => own.end());
    const entry = { definition, card, view: /** @type {Card} */ ({}), own, seen: false };
    try {
      entry.view = own.run(() => definition.create(card, bench));
      translate(card);
      onCard(card, name);
      if (bench.pg.model) greet(entry);
    } catch (error) {
      // A card that does not work costs that card only.
      own.end();
      card.hidden = false;
      card.replaceChildren(heading, make('p', { className: 'explain', textContent: t('rooms.card-failed', { message: error.message }) }));
      translate(card);
      onError(definition, error);
      continue;
    }
    entries.push(entry);
    byCard.set(card, entry);
    const { view } = entry;
    if (view.refresh) {
      own.add(watch({ name, share, leastMs, refresh: async (model) => (entry.seen && fits(entry) ? view.refresh(model) : 0) }));
    }
    sight.observe(card);
    await breathe();
  }

  const tell = (hook) => (...details) => {
    for (const entry of entries) if (fits(entry)) entry.own.run(() => entry.view[hook]?.(...details));
  };
  return {
    loaded: () => entries.forEach(greet),
    ...Object.fromEntries(HOOKS.map((hook) => [hook, tell(hook)])),
  };
}
