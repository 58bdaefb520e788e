// The parts of the page that an address can ask for or leave out, and leaving them out.

import { t } from '../words/i18n.js';
import { setTheme } from '../kit/theme.js';
import { make } from '../kit/make.js';
import { isLesson, withQuery } from '../run/lesson.js';

/** Beside the cards: they have no heading of their own. */
const FRAME = { models: '.models', transport: '.transport' };

/** @returns {{name: string, element: HTMLElement, card: boolean}[]} in the order of the page */
export function partsOfPage() {
  const frame = Object.entries(FRAME).map(([name, selector]) => ({ name, element: document.querySelector(selector), card: false }));
  const cards = [...document.querySelectorAll('#views > .card, #laboratory > .card')]
    .map((element) => ({ name: element.closest('#views') ? element.classList[1] : element.id, element, card: true }));
  return [...frame, ...cards];
}

/** What a visitor reads over a card. */
export function titleOf({ name, element }) {
  const heading = [...element.querySelectorAll('h2')].find((one) => !one.closest('[hidden]'));
  const seen = [...(heading?.childNodes ?? [])].filter((node) => !node.hidden);
  return seen.map((node) => node.textContent).join('').trim() || name;
}

export const framed = window.parent !== window;

/**
 * Shows what the address asks for.
 * @param {import('../run/lesson.js').Lesson} hash what its hash says
 * @returns {string[]} what was wrong with it
 */
export function applyLesson(hash) {
  const { lesson, problems } = withQuery(location.search, hash);
  const { view, hide, theme } = lesson;
  const parts = partsOfPage();
  for (const { name, element, card } of parts) {
    const wanted = view === null || view.includes(name) || (!card && name === 'transport');
    element.toggleAttribute('data-away', !wanted || hide.includes(name));
  }
  setTheme(theme);
  const lean = isLesson(lesson, framed);
  document.documentElement.toggleAttribute('data-lesson', lean);
  if (lean) linkToAll();
  const names = parts.map(({ name }) => name);
  const unknown = [...(view ?? []), ...hide].filter((name) => !names.includes(name));
  if (unknown.length > 0) problems.push(t('share.unknownParts', { unknown: unknown.join(', '), known: names.join(', ') }));
  return problems;
}

/** Whoever meets a part of the page can go to all of it, with the same settings. */
function linkToAll() {
  if (document.getElementById('whole-page')) return;
  const link = make('a', { id: 'whole-page', target: '_blank', rel: 'noopener' });
  link.dataset.t = 'share.wholePage';
  link.textContent = t('share.wholePage');
  const there = () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    ['view', 'hide', 'run', 'steps'].forEach((key) => hash.delete(key));
    link.href = `${location.pathname}#${hash}`;
  };
  link.addEventListener('pointerdown', there);
  link.addEventListener('focus', there);
  there();
  document.querySelector('main').append(make('p', { className: 'whole-page fine' }, [link]));
}
