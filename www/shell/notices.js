// Messages that ask for nothing but offer a next step; they cover a corner and never push the page around.

import { onLanguage, t } from '../words/i18n.js';

/** More than these at once is a wall. */
const MOST = 3;

/**
 * @typedef {object} Action
 * @property {string} label  read again after a change of language: a getter gives it in the new one
 * @property {() => void} run
 *
 * @typedef {object} Notice
 * @property {HTMLElement} element
 * @property {HTMLElement} heard  the same words in the live region
 * @property {() => void} say     writes its words, in the language of the page
 */

/**
 * @param {HTMLElement} root a region of the page, which takes the focus where nothing better is left of what had it
 */
export function createNotices(root) {
  /** @type {Map<string, Notice>} */
  const shown = new Map();
  // A live region is heard when something comes into it while it is in the document: both are there, empty, from the start.
  const [calm, urgent] = ['polite', 'assertive'].map(liveRegion);
  root.after(calm, urgent);
  root.tabIndex = -1;
  /** Where the focus was before it went into the notices. @type {Element|null} */
  let cameFrom = null;
  root.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget instanceof Element && !root.contains(relatedTarget)) cameFrom = relatedTarget;
  });
  onLanguage(() => { for (const { say } of shown.values()) say(); });

  /** @param {string} key */
  function dismiss(key) {
    const notice = shown.get(key);
    if (!notice) return;
    const focused = notice.element.contains(document.activeElement);
    shown.delete(key);
    notice.element.remove();
    notice.heard.remove();
    if (focused) giveFocusBack();
  }

  function giveFocusBack() {
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
    // It may be gone by now, or hidden.
    if (document.activeElement !== cameFrom) root.focus();
  }

  /**
   * @param {string} key a newer notice with the same key replaces the older, and takes its focus
   * @param {() => string} words are asked for again after a change of language
   * @param {{problem?: boolean, actions?: Action[]}} [options] problem: is heard at once
   */
  function show(key, words, { problem = false, actions = [] } = {}) {
    const older = shown.get(key);
    const focused = older?.element.contains(document.activeElement) ?? false;
    const element = document.createElement('div');
    element.className = problem ? 'notice problem' : 'notice';
    element.dataset.notice = key;
    element.tabIndex = -1;
    const [text, heard] = [document.createElement('p'), document.createElement('p')];
    const close = button(() => dismiss(key));
    close.className = 'close';
    close.textContent = '×';
    element.append(text, close);
    const buttons = actions.map((action) => ({ action, element: button(() => { dismiss(key); action.run(); }) }));
    if (buttons.length > 0) {
      const row = document.createElement('div');
      row.append(...buttons.map((one) => one.element));
      element.append(row);
    }
    const say = () => {
      text.textContent = heard.textContent = words();
      close.setAttribute('aria-label', t('page.close'));
      for (const one of buttons) one.element.textContent = one.action.label;
    };
    say();
    root.append(element);
    (problem ? urgent : calm).append(heard);
    if (focused) element.focus();
    older?.element.remove();
    older?.heard.remove();
    // The latest comes last, also where it replaces another.
    shown.delete(key);
    shown.set(key, { element, heard, say });
    if (shown.size > MOST) dismiss([...shown.keys()][0]);
  }

  return { show, dismiss };
}

/** @param {string} politeness @returns {HTMLElement} */
function liveRegion(politeness) {
  const region = document.createElement('div');
  region.className = 'visually-hidden';
  region.setAttribute('aria-live', politeness);
  // Not what changes with the language.
  region.setAttribute('aria-relevant', 'additions');
  return region;
}

/** @param {() => void} run */
function button(run) {
  const element = document.createElement('button');
  element.type = 'button';
  element.addEventListener('click', run);
  return element;
}
