// The figures of the chapters: each is made when it comes near, works while it is in sight, and rests otherwise.

import { messageOf } from '../../engine/thrown.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { make } from '../../kit/make.js';
import { Scope, onEnd } from '../../kit/scope.js';

/** Each is a file in figures/. */
export const FIGURES = ['class-means', 'spoil', 'more-data', 'resample', 'elbo', 'critic', 'side-by-side', 'by-counting', 'block-by-block', 'ideal-flow', 'few-steps', 'four-questions',
  'machine'];

/**
 * @typedef {object} Figure all of it optional
 * @property {() => unknown} [start] it is in sight; a promise where there is something to wait for
 * @property {() => void} [stop]  it no longer is
 * @property {() => void} [words] the language has changed
 *
 * @typedef {object} Entry
 * @property {string} name
 * @property {HTMLElement} body
 * @property {Promise<Figure>|null} figure
 * @property {boolean} seen
 * @property {Scope} scope  of the figure
 */

/** @param {import('../bench.js').Bench} bench */
export function createFigures(bench) {
  /** The bodies outlive the text around them: another language does not begin them anew. @type {Map<string, Entry>} */
  const entries = new Map();
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const entry = [...entries.values()].find(({ body }) => body === target);
      if (entry) see(entry, isIntersecting);
    }
  }, { rootMargin: '200px' });
  let ended = false;
  onEnd(() => {
    ended = true;
    sight.disconnect();
    for (const { figure, scope } of entries.values()) {
      figure?.then((one) => one.stop?.(), () => {});
      scope.close();
    }
  });

  /** @param {string} name */
  function entryOf(name) {
    const known = entries.get(name);
    if (known) return known;
    const body = make('div', { className: `figure-body figure-${name}` });
    /** @type {Entry} */
    const entry = { name, body, figure: null, seen: false, scope: new Scope() };
    entries.set(name, entry);
    sight.observe(body);
    return entry;
  }

  /** @param {Entry} entry @param {boolean} seen */
  async function see(entry, seen) {
    if (seen === entry.seen) return;
    entry.seen = seen;
    try {
      entry.figure ??= create(entry);
      const figure = await entry.figure;
      // It may have left while its file was on the way.
      if (entry.seen !== seen) return;
      if (seen) await figure.start?.();
      else figure.stop?.();
    } catch (error) {
      if (seen) fail(entry, error);
    }
  }

  /** @param {Entry} entry */
  async function create({ name, body, scope }) {
    /** @type {{create: (body: HTMLElement, bench: import('../bench.js').Bench) => Figure}} */
    const { create: fill } = await import(`./figures/${name}.js`);
    // The room may have been left while the file was on its way.
    if (ended) return {};
    body.replaceChildren();
    const figure = scope.run(() => fill(body, bench));
    translate(body);
    figure.words?.();
    return figure;
  }

  /** @param {Entry} entry @param {unknown} error */
  function fail(entry, error) {
    entry.scope.end();
    entry.figure = null;
    entry.seen = false;
    const retry = make('button', { type: 'button', textContent: t('tutorial.retry') });
    retry.addEventListener('click', () => see(entry, true));
    entry.body.replaceChildren(make('p', { className: 'figure-failed' }, [t('tutorial.figure-failed', { message: messageOf(error) }), ' ', retry]));
  }

  onLanguage(async () => {
    for (const { figure } of entries.values()) (await figure?.catch(() => null))?.words?.();
  });

  return {
    /** Puts the figures into a text that has places for them. @param {DocumentFragment} text */
    place(text) {
      for (const place of text.querySelectorAll('[data-figure]')) place.prepend(entryOf(place.getAttribute('data-figure') ?? '').body);
    },
  };
}
