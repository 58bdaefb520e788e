// The figures of the chapters: each is made when it comes near, works while it is in sight, and rests otherwise.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { make } from '../../kit/make.js';
import { Scope, onEnd } from '../../kit/scope.js';

/** Each is a file in figures/. */
export const FIGURES = ['class-means', 'more-data', 'resample', 'elbo', 'critic', 'side-by-side', 'machine'];

/**
 * @typedef {object} Figure all of it optional
 * @property {() => void|Promise<void>} [start] it is in sight
 * @property {() => void} [stop]  it no longer is
 * @property {() => void} [words] the language has changed
 */

/** @param {import('../bench.js').Bench} bench */
export function createFigures(bench) {
  /** The bodies outlive the text around them: another language does not begin them anew. */
  const entries = new Map();
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) see(entries.get(target.dataset.body), isIntersecting);
  }, { rootMargin: '200px' });
  onEnd(() => {
    sight.disconnect();
    for (const { figure, scope } of entries.values()) {
      figure?.then((one) => one.stop?.(), () => {});
      scope.end();
    }
  });

  function entryOf(name) {
    if (!entries.has(name)) {
      const body = make('div', { className: `figure-body figure-${name}` });
      body.dataset.body = name;
      entries.set(name, { name, body, figure: null, seen: false, scope: new Scope() });
      sight.observe(body);
    }
    return entries.get(name);
  }

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

  async function create({ name, body, scope }) {
    const { create: fill } = await import(`./figures/${name}.js`);
    body.replaceChildren();
    const figure = scope.run(() => fill(body, bench));
    translate(body);
    figure.words?.();
    return figure;
  }

  function fail(entry, error) {
    entry.scope.end();
    entry.figure = null;
    entry.seen = false;
    const retry = make('button', { type: 'button', textContent: t('tutorial.retry') });
    retry.addEventListener('click', () => see(entry, true));
    entry.body.replaceChildren(make('p', { className: 'figure-failed' }, [t('tutorial.figure-failed', { message: error.message }), ' ', retry]));
  }

  onLanguage(async () => {
    for (const { figure } of entries.values()) (await figure?.catch?.(() => null))?.words?.();
  });

  return {
    /** Puts the figures into a text that has places for them. @param {DocumentFragment} text */
    place(text) {
      for (const place of text.querySelectorAll('[data-figure]')) place.prepend(entryOf(place.dataset.figure).body);
    },
  };
}
