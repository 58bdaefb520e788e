// Gives every view its card, shows those that fit the model, and keeps the ones in sight fresh.

import { breathe } from '../kit/breathe.js';
import { make } from '../kit/make.js';
import { translate } from '../words/i18n.js';

/**
 * @typedef {object} ViewDefinition
 * @property {string} name          of its card's class, `view-name`, and of its address, `#name` in links within the page
 * @property {string} title         key of its heading in languages/
 * @property {(model: any) => boolean} fits  whether a model has something to show here
 * @property {number} [share]       of the training time that its refreshes may cost (watch.js)
 * @property {number} [leastMs]     between two refreshes
 * @property {(card: HTMLElement, bench: import('./bench.js').Bench) => View} create  fills the card, once
 */

/**
 * @typedef {object} View all of it optional; nothing is called while the model does not fit
 * @property {(model: any) => Promise<number>} [refresh] the model has changed: ask and draw; answers the engine's milliseconds. Only
 *   called while the card is in sight and the tab is not hidden
 * @property {(model: any) => void} [loaded]   a new run
 * @property {(report: any) => void} [stepped] `step` of playground.js
 * @property {(step: number, losses: any, whole: boolean) => void} [tested] test losses; whole: of all test digits, after an epoch
 * @property {(step: number) => void} [recovered] the run went back to this step after a crash
 * @property {(frame: {step: number, images: Float32Array, columns: number, rows: number, label: number|null}) => void} [sampled] the samples card was drawn
 */

/**
 * @param {HTMLElement} root
 * @param {ViewDefinition[]} definitions
 * @param {import('./bench.js').Bench} bench
 * @param {(name: string) => void} onSeen a card came into sight
 * @returns a promise: one card is made at a time, and between them the page answers whoever touches it
 */
export async function createViewHost(root, definitions, bench, onSeen) {
  const entries = [];
  for (const definition of definitions) {
    const { name, title } = definition;
    const heading = make('h2', { id: `${name}-title` });
    heading.dataset.t = title;
    const card = make('section', { className: `card view-${name}`, id: name, hidden: true }, [heading]);
    card.setAttribute('aria-labelledby', heading.id);
    root.append(card);
    const view = definition.create(card, bench);
    entries.push({ definition, card, view, seen: false });
    await breathe();
  }
  translate(root);

  const byCard = new Map(entries.map((entry) => [entry.card, entry]));
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const entry = byCard.get(target);
      const came = isIntersecting && !entry.seen;
      entry.seen = isIntersecting;
      if (came) onSeen(entry.definition.name);
    }
  }, { rootMargin: '100px' });
  entries.forEach(({ card }) => sight.observe(card));

  const fitting = () => entries.filter(({ definition }) => bench.pg.model && definition.fits(bench.pg.model));
  /** @param {keyof View} hook */
  const tell = (hook, ...details) => { for (const { view } of fitting()) view[hook]?.(...details); };

  return {
    /** For watch.js. */
    watched: entries.filter(({ view }) => view.refresh).map((entry) => ({
      name: entry.definition.name,
      share: entry.definition.share ?? 0.05,
      leastMs: entry.definition.leastMs ?? 400,
      refresh: async (model) => (entry.seen && entry.definition.fits(model) ? entry.view.refresh(model) : 0),
    })),
    loaded(model) {
      for (const { definition, card } of entries) card.hidden = !definition.fits(model);
      tell('loaded', model);
    },
    stepped: (report) => tell('stepped', report),
    tested: (step, losses, whole) => tell('tested', step, losses, whole),
    recovered: (step) => tell('recovered', step),
    sampled: (frame) => tell('sampled', frame),
  };
}
