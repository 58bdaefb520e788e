// The table of contents, which says where the reader is.

import { make, named } from '../../kit/make.js';
import { CHAPTERS } from './chapters.js';

/** @param {{onGo: (id: string) => void}} actions */
export function createContents({ onGo }) {
  /** A link that can be copied and opened elsewhere. @param {string} id of a chapter */
  function linkTo(id) {
    const link = make('a', { href: `#room=learn&chapter=${id}` });
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      onGo(id);
    });
    return link;
  }

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
