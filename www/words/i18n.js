// The page's words in the visitor's language. English is in the page from the start; another language is fetched when chosen.

import { follow, signal } from '../kit/scope.js';
import en from './en.js';
import { ofImages } from './images.js';
import { TAGS, nearestLanguage } from './tags.js';

export { LANGUAGES } from './tags.js';

/** @typedef {import('./tags.js').Language} Language */
/** @typedef {Record<string, string>} Words  each text by its key */

/** @type {Words} */
const ENGLISH = en;
/** Where the words of each language are. Those in traditional characters are made when the site is built (xtask/trunk/chinese.mjs). */
const MODULES = { zh: 'zh', 'zh-Hant': 'zh-hant' };
const STORED = 'playground.language';
/** What is translated with every change of language: the document, and parts of it that are not on screen. @type {Set<ParentNode>} */
const roots = new Set();
/** Texts that index.html holds itself, as it came. @type {WeakMap<Element, Words>} */
const inPage = new WeakMap();
/** The words that are in force, as a count of their changes. */
const changes = signal(0);
let words = ENGLISH;
/** @type {Language} */
let current = 'en';
/** @type {Language} */
let latest = 'en';

/** Whether the run learns from one's own images, so that the page does not speak of digits. */
let images = false;

export const language = () => current;

/** @param {string} key @param {string} text */
const ofData = (key, text) => (images ? ofImages(key, text, current) : text);

/** Of the current language, as `Intl` and `lang` take it. */
export const locale = () => TAGS[current];

/**
 * A text of the page. `{name}` in it becomes the parameter of that name, and `{name|image|images}` the first word where that is 1.
 * @param {string} key as in en/ and zh/
 * @param {Record<string, unknown>} [parameters]
 */
export function t(key, parameters = {}) {
  const text = words[key] ?? ENGLISH[key];
  if (text === undefined) throw new Error(`There is no text “${key}”.`);
  const chosen = ofData(key, text).replace(/\{(\w+)\|(.*?)\|(.*?)\}/g, (_, name, one, many) => (String(parameters[name]) === '1' ? one : many));
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => (name in parameters ? String(parameters[name]) : whole));
}

/** Whether there is a text of this key. @param {string} key */
export const hasText = (key) => key in words || key in ENGLISH;

/**
 * A text, or what stands for it where the engine has something new that the page has no words for.
 * @param {string} key
 * @param {string} otherwise
 * @param {Record<string, unknown>} [parameters]
 */
export const textOr = (key, otherwise, parameters) => (hasText(key) ? t(key, parameters) : otherwise);

/**
 * The same object with words of its own, which follow the language.
 * @template {object} T
 * @template {string} N
 * @param {T} object
 * @param {string} prefix of the keys
 * @param {N[]} names of the words: `names[0]` is the text `prefix.names[0]`
 * @returns {T & Record<N, string>}
 */
export function worded(object, prefix, names) {
  const properties = Object.fromEntries(names.map((name) => [name, { enumerable: true, get: () => t(`${prefix}.${name}`) }]));
  return /** @type {T & Record<N, string>} */ (Object.defineProperties({ ...object }, properties));
}

const ATTRIBUTES = { tLabel: 'aria-label', tTitle: 'title', tContent: 'content', tRole: 'aria-roledescription' };

/**
 * Fills every element below `root` that names a text: `data-t` its content (our own HTML, never a visitor's), `data-t-label` its
 * `aria-label`, `data-t-title` its `title`, `data-t-role` its role in words, `data-t-content` the content of a `meta`. What has no
 * English entry in en/ keeps the English of the page.
 * @param {ParentNode} root
 */
export function translate(root) {
  for (const element of root.querySelectorAll('[data-t], [data-t-label], [data-t-title], [data-t-content], [data-t-role]')) {
    const { dataset } = /** @type {HTMLElement} */ (element);
    if (dataset.t) fill(element, dataset.t, element.innerHTML, (text) => { if (element.innerHTML !== text) element.innerHTML = text; });
    for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
      const key = dataset[name];
      if (key) fill(element, key, element.getAttribute(attribute) ?? '', (text) => element.setAttribute(attribute, text));
    }
  }
}

/** A part of the page that is sometimes outside the document follows the language all the same. @param {ParentNode} root */
export const translateToo = (root) => roots.add(root);

/** @param {Element} element @param {string} key @param {string} now @param {(text: string) => void} set */
function fill(element, key, now, set) {
  const texts = inPage.get(element) ?? {};
  inPage.set(element, texts);
  texts[key] ??= now;
  set(ofData(key, words[key] ?? ENGLISH[key] ?? texts[key]));
}

/** Calls back after every change of language, until the card that is being made ends. @param {() => void} listener @returns {() => void} stops it */
export const onLanguage = (listener) => follow(changes, listener);

/** What early.js found before the first paint: the address's wish, the visitor's earlier choice, or the browser's language. @returns {Language} */
export const preferredLanguage = () => nearestLanguage(document.documentElement.lang) ?? 'en';

/**
 * @param {string} tag any tag of BCP 47; where the page has nothing near it, nothing changes
 * @param {{remember?: boolean}} [options] remember: the visitor chose it, and wants it the next time too
 */
export async function setLanguage(tag, { remember = false } = {}) {
  const wanted = nearestLanguage(tag);
  if (!wanted) return;
  // At once: where the words do not arrive, a reload fetches them.
  if (remember) {
    try {
      localStorage.setItem(STORED, wanted);
    } catch {
      // Then it holds for this visit.
    }
  }
  latest = wanted;
  const loaded = await wordsOf(wanted);
  // Another choice was made while these words were on their way.
  if (latest !== wanted) return;
  words = loaded;
  current = wanted;
  document.documentElement.lang = locale();
  document.documentElement.classList.remove('wordless');
  sayAnew();
}

/** The page's words, for what the run learns from. @param {boolean} own one's own images, which need not be digits */
export function speakOfImages(own) {
  if (own === images) return;
  images = own;
  sayAnew();
}

function sayAnew() {
  for (const root of [document, ...roots]) translate(root);
  changes.value += 1;
}

/** @param {Language} wanted @returns {Promise<Words>} */
async function wordsOf(wanted) {
  return wanted === 'en' ? ENGLISH : (await import(`./${MODULES[wanted]}.js`)).default;
}
