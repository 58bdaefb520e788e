// The way to the rooms: a link each, and the modules of a room, fetched before it is entered.

import { breathe } from '../kit/breathe.js';
import { leadsTo } from '../kit/link.js';
import { make } from '../kit/make.js';
import { ROOMS } from '../rooms/registry.js';
import { translate } from '../words/i18n.js';

/** @param {string} name of one that there is */
export const roomOf = (name) => /** @type {import('../rooms/registry.js').Room} */ (ROOMS.find((room) => room.name === name));

/** All of a room's modules at once, rather than one generation after the other (xtask/trunk/finish.mjs lists them). @param {string} name */
export function preload(name) {
  /** @type {HTMLTemplateElement|null} */
  const template = document.querySelector(`template[data-modules="${name}"]`);
  if (!template) return;
  document.head.append(template.content);
  template.remove();
}

/**
 * The navigation: one link a room. A link that can be copied and opened elsewhere holds the whole run.
 * @param {HTMLElement} nav
 * @param {object} actions
 * @param {(room: string) => string} actions.hashOf  the address of a room, with the run as it is
 * @param {(room: string) => void} actions.onGo
 */
export function createNavigation(nav, { hashOf, onGo }) {
  const links = new Map(ROOMS.map(({ name, icon }) => {
    const words = make('span');
    words.dataset.t = `rooms.${name}.label`;
    const link = make('a', { href: `#room=${name}` }, [words]);
    link.dataset.room = name;
    link.insertAdjacentHTML('afterbegin', `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icon}"/></svg>`);
    const there = () => { link.href = hashOf(name); };
    link.addEventListener('pointerdown', there);
    link.addEventListener('focus', there);
    // Not in the same task: it takes as long as what a click then does.
    const early = () => { preload(name); roomOf(name).load().catch(() => {}); };
    link.addEventListener('pointerenter', () => breathe().then(early));
    return [name, leadsTo(link, () => onGo(name))];
  }));
  nav.append(make('ul', {}, [...links.values()].map((link) => make('li', {}, [link]))));
  translate(nav);
  return {
    /** @param {string[]} names of the rooms on screen */
    show(names) {
      for (const [name, link] of links) {
        if (names.includes(name)) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
    },
  };
}
