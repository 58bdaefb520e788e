// The address in the browser's bar: what it says, where it leads, and what the page writes into it.

import { formatHash, lookOf, parseHash, runPart } from '../run/address.js';
import { CHAPTERS } from '../rooms/learn/chapters.js';
import { ROOM_NAMES } from '../rooms/registry.js';
import { language, setLanguage } from '../words/i18n.js';

/**
 * @typedef {import('../run/address.js').State} State
 * @typedef {import('../rooms/bench.js').Place} Place
 */

/** Addresses that this visit itself went to: going back to one leads to its room, and leaves the run alone. */
const VISIT = { visit: performance.timeOrigin };

/**
 * What the address says.
 * @param {string} hash
 * @param {{query?: boolean}} [options] query: at the start also with the chapter that an older link names there
 * @returns {ReturnType<typeof parseHash>}
 */
export function readAddress(hash, { query = false } = {}) {
  const chapters = CHAPTERS.map(({ id }) => id);
  const { state, ...rest } = parseHash(hash, { rooms: ROOM_NAMES, chapters });
  const asked = new URLSearchParams(location.search).get('chapter');
  const chapter = chapters.find((id) => id === asked);
  return { state: query && !state.room && chapter ? { ...state, room: 'learn', chapter } : state, ...rest };
}

/**
 * A room and a place in it, as the address has them. The first room needs no name.
 * @param {string} room
 * @param {Place} [place]
 */
const placeOf = (room, { chapter, sides } = {}) => ({ room: room === ROOM_NAMES[0] ? undefined : room, chapter, sides });

/** @param {import('./app.js').App} app */
export function createAddressBar(app) {
  history.replaceState(VISIT, '');

  /** The visitor goes to a room, or to another place in it. The way back is the browser's. @param {string} room @param {Place} [place] */
  function goTo(room, place) {
    app.state = { ...app.state, ...placeOf(room, place) };
    history.pushState(VISIT, '', formatHash(app.state));
    app.rooms.open({ focus: true }).catch(app.troubles.tell);
  }

  /** What the open room shows, into the address. @param {Place} place */
  function placeAt({ chapter, sides }) {
    app.state = { ...app.state, chapter, sides };
    history.replaceState(history.state, '', formatHash(app.state));
  }

  /** Another room, other parts or colours, of the same run; the address follows. @param {State} state */
  function show(state) {
    history.replaceState(VISIT, '', formatHash(state));
    look(state);
  }

  /** @param {State} state what of it is seen, and not the run */
  function look(state) {
    const moved = state.room !== app.state.room || state.chapter !== app.state.chapter;
    app.state = state;
    app.troubles.parts(state);
    app.rooms.open({ focus: moved }).catch(app.troubles.tell);
  }

  /** From now on, to wherever the bar leads. */
  function follow() {
    window.addEventListener('hashchange', () => {
      const { hash } = location;
      const { state: wanted } = readAddress(hash);
      if (history.state?.visit === VISIT.visit) {
        const { room, chapter, sides, lesson } = wanted;
        show({ ...app.state, room, chapter, sides, lesson });
        return;
      }
      history.replaceState(VISIT, '');
      app.troubles.address(() => readAddress(hash).problems);
      if (wanted.lang && wanted.lang !== language()) setLanguage(wanted.lang).catch(app.troubles.noWords);
      if (runPart(wanted) === runPart(app.state)) {
        show(wanted);
        return;
      }
      look({ ...app.state, ...lookOf(wanted) });
      app.changes.changeTo(wanted, () => { if (wanted.run) app.player.play(wanted.steps ?? Infinity); });
    });
  }

  return {
    goTo, placeAt, follow,
    /** Of a room, with the run as it is. @param {string} room */
    hashOf(room) { return formatHash({ ...app.state, ...placeOf(room) }); },
  };
}
