// Colours of the style sheet, for what is drawn by hand.

const dark = matchMedia('(prefers-color-scheme: dark)');

const listeners = new Set();
const tell = () => { for (const listener of listeners) listener(); };
dark.addEventListener('change', tell);

/** Calls back when light turns to dark or back. */
export function onThemeChange(listener) {
  listeners.add(listener);
}

/** @param {'light'|'dark'|null} theme null is as the system has it */
export function setTheme(theme) {
  const { style } = document.documentElement;
  if (style.colorScheme === (theme ?? '')) return;
  style.colorScheme = theme ?? '';
  tell();
}

/**
 * An element's text colour, which is its role's ink.
 * @param {Element} element
 * @returns {[number, number, number]}
 */
export function inkOf(element) {
  const [red, green, blue] = getComputedStyle(element).color.match(/[\d.]+/g).map(Number);
  return [red, green, blue];
}

/** A custom property's colour, as other libraries take it. */
export function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
