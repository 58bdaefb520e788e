// The tutorial below the bench: its frame at once, its text when a reader comes near, its figures when they are in sight.

import { language, onLanguage, t, translate } from '../../words/i18n.js';
import { make } from '../../kit/make.js';
import { CHAPTERS, fetchChapters } from './chapters.js';
import { createContents } from './contents.js';
import { createFigures } from './figures.js';
import { typesetOnDemand } from './typeset.js';
import { placeOf, returnTo } from './place.js';

/** How far below the window the text is fetched. */
const NEAR = '1600px';

/** @param {{bench: import('../bench.js').Bench}} parts */
export function startTutorial({ bench }) {
  const article = document.getElementById('tutorial');
  const sections = CHAPTERS.map(({ id }) => {
    const section = make('section', { className: 'chapter', id: `chapter-${id}` });
    section.setAttribute('aria-labelledby', `chapter-${id}-title`);
    section.setAttribute('aria-busy', 'true');
    return section;
  });
  const figures = createFigures(bench);
  const contents = createContents(sections, { onGo: go });
  const failure = make('p', { className: 'tutorial-failed', hidden: true });
  const chapters = make('div', { className: 'chapters' }, [failure, ...sections]);
  article.setAttribute('role', 'region');
  article.setAttribute('aria-labelledby', 'tutorial-title');
  article.append(head(), contents.nav, chapters);
  translate(article);
  article.hidden = false;
  document.getElementById('to-tutorial').addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(CHAPTERS[0].id);
  });

  /** The language whose text is there, or on its way. */
  let shown = '';
  let filled = Promise.resolve();

  function fill() {
    if (shown !== language()) {
      shown = language();
      filled = insert(shown).catch((error) => {
        shown = '';
        showFailure(error);
        throw error;
      });
      filled.catch(() => {});
    }
    return filled;
  }

  async function insert(wanted) {
    const texts = await fetchChapters(wanted);
    // Someone who switches twice sees the last.
    if (wanted !== shown) return;
    const place = placeOf(sections);
    sections.forEach((section, index) => {
      const open = [...section.querySelectorAll('details')].map((details) => details.open);
      const heading = texts[index].querySelector('h3');
      Object.assign(heading, { id: `${section.id}-title`, tabIndex: -1 });
      figures.place(texts[index]);
      section.replaceChildren(texts[index]);
      section.querySelectorAll('details').forEach((details, at) => { details.open = open[at] ?? false; });
      section.removeAttribute('aria-busy');
      typesetOnDemand(section);
    });
    failure.hidden = true;
    returnTo(place, sections);
  }

  function showFailure(error) {
    const retry = make('button', { type: 'button', textContent: t('tutorial.retry') });
    retry.addEventListener('click', () => fill().catch(() => {}));
    failure.replaceChildren(t('tutorial.text-failed', { message: error.message }), ' ', retry);
    failure.hidden = false;
  }

  /** The address is left alone: its hash is the state of the bench. */
  async function go(id) {
    await fill().catch(() => {});
    const section = document.getElementById(`chapter-${id}`);
    section.scrollIntoView();
    document.getElementById(`chapter-${id}-title`)?.focus({ preventScroll: true });
  }

  const nearness = new IntersectionObserver((changes) => {
    if (!changes.some(({ isIntersecting }) => isIntersecting)) return;
    nearness.disconnect();
    fill().catch(() => {});
    onLanguage(() => { fill().catch(() => {}); });
  }, { rootMargin: NEAR });
  nearness.observe(article);

  const asked = new URLSearchParams(location.search).get('chapter');
  // Not before the bench above has its final height.
  if (CHAPTERS.some(({ id }) => id === asked)) window.playgroundReady.catch(() => {}).then(() => go(asked));
}

function head() {
  const part = (tag, className, key) => {
    const element = make(tag, { className });
    element.dataset.t = key;
    return element;
  };
  const title = part('h2', '', 'tutorial.title');
  title.id = 'tutorial-title';
  return make('header', { className: 'tutorial-head' }, [part('p', 'eyebrow', 'tutorial.eyebrow'), title, part('p', 'standfirst', 'tutorial.standfirst')]);
}
