// Hands files over to the visitor, and knows as much of what becomes of them as a page can know.

/** Long enough for a browser to have begun with it. */
const KEEP_MS = 60_000;

/**
 * What becomes of a download from here. `asked`: the browser has been asked, and says no more. `unsure`: the same, but another
 * site's page holds this one in a frame and may have forbidden it. `blocked`: the frame forbids it, as a browser does without a word.
 * @typedef {'asked'|'unsure'|'blocked'} Fate
 */

/**
 * @param {Window} window of the page
 * @returns {Fate}
 */
export function fateOfDownloads(window) {
  /** @type {Fate} */
  let fate = window.origin === 'null' ? 'unsure' : 'asked';
  // What the frame around a frame forbids, is forbidden in both.
  for (let at = window; at !== at.parent; at = at.parent) {
    const frame = frameOf(at);
    if (!frame) fate = 'unsure';
    else if (frame.hasAttribute('sandbox') && !sandboxOf(frame).includes('allow-downloads')) return 'blocked';
  }
  return fate;
}

/** The element around a page; null where it belongs to another site. @param {Window} window */
function frameOf(window) {
  try {
    return window.frameElement;
  } catch {
    return null;
  }
}

/** @param {Element} frame */
const sandboxOf = (frame) => (frame.getAttribute('sandbox') ?? '').toLowerCase().split(/\s+/);

/**
 * @param {string} name
 * @param {Blob} blob
 * @returns {Fate} where it is `blocked`, nothing was tried
 */
export function save(name, blob) {
  const fate = fateOfDownloads(window);
  if (fate === 'blocked') return fate;
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
  return fate;
}
