// The cards of a room: each is made when the room is opened, kept fresh while it is in sight, and ends with the room.

import { messageOf } from '../engine/thrown.js';
import { breathe } from '../kit/breathe.js';
import { make } from '../kit/make.js';
import { Scope } from '../kit/scope.js';
import { t, translate } from '../words/i18n.js';

/** @typedef {import('../engine/types.d.ts').Model} Model */

/**
 * @typedef {object} CardDefinition
 * @property {string} name          its id, of its class `view-name`, and what `view=` and `hide=` call it
 * @property {string} title         key of its heading in words/
 * @property {(model: Model) => boolean} fits  whether a model has something to show here
 * @property {number} [share]       of the training time that its refreshes may cost (run/watch.js)
 * @property {number} [leastMs]     between two refreshes
 * @property {(card: HTMLElement, bench: import('./bench.js').Bench) => Card} create  fills the card. What it registers with
 *   kit/scope.js (effects, listeners, `onEnd`) ends with it
 */

/**
 * @typedef {object} Card all of it optional; nothing is called while the model does not fit
 * @property {(model: Model) => Promise<number>} [refresh] the model has changed: ask and draw; answers the engine's milliseconds. Only
 *   called while the card is in sight and the tab is not hidden
 * @property {(model: Model) => void} [loaded]   a new run, or the card is new
 * @property {(report: import('../engine/types.d.ts').StepReport) => void} [stepped] `step` of engine/playground.js
 * @property {() => void} [turned]               the address leads to another place in the room
 * @property {(step: number) => void} [recovered] the run went back to this step after a crash
 */

/**
 * @typedef {object} Entry
 * @property {CardDefinition} definition
 * @property {HTMLElement} card
 * @property {Card} view
 * @property {Scope} own  of the card
 * @property {boolean} seen
 * @property {Model|null} greeted  the model that it has been told of
 *
 * @typedef {object} Cards  tells those that are there, and fit the model
 * @property {(model: Model) => void} loaded
 * @property {(report: import('../engine/types.d.ts').StepReport) => void} stepped
 * @property {() => void} turned
 * @property {(step: number) => void} recovered
 */

/**
 * Puts the cards into a room, one at a time: between two of them the page answers whoever touches it.
 * @param {HTMLElement} root
 * @param {CardDefinition[]} definitions
 * @param {object} room
 * @param {import('./bench.js').Bench} room.bench
 * @param {Scope} room.scope  of the room
 * @param {(view: import('./train/views.js').ModelView) => () => void} room.watch keeps it fresh, until what it answers is called
 * @param {(card: HTMLElement) => void} room.onCard  a card was put in: whether a lesson wants it, what its model's words are
 * @param {(definition: CardDefinition, error: unknown) => void} room.onError
 * @returns {Promise<Cards>}
 */
export async function createCards(root, definitions, { bench, scope, watch, onCard, onError }) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {Map<Element, Entry>} */
  const byCard = new Map();
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const entry = byCard.get(target);
      if (!entry) continue;
      const came = isIntersecting && !entry.seen;
      entry.seen = isIntersecting;
      if (came) bench.refresh(entry.definition.name);
    }
  }, { rootMargin: '100px' });
  scope.add(() => sight.disconnect());

  /** @param {Entry} entry */
  const fits = ({ definition }) => bench.pg.model !== null && definition.fits(bench.pg.model);
  /** @param {Entry} entry @param {Model} model */
  function greet(entry, model) {
    // Told twice of a model, a card would clear what it has drawn of it, and nobody would ask it to draw that again.
    if (entry.greeted === model) return;
    entry.greeted = model;
    const { definition, card, view, own } = entry;
    card.hidden = !definition.fits(model);
    if (!card.hidden) own.run(() => view.loaded?.(model));
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
    scope.add(() => own.close());
    /** @type {Entry} */
    const entry = { definition, card, view: {}, own, seen: false, greeted: null };
    try {
      entry.view = own.run(() => definition.create(card, bench));
      translate(card);
      onCard(card);
      if (bench.pg.model) greet(entry, bench.pg.model);
    } catch (error) {
      // A card that does not work costs that card only.
      own.close();
      card.hidden = false;
      card.replaceChildren(heading, make('p', { className: 'explain', textContent: t('rooms.card-failed', { message: messageOf(error) }) }));
      translate(card);
      onError(definition, error);
      continue;
    }
    entries.push(entry);
    byCard.set(card, entry);
    const { refresh } = entry.view;
    if (refresh) {
      own.add(watch({ name, share, leastMs, refresh: async (model) => (entry.seen && fits(entry) ? refresh.call(entry.view, model) : 0) }));
    }
    sight.observe(card);
    await breathe();
  }

  /** @param {(view: Card) => void} say */
  const tell = (say) => {
    for (const entry of entries) if (fits(entry)) entry.own.run(() => say(entry.view));
  };
  return {
    loaded: (model) => entries.forEach((entry) => greet(entry, model)),
    stepped: (report) => tell((view) => view.stepped?.(report)),
    turned: () => tell((view) => view.turned?.()),
    recovered: (step) => tell((view) => view.recovered?.(step)),
  };
}
