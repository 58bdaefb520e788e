// Single keys for the transport bar, off while someone types or draws, and off altogether on request.

import { intoKeys, ontoButton } from '../kit/typing.js';

/** @typedef {' '|'k'|'s'|'d'|'g'|'r'} Shortcut */

/**
 * The key that is meant: the letter that it writes or, where it writes none of A to Z (Cyrillic, Greek, Hebrew), the one that stands in
 * its place on the keyboards which the letters come from.
 * @param {{key: string, code: string}} event
 */
export function keyOf({ key, code }) {
  if (code === 'Space' || /^[a-z]$/i.test(key)) return code === 'Space' ? ' ' : key.toLowerCase();
  // Signs and digits of a Latin keyboard mean themselves.
  if (key.length === 1 && key > '\u007f') return /^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? key;
  return key;
}

/**
 * @param {HTMLInputElement} enabled the checkbox that turns them off, for people whose tools send stray keys
 * @param {{onToggle: () => void, onStep: (part?: 'both'|'discriminator'|'generator') => void, onRestart: () => void}} parts what they do
 */
export function createShortcuts(enabled, { onToggle, onStep, onRestart }) {
  /** @param {'discriminator'|'generator'} part */
  const alone = (part) => () => { if (!document.getElementById('step-d')?.hidden) onStep(part); };
  /** @type {Record<Shortcut, () => void>} */
  const actions = { ' ': onToggle, k: onToggle, s: () => onStep('both'), d: alone('discriminator'), g: alone('generator'), r: onRestart };

  document.addEventListener('keydown', (event) => {
    const key = keyOf(event);
    if (!enabled.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || !isShortcut(key)) return;
    if (intoKeys(event) || (key === ' ' && ontoButton(event))) return;
    event.preventDefault();
    actions[key]();
  });

  /** @param {string} key @returns {key is Shortcut} */
  function isShortcut(key) {
    return Object.hasOwn(actions, key);
  }
}
