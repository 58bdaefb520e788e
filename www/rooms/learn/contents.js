// The table of contents, which says where the reader is.

import { leadsTo } from '../../kit/link.js';
import { make, named } from '../../kit/make.js';
import { CHAPTERS } from './chapters.js';

/** @param {{onGo: (id: string) => void}} actions */
export function createContents({ onGo }) {
  /** A link that can be copied and opened elsewhere. @param {string} id of a chapter */
  const linkTo = (id) => leadsTo(make('a', { href: `#room=learn&chapter=${id}` }), () => onGo(id));

  /** @type {Map<string, HTMLAnchorElement>} by the chapter's id */
  const links = new Map(CHAPTERS.map(({ id }) => [id, named(linkTo(id), { t: `tutorial.chapter-${id}` })]));
  const nav = make('nav', { className: 'contents' }, [make('ol', {}, [...links.values()].map((link) => make('li', {}, [link])))]);
  nav.dataset.tLabel = 'tutorial.contents';

  return {
    nav, linkTo,
    /** @param {string} id of the chapter on screen */
    show(id) {
      for (const [name, link] of links) {
        if (name === id) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
    },
  };
}
