// Which room is open, what of it is mounted, and the way from one to another. What is not shown is not in the page: the cards of a
// room that is left have ended, and the training room, which stands in index.html, waits outside the document.

import { breathe } from '../kit/breathe.js';
import { coded } from '../engine/worker/failure.js';
import { byId, find } from '../kit/find.js';
import { showKind } from '../kit/kinds.js';
import { make } from '../kit/make.js';
import { Scope } from '../kit/scope.js';
import { createCards } from '../rooms/cards.js';
import { ROOMS } from '../rooms/registry.js';
import { onLanguage, t, translate, translateToo } from '../words/i18n.js';
import { preload, roomOf } from './navigation.js';
import { isAway, isFrame, trainCards } from './parts.js';

/** @typedef {import('../engine/types.d.ts').Model} Model */

const HOME = ROOMS[0].name;

/**
 * @param {import('./app.js').App} app
 * @param {{onOpen: (names: string[]) => void}} actions onOpen: these rooms are on screen now
 */
export function createRooms(app, { onOpen }) {
  const place = byId('room');
  const train = byId('room-train');
  /** @type {Map<string, Mounted>} */
  const mounted = new Map([[HOME, standing(train)]]);
  translateToo(train);
  /** Grows with every change of room: work of an older one stops. */
  let round = 0;
  let shown = HOME;
  /** How often each room did not arrive: whoever comes back asks for it under another address. @type {Map<string, number>} */
  const missed = new Map();

  /** Cards that a lesson names may lie in several rooms; without a lesson one room is open. */
  async function wantedRooms() {
    const { view } = app.lesson;
    if (view === null) return [app.state.room ?? HOME];
    const all = await cardsNamed(view);
    const names = ROOMS.map(({ name }) => name).filter((name) => all.some((card) => card.room === name && view.includes(card.name)));
    return names.length > 0 ? names : [HOME];
  }

  /** Brings onto the screen what the address asks for. @param {{focus?: boolean}} [options] focus: the visitor went there */
  async function open({ focus = false } = {}) {
    const now = ++round;
    const names = await wantedRooms();
    if (now !== round) return;
    for (const [name, room] of mounted) if (!names.includes(name)) leave(name, room);
    document.documentElement.dataset.room = names.length === 1 && app.lesson.view === null ? names[0] : 'lesson';
    [shown] = names;
    const fresh = names.filter((name) => !mounted.has(name));
    if (fresh.includes(HOME)) {
      // It is the largest of all and comes in one piece: what is left is cleared away, and the press shown, before.
      await breathe();
      if (now !== round) return;
    }
    for (const name of fresh) enter(name);
    const rooms = names.flatMap((name) => mounted.get(name) ?? []);
    // Those that stay may have other cards now. The training room's are known to applyLesson.
    for (const { list } of rooms) for (const card of list.children) if (card.id) markAway(card);
    // In the order of the navigation, whichever came first.
    if (fresh.length > 0) place.append(...rooms.map(({ section }) => section));
    onOpen(names);
    for (const { view, cards } of rooms) {
      view?.turnTo?.(app.state.chapter ?? null, { focus });
      cards?.turned();
    }
    if (focus) arrive(rooms[0]);
    await Promise.all(fresh.map((name) => fill(name)));
  }

  /** @param {string} name @param {Mounted} room */
  function leave(name, room) {
    room.section.remove();
    room.scope.close();
    mounted.delete(name);
  }

  /** @param {string} name */
  function enter(name) {
    mounted.set(name, name === HOME ? standing(train) : blank(name));
  }

  /** @param {Element} card of a room that is fetched; its id is its name */
  const markAway = (card) => card.toggleAttribute('data-away', isAway(card.id, app.lesson));

  /** The heading of a room that the visitor went to has the focus, and stands at the top. @param {Mounted} room */
  function arrive({ section }) {
    scrollTo({ top: 0, behavior: 'instant' });
    section.querySelector('h1')?.focus({ preventScroll: true });
  }

  /** Fetches what is in a room, and puts it there. @param {string} name @param {number} [tries] how often it was tried before */
  async function fill(name, tries = missed.get(name) ?? 0) {
    const room = mounted.get(name);
    if (!room || name === HOME) return;
    const { section, scope, list } = room;
    const gone = () => mounted.get(name) !== room;
    section.setAttribute('aria-busy', 'true');
    try {
      await breathe();
      if (gone()) return;
      preload(name);
      const { create, cards: definitions = [] } = await roomOf(name).load(tries > 0 ? `?again=${tries}` : '');
      const bench = await app.bench;
      if (gone()) return;
      if (create) {
        room.view = scope.run(() => create(list, bench, { page: app.state.chapter ?? null }));
        translate(section);
      } else {
        const cards = await createCards(list, definitions, {
          bench, scope,
          watch: bench.watch,
          onCard: (card) => { markAway(card); if (app.capabilities) showKind(app.capabilities, card); },
          onError: (definition, error) => app.troubles.tell(error),
        });
        room.cards = cards;
        // A model may have come while the cards were made.
        if (!gone() && app.pg?.model) cards.loaded(app.pg.model);
      }
    } catch (error) {
      missed.set(name, tries + 1);
      if (!gone()) failed(name, room, coded(error), tries);
    } finally {
      section.removeAttribute('aria-busy');
    }
  }

  /** @param {string} name @param {Mounted} room @param {Error} error @param {number} tries */
  function failed(name, { section, list, scope }, error, tries) {
    // What a room is made of cannot be asked for a second time, only the room itself: then a reload helps, and the run is kept.
    const retry = make('button', { type: 'button' });
    retry.dataset.t = tries === 0 ? 'rooms.retry' : 'rooms.reload';
    const words = make('span');
    const say = () => { words.textContent = t('rooms.failed', { message: error.message }); };
    scope.run(() => onLanguage(say));
    say();
    retry.addEventListener('click', () => {
      if (tries > 0) return location.reload();
      list.replaceChildren();
      return fill(name, tries + 1);
    });
    list.replaceChildren(make('p', { className: 'room-failed' }, [words, ' ', retry]));
    translate(list);
    section.removeAttribute('aria-busy');
  }

  /** @param {(cards: import('../rooms/cards.js').Cards) => void} say */
  const tell = (say) => { for (const { cards } of mounted.values()) if (cards) say(cards); };

  return {
    open,
    /** Whether a room is on the screen. @param {string} name */
    shows: (name) => mounted.has(name),
    loaded: (/** @type {Model} */ model) => tell((cards) => cards.loaded(model)),
    stepped: (/** @type {import('../engine/types.d.ts').StepReport} */ report) => tell((cards) => cards.stepped(report)),
    recovered: (/** @type {number} */ step) => tell((cards) => cards.recovered(step)),
    /** The room to which the navigation points. */
    get shown() { return shown; },
  };
}

/**
 * @typedef {object} Mounted
 * @property {HTMLElement} section
 * @property {HTMLElement} list   where its cards stand
 * @property {Scope} scope        ends what is in it
 * @property {import('../rooms/registry.js').RoomView} [view] of a room that is no list of cards
 * @property {import('../rooms/cards.js').Cards} [cards] of one that is, once they are made
 */

/** @param {HTMLElement} section @returns {Mounted} */
const standing = (section) => ({ section, list: find(section, '.views'), scope: new Scope() });

/** A room without anything in it. @param {string} name @returns {Mounted} */
function blank(name) {
  /** @param {'h1'|'p'} tag @param {string} key of its words @param {Partial<HTMLElement>} [properties] */
  const said = (tag, key, properties = {}) => {
    const element = make(tag, properties);
    element.dataset.t = key;
    return element;
  };
  const heading = said('h1', `rooms.${name}.title`, { id: `room-${name}-title`, tabIndex: -1 });
  const list = make('div', { className: 'views' });
  const section = make('section', { className: 'room', id: `room-${name}` }, [
    make('header', { className: 'room-head' }, [heading, said('p', `rooms.${name}.about`, { className: 'lede' })]), list,
  ]);
  section.setAttribute('aria-labelledby', heading.id);
  translate(section);
  return { section, list, scope: new Scope() };
}

/**
 * Every card there is, whether its room is open or not.
 * @returns {Promise<{name: string, room: string, title: () => string, fits: (model: Model) => boolean}[]>} in the order of the page; rooms
 *   that do not arrive have none
 */
export async function allCards() {
  /** @type {import('../rooms/registry.js').RoomModule} */
  const none = {};
  const modules = await Promise.all(ROOMS.map(({ load }) => load().catch(() => none)));
  const there = ROOMS.flatMap(({ name: room }, at) => (modules[at].cards ?? []).map(({ name, title, fits }) => ({ name, room, title: () => t(title), fits })));
  return [...cardsAtHome(), ...there];
}

const cardsAtHome = () => trainCards().map((card) => ({ ...card, room: HOME }));

/**
 * Cards among which these names are, where there are such: no room is fetched for names that the page itself has.
 * @param {string[]} names
 * @returns {ReturnType<typeof allCards>}
 */
export async function cardsNamed(names) {
  const here = cardsAtHome();
  return names.every((name) => isFrame(name) || here.some((card) => card.name === name)) ? here : allCards();
}
