// The parts of the page that an address can ask for or leave out, and leaving them out.

import { find } from '../kit/find.js';
import { make } from '../kit/make.js';
import { setTheme } from '../kit/theme.js';
import { entriesOf } from '../run/hash.js';
import { isLesson, withQuery } from '../run/lesson.js';
import { t } from '../words/i18n.js';

/** Beside the cards. */
const FRAME = { rooms: '#rooms', models: '.models', transport: '.transport', steps: '#steps' };

export const framed = window.parent !== window;

/** As the page came, since the training room is not in the document while another is open. */
const frame = Object.entries(FRAME).map(([name, selector]) => ({ name, element: find(document, selector) }));
const cards = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#room-train .views > .card'))].map((element) => ({ name: element.classList[1], element }));

/** The cards of the training room. */
export const trainCards = () => cards.map(({ name, element }) => ({ name, title: () => titleOf(name, element), fits: () => !element.hidden }));

/** What a visitor reads over a card. @param {string} name @param {Element} element */
function titleOf(name, element) {
  const heading = [...element.querySelectorAll('h2')].find((one) => !one.closest('[hidden]'));
  const seen = [...(heading?.childNodes ?? [])].filter((node) => !(node instanceof HTMLElement && node.hidden));
  return seen.map((node) => node.textContent).join('').trim() || name;
}

/** Whether this names a part beside the cards. @param {string} name */
export const isFrame = (name) => Object.hasOwn(FRAME, name);

/** Whether a lesson does without a card. @param {string} name @param {import('../run/lesson.js').Lesson} lesson */
export const isAway = (name, { view, hide }) => (view !== null && !view.includes(name)) || hide.includes(name);

/**
 * What hash and query together ask for.
 * @param {import('../run/lesson.js').Lesson} hash what the hash says
 */
export const lessonOf = (hash) => withQuery(location.search, hash);

/** Shows what is left of the frame and of the training room. Cards of other rooms ask `isAway`. @param {import('../run/lesson.js').Lesson} lesson */
export function applyLesson(lesson) {
  const { view, hide, theme } = lesson;
  for (const { name, element } of frame) {
    // The buttons stay unless they are hidden; a lesson of some cards has no rooms to go to.
    const wanted = view === null || view.includes(name) || name === 'transport' || name === 'steps';
    element.toggleAttribute('data-away', !wanted || hide.includes(name));
  }
  for (const { name, element } of cards) element.toggleAttribute('data-away', isAway(name, lesson));
  setTheme(theme);
  const lean = isLesson(lesson, framed);
  document.documentElement.toggleAttribute('data-lesson', lean);
  document.documentElement.toggleAttribute('data-cards', view !== null);
  if (lean) linkToAll();
  else document.querySelector('.whole-page')?.remove();
}

/**
 * Names that no part has, in words.
 * @param {import('../run/lesson.js').Lesson} lesson
 * @param {string[]} names of all cards
 * @returns {string[]}
 */
export function unknownParts({ view, hide }, names) {
  const known = [...frame.map(({ name }) => name), ...names];
  const unknown = [...(view ?? []), ...hide].filter((name) => !known.includes(name));
  return unknown.length > 0 ? [t('share.unknownParts', { unknown: unknown.join(', '), known: known.join(', ') })] : [];
}

/** Whoever meets a part of the page can go to all of it, with the same settings. */
function linkToAll() {
  if (document.getElementById('whole-page')) return;
  const link = make('a', { id: 'whole-page', target: '_blank', rel: 'noopener' });
  link.dataset.t = 'share.wholePage';
  link.textContent = t('share.wholePage');
  const there = () => {
    const rest = entriesOf(location.hash).filter(([key]) => !['view', 'hide', 'run', 'steps'].includes(key));
    link.href = `${location.pathname}#${new URLSearchParams(rest)}`;
  };
  link.addEventListener('pointerdown', there);
  link.addEventListener('focus', there);
  there();
  find(document, 'main').append(make('p', { className: 'whole-page fine' }, [link]));
}
