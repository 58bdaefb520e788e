// The address of a run, and the HTML that puts it into someone's own page. No DOM.

import { formatHash } from '../../run/address.js';

/**
 * @param {string} base the page's address without query and hash
 * @param {import('../../run/address.js').State} state
 * @param {{run?: boolean, view?: string[]|null, theme?: 'light'|'dark'|null}} [choice]
 */
export function addressOf(base, state, { run = false, view = null, theme = null } = {}) {
  return `${base}${formatHash({ ...state, room: undefined, chapter: undefined, run, steps: run ? state.steps : null, lesson: { view, hide: [], theme } }).replaceAll('%2C', ',')}`;
}

/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** @param {string} address @param {string} title */
export const iframeOf = (address, title) => `<iframe src="${escape(address)}" title="${escape(title)}" width="100%" height="760" style="border: 0" allow="clipboard-write"></iframe>`;
