// The table of contents, which says where the reader is.

import { make } from '../../kit/make.js';
import { CHAPTERS } from './chapters.js';

/**
 * @param {HTMLElement[]} sections one a chapter
 * @param {{onGo: (id: string) => void}} actions
 */
export function createContents(sections, { onGo }) {
  const links = CHAPTERS.map(({ id }) => {
    // A link that can be copied and opened elsewhere. The hash is taken: it is the state of the bench.
    const link = make('a', { href: `?chapter=${id}` });
    link.dataset.t = `tutorial.chapter-${id}`;
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      onGo(id);
    });
    return link;
  });
  const nav = make('nav', { className: 'contents' }, [make('ol', {}, links.map((link) => make('li', {}, [link])))]);
  nav.dataset.tLabel = 'tutorial.contents';

  const inSight = new Set();
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) inSight.add(target);
      else inSight.delete(target);
    }
    const current = sections.findIndex((section) => inSight.has(section));
    links.forEach((link, index) => {
      if (index === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
    // The upper third of the window: there one reads.
  }, { rootMargin: '-15% 0px -60% 0px' });
  sections.forEach((section) => sight.observe(section));
  return { nav };
}
