// The page's words in the visitor's language. English is in the page from the start; another language is fetched when chosen.

import en from './languages/en.js';

/** The languages there are, by their own names. */
export const LANGUAGES = { en: 'English', zh: '简体中文' };

const LOADERS = { en: async () => en, zh: async () => (await import('./languages/zh.js')).default };
const STORED = 'playground.language';
/** Texts that index.html holds itself, as it came. */
const inPage = new WeakMap();
const listeners = new Set();
let words = en;
let current = 'en';

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

/**
 * Fills every element below `root` that names a text: `data-t` its content (our own HTML, never a visitor's), `data-t-label` its
 * `aria-label`, `data-t-title` its `title`. What has no English entry in languages/ keeps the English of the page.
 * @param {ParentNode} root
 */
export function translate(root) {
  for (const element of root.querySelectorAll('[data-t], [data-t-label], [data-t-title]')) {
    const { t: content, tLabel: label, tTitle: title } = element.dataset;
    if (content) fill(element, content, element.innerHTML, (text) => { if (element.innerHTML !== text) element.innerHTML = text; });
    if (label) fill(element, label, element.getAttribute('aria-label'), (text) => element.setAttribute('aria-label', text));
    if (title) fill(element, title, element.title, (text) => { element.title = text; });
  }
}

function fill(element, key, now, set) {
  const texts = inPage.get(element) ?? {};
  inPage.set(element, texts);
  texts[key] ??= now;
  set(words[key] ?? en[key] ?? texts[key]);
}

/** Calls back after every change of language. @param {() => void} listener */
export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the visitor chose before, or what the browser says. @returns {'en'|'zh'} */
export function preferredLanguage() {
  try {
    const stored = localStorage.getItem(STORED);
    if (stored in LANGUAGES) return stored;
  } catch {
    // Storage may be denied; the browser's own language then counts every time.
  }
  return navigator.languages?.some((tag) => /^(zh|en)\b/i.test(tag)) && /^zh/i.test(navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag))) ? 'zh' : 'en';
}

/**
 * @param {'en'|'zh'} code
 * @param {{remember?: boolean}} [options] remember: the visitor chose it, and wants it the next time too
 */
export async function setLanguage(code, { remember = false } = {}) {
  if (!(code in LANGUAGES)) return;
  words = await LOADERS[code]();
  current = code;
  if (remember) {
    try {
      localStorage.setItem(STORED, code);
    } catch {
      // Then it holds for this visit.
    }
  }
  document.documentElement.lang = locale();
  translate(document);
  for (const listener of listeners) listener();
}
