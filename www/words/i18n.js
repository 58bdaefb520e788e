// The page's words in the visitor's language. English is in the page from the start; another language is fetched when chosen.

import { follow, signal } from '../kit/scope.js';
import en from './en.js';

/** The languages there are, by their own names. */
export const LANGUAGES = { en: 'English', zh: '简体中文' };

const LOADERS = { en: async () => en, zh: async () => (await import('./zh.js')).default };
const STORED = 'playground.language';
/** What is translated with every change of language: the document, and parts of it that are not on screen. @type {Set<ParentNode>} */
const roots = new Set();
/** Texts that index.html holds itself, as it came. */
const inPage = new WeakMap();
/** The words that are in force, as a count of their changes. */
const changes = signal(0);
let words = en;
let current = 'en';
let latest = 'en';

/** @returns {'en'|'zh'} */
export const language = () => current;

/** Of the current language, as `Intl` and `lang` take it. */
export const locale = () => (current === 'zh' ? 'zh-CN' : 'en');

/**
 * A text of the page. `{name}` in it becomes the parameter of that name.
 * @param {string} key as in languages/
 * @param {Record<string, string|number>} [parameters]
 */
export function t(key, parameters = {}) {
  const text = words[key] ?? en[key];
  if (text === undefined) throw new Error(`There is no text “${key}”.`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in parameters ? String(parameters[name]) : whole));
}

/** Whether there is a text of this key. @param {string} key */
export const hasText = (key) => key in words || key in en;

/**
 * The same object with words of its own, which follow the language.
 * @template {object} T
 * @param {T} object
 * @param {string} prefix of the keys
 * @param {string[]} names of the words: `names[0]` is the text `prefix.names[0]`
 * @returns {T}
 */
export function worded(object, prefix, names) {
  return Object.defineProperties({ ...object }, Object.fromEntries(names.map((name) => [name, { enumerable: true, get: () => t(`${prefix}.${name}`) }])));
}

const ATTRIBUTES = { tLabel: 'aria-label', tTitle: 'title', tContent: 'content', tRole: 'aria-roledescription' };

/**
 * Fills every element below `root` that names a text: `data-t` its content (our own HTML, never a visitor's), `data-t-label` its
 * `aria-label`, `data-t-title` its `title`, `data-t-role` its role in words, `data-t-content` the content of a `meta`. What has no
 * English entry in languages/ keeps the English of the page.
 * @param {ParentNode} root
 */
export function translate(root) {
  for (const element of root.querySelectorAll('[data-t], [data-t-label], [data-t-title], [data-t-content], [data-t-role]')) {
    const { t: content } = element.dataset;
    if (content) fill(element, content, element.innerHTML, (text) => { if (element.innerHTML !== text) element.innerHTML = text; });
    for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
      const key = element.dataset[name];
      if (key) fill(element, key, element.getAttribute(attribute), (text) => element.setAttribute(attribute, text));
    }
  }
}

/** A part of the page that is sometimes outside the document follows the language all the same. @param {ParentNode} root */
export const translateToo = (root) => roots.add(root);

function fill(element, key, now, set) {
  const texts = inPage.get(element) ?? {};
  inPage.set(element, texts);
  texts[key] ??= now;
  set(words[key] ?? en[key] ?? texts[key]);
}

/** Calls back after every change of language, until the card that is being made ends. @param {() => void} listener @returns {() => void} stops it */
export const onLanguage = (listener) => follow(changes, listener);

/** What early.js found before the first paint: the address's wish, the visitor's earlier choice, or the browser's language. @returns {'en'|'zh'} */
export const preferredLanguage = () => (/^zh/.test(document.documentElement.lang) ? 'zh' : 'en');

/**
 * @param {'en'|'zh'} code
 * @param {{remember?: boolean}} [options] remember: the visitor chose it, and wants it the next time too
 */
export async function setLanguage(code, { remember = false } = {}) {
  if (!(code in LANGUAGES)) return;
  // At once: where the words do not arrive, a reload fetches them.
  if (remember) {
    try {
      localStorage.setItem(STORED, code);
    } catch {
      // Then it holds for this visit.
    }
  }
  latest = code;
  const loaded = await LOADERS[code]();
  // Another choice was made while these words were on their way.
  if (latest !== code) return;
  words = loaded;
  current = code;
  document.documentElement.lang = locale();
  document.documentElement.classList.remove('wordless');
  for (const root of [document, ...roots]) translate(root);
  changes.value += 1;
}
