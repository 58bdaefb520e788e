// Colours of the style sheet, for what is drawn by hand.

import { follow, signal } from './scope.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The colours that are in force, as a count of their changes: what they are, the style sheet knows. */
const changes = signal(0);
/** Classes that alone say what the colour is. */
const ROLE = /\b(real|model)\b/;

/** What was looked up; every look at a style may cost a look at the whole page. */
/** @type {Map<string, number[]>} */
const inks = new Map();
/** @type {Map<string, string>} */
const colours = new Map();
function tell() {
  inks.clear();
  colours.clear();
  changes.value += 1;
}
dark.addEventListener('change', tell);

/** Calls back when light turns to dark or back, until the card that is being made ends. @param {() => void} listener */
export const onThemeChange = (listener) => follow(changes, listener);

/** @param {'light'|'dark'|null} theme null is as the system has it */
export function setTheme(theme) {
  const { style } = document.documentElement;
  if (style.colorScheme === (theme ?? '')) return;
  style.colorScheme = theme ?? '';
  tell();
}

/** Red, green and blue of a computed colour, 0 to 255. @param {string} css “rgb(1, 2, 3)” */
export const channelsOf = (css) => (css.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);

/**
 * An element's text colour, which is its role's ink.
 * @param {Element} element
 * @returns {number[]} red, green, blue
 */
export function inkOf(element) {
  const role = ROLE.exec(element.className)?.[0];
  if (!role) return channelsOf(getComputedStyle(element).color);
  const known = inks.get(role);
  if (known) return known;
  // Of the class, and not of the element, which may be in a room that waits outside the document: there it has no colour.
  const ink = channelsOf(colourOf((probe) => { probe.className = role; }));
  inks.set(role, ink);
  return ink;
}

/** The colour of an element of the page that is only there to be asked. @param {(probe: HTMLElement) => void} prepare */
function colourOf(prepare) {
  const probe = document.createElement('span');
  prepare(probe);
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** A custom property's colour, as other libraries take it. @param {string} name “--plus” */
export function colour(name) {
  const known = colours.get(name);
  if (known !== undefined) return known;
  const value = colourOf((probe) => { probe.style.color = `var(${name})`; });
  colours.set(name, value);
  return value;
}
