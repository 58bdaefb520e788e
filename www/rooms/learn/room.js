// The tutorial: one chapter at a time, with the way to the others, and figures that work while they are in sight.

import { action } from './parts/canvas.js';
import { CHAPTERS, fetchChapter } from './chapters.js';
import { createContents } from './contents.js';
import { createFigures } from './figures.js';
import { placeOf, returnTo } from './place.js';
import { typesetOnDemand } from './typeset.js';
import { messageOf } from '../../engine/thrown.js';
import { find } from '../../kit/find.js';
import { leadsTo } from '../../kit/link.js';
import { make } from '../../kit/make.js';
import { language, onLanguage, t, translate } from '../../words/i18n.js';

/**
 * @param {HTMLElement} place
 * @param {import('../bench.js').Bench} bench
 * @param {{page: string|null}} wanted the chapter that the address names
 * @returns {import('../registry.js').RoomView}
 */
export function create(place, bench, { page }) {
  const figures = createFigures(bench);
  const contents = createContents({ onGo: (id) => bench.goTo('learn', { chapter: id }) });
  const section = make('section', { className: 'chapter' });
  const turn = make('nav', { className: 'turn' });
  turn.dataset.tLabel = 'tutorial.turn';
  place.className = 'tutorial';
  place.append(contents.nav, make('div', { className: 'chapters' }, [section, turn]));

  let chapter = page ?? CHAPTERS[0].id;
  /** What the text on screen is, or the one on its way: its chapter and language. */
  let shown = '';

  async function fill({ focus = false } = {}) {
    const [wanted, id] = [`${chapter} ${language()}`, chapter];
    if (shown === wanted) return;
    const another = !shown.startsWith(`${id} `);
    shown = wanted;
    section.setAttribute('aria-busy', 'true');
    contents.show(id);
    lead(id);
    /** @type {DocumentFragment} */
    let text;
    try {
      text = await fetchChapter(id, language());
    } catch (error) {
      if (shown === wanted) fail(error);
      return;
    }
    // Whoever turns twice sees the last.
    if (shown === wanted) put(text, id, { another, focus });
  }

  /** @param {DocumentFragment} text @param {string} id @param {{another: boolean, focus: boolean}} how another: than the one before */
  function put(text, id, { another, focus }) {
    const reading = another ? null : placeOf(section);
    const open = another ? [] : [...section.querySelectorAll('details')].map((details) => details.open);
    const heading = find(text, 'h2');
    Object.assign(heading, { id: `chapter-${id}-title`, tabIndex: -1 });
    figures.place(text);
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (text.querySelectorAll('a[href^="#room="]'))) {
      leadsTo(link, () => bench.goTo(link.hash.slice('#room='.length)));
    }
    section.id = `chapter-${id}`;
    section.setAttribute('aria-labelledby', heading.id);
    section.replaceChildren(text);
    section.querySelectorAll('details').forEach((details, at) => { details.open = open[at] ?? false; });
    section.removeAttribute('aria-busy');
    typesetOnDemand(section);
    returnTo(reading, section);
    if (focus) heading.focus({ preventScroll: true });
  }

  /** @param {unknown} error */
  function fail(error) {
    shown = '';
    const retry = make('button', { type: 'button', textContent: t('tutorial.retry') });
    retry.addEventListener('click', () => fill());
    section.replaceChildren(make('p', { className: 'tutorial-failed' }, [t('tutorial.text-failed', { message: messageOf(error) }), ' ', retry]));
    section.removeAttribute('aria-busy');
  }

  /** The ways to the chapter before and after. @param {string} id */
  function lead(id) {
    const at = CHAPTERS.findIndex((one) => one.id === id);
    /** @param {number} index @param {'back'|'next'} key */
    const to = (index, key) => {
      const { id: other } = CHAPTERS[index];
      const link = contents.linkTo(other);
      link.classList.add(key);
      link.textContent = t(`tutorial.${key}`, { chapter: t(`tutorial.chapter-${other}`) });
      return link;
    };
    const last = at === CHAPTERS.length - 1;
    turn.replaceChildren(
      ...(at > 0 ? [to(at - 1, 'back')] : []),
      last ? action('tutorial.to-bench', () => bench.goTo('train'), 'next') : to(at + 1, 'next'),
    );
    translate(place);
  }

  onLanguage(() => { fill(); });
  fill();
  return {
    turnTo(id, { focus }) {
      const wanted = id ?? CHAPTERS[0].id;
      if (wanted === chapter) return;
      chapter = wanted;
      fill({ focus });
    },
  };
}
