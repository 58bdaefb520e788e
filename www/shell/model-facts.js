// What the gallery tells of a model beside its name: what it can do, and what a step of it costs on this machine.

import { stepWork } from '../maths/work.js';
import { presetOf } from '../run/presets.js';
import { t } from '../words/i18n.js';
import { milliseconds } from '../words/sentences.js';

/** Abilities that say something to a visitor, in this order. @type {import('../engine/schema.d.ts').Capability[]} */
const TOLD = ['encodes', 'judges', 'likelihood', 'autoregressive', 'conditional'];
const STORED = 'playground.step-ms';

/**
 * @param {HTMLElement} place
 * @param {(preset: string) => Promise<{parts: import('../engine/types.d.ts').Part[]}>} describe asks the engine for a model that is not there
 */
export function createModelFacts(place, describe) {
  /** Milliseconds a step that were measured here, by preset with its own settings. @type {Record<string, number>} */
  const measured = recalled();
  /** Multiplications of a step, by preset. @type {Map<string, Promise<number>>} */
  const works = new Map();
  /** The run that is timed now, and what a step of it takes. @type {{model: import('../engine/types.d.ts').Model, ms: number}|null} */
  let timed = null;
  let shown = '';

  /** @param {string} id */
  function workOf(id) {
    const known = works.get(id) ?? describe(id).then(({ parts }) => stepWork(parts, presetOf(id).initial));
    works.set(id, known);
    known.catch(() => works.delete(id));
    return known;
  }

  /** @param {string} id @returns {Promise<string>} nothing where nothing has been timed yet */
  async function cost(id) {
    if (timed?.model.preset === id) return t('models.cost', { ms: milliseconds(timed.ms) });
    if (measured[id] > 0) return t('models.cost', { ms: milliseconds(measured[id]) });
    if (!timed) return '';
    const { model, ms } = timed;
    return t('models.cost-about', { ms: milliseconds((ms * await workOf(id)) / stepWork(model.parts, model.settings)) });
  }

  return {
    /** @param {string} id the preset that someone looks at */
    async show(id) {
      shown = id;
      const { capabilities } = presetOf(id);
      const can = TOLD.filter((word) => capabilities.includes(word)).map((word) => t(`models.can.${word}`));
      place.textContent = can.join(' · ');
      const ms = await cost(id).catch(() => '');
      if (shown === id) place.textContent = [...can, ms].filter(Boolean).join(' · ');
    },
    /**
     * A step of the run was timed.
     * @param {import('../engine/types.d.ts').Model} model
     * @param {number} ms
     */
    timed(model, ms) {
      timed = { model, ms };
    },
    /** Training pauses: what was timed is kept for the next visit, and told. @param {string} preset */
    rest(preset) {
      if (!timed) return;
      const { model, ms } = timed;
      const { initial } = presetOf(model.preset);
      /** @type {import('../run/settings.js').Values} */
      const settings = model.settings;
      const asItIs = Object.keys(initial).every((key) => key === 'seed' || settings[key] === initial[key]);
      if (asItIs) remember(Object.assign(measured, { [model.preset]: ms }));
      this.show(preset);
    },
  };
}

/** @returns {Record<string, number>} */
function recalled() {
  try {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? '{}');
    return Object.fromEntries(Object.entries(stored).filter(([, ms]) => typeof ms === 'number' && ms > 0));
  } catch {
    return {};
  }
}

/** @param {Record<string, number>} measured */
function remember(measured) {
  try {
    localStorage.setItem(STORED, JSON.stringify(measured));
  } catch {
    // Then it holds for this visit.
  }
}
