// What an address may say about the page itself, for a lesson in an iframe: which parts it has, and its colours. No DOM.

import { t } from '../words/i18n.js';

/**
 * @typedef {object} Lesson
 * @property {string[]|null} view   names of the cards to show; null is all of them
 * @property {string[]} hide        names of parts to leave out
 * @property {'light'|'dark'|null} theme  null is as the visitor's system has it
 */

export const THEMES = /** @type {const} */ (['light', 'dark']);
const MOST_NAMES = 50;
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** @returns {Lesson} the whole page */
export const wholePage = () => ({ view: null, hide: [], theme: null });

/**
 * Readers of each flag, as address.js has them of each setting.
 * @param {Lesson} lesson what they write to
 * @param {(problem: string) => void} problem
 * @returns {Record<string, (value: string) => void>}
 */
export function lessonReaders(lesson, problem) {
  /** @param {string} key @param {string} value */
  const names = (key, value) => {
    const all = [...new Set(value.split(',').map((name) => name.trim()).filter(Boolean))];
    const usable = all.filter((name) => NAME.test(name)).slice(0, MOST_NAMES);
    if (usable.length < all.length) problem(t('share.badNames', { key }));
    return usable;
  };
  return {
    view(value) {
      const wanted = names('view', value);
      lesson.view = wanted.length > 0 ? wanted : null;
    },
    hide(value) { lesson.hide = names('hide', value); },
    theme(value) {
      const theme = THEMES.find((one) => one === value);
      if (theme) lesson.theme = theme;
      else problem(t('share.badTheme', { known: THEMES.join(', ') }));
    },
  };
}

/** What the hash says of a lesson, where it says anything. @param {Lesson} lesson @returns {[string, string][]} */
export function lessonEntries({ view, hide, theme }) {
  /** @type {[string, string][]} */
  const all = [['view', view?.join(',') ?? ''], ['hide', hide.join(',')], ['theme', theme ?? '']];
  return all.filter(([, value]) => value !== '');
}

/**
 * Flags may stand in the query too, where they outlive a change of the hash. What else is there is not ours.
 * @param {string} search
 * @param {Lesson} hash what the hash says, which counts more
 * @returns {{lesson: Lesson, problems: string[]}}
 */
export function withQuery(search, hash) {
  const lesson = wholePage();
  /** @type {string[]} */
  const problems = [];
  const readers = lessonReaders(lesson, (problem) => problems.push(problem));
  for (const [key, value] of new URLSearchParams(search)) if (Object.hasOwn(readers, key)) readers[key](value);
  return {
    lesson: { view: hash.view ?? lesson.view, hide: hash.hide.length > 0 ? hash.hide : lesson.hide, theme: hash.theme ?? lesson.theme },
    problems,
  };
}

/**
 * Whether the page stands in someone's lesson: no masthead, no footer, and it does not begin by itself.
 * @param {Lesson} lesson
 * @param {boolean} framed whether it stands in someone's page
 */
export const isLesson = ({ view, hide }, framed) => framed || view !== null || hide.length > 0;
