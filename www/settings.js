// Every setting that the page offers: its range, and which models have a use for it; its words are in languages/*/settings.js.

import { worded } from './i18n.js';

/**
 * @typedef {object} Setting
 * @property {string} key       the name in the hash and in `pg.load`
 * @property {string} label     the name on the page
 * @property {'integer'|'number'|'word'} kind
 * @property {number|string} initial  where most presets start
 * @property {number} [min]
 * @property {number} [max]
 * @property {(number|string)[]} [offers]  values worth trying; all there are, for a word
 * @property {string} [group]   shown on request, with the others of its group
 * @property {string[]} [families]  of the presets that have a use for it; all, by default
 * @property {string[]} [only]  presets that have a use for it, where not all of a family do
 * @property {string[]} [except] presets of the families that have none
 * @property {string} help      what it does, for someone who has never trained a model
 */

const LEARNING = 'learning';
const NETWORKS = 'networks';
const LOSS = 'loss';
/** Those of the settings shown on request. */
export const SETTING_GROUPS = [NETWORKS, LOSS, LEARNING];

const CODED = ['vae', 'vae-gan'];
const JUDGED = ['gan', 'vae-gan'];

/** @type {Setting[]} */
export const SETTINGS = [
  { key: 'batch_size', kind: 'integer', initial: 128, min: 1, max: 4096, offers: [32, 64, 128, 256, 512] },
  { key: 'lr', kind: 'number', initial: 0.001, min: 0, max: 1, offers: [0.0001, 0.0003, 0.001, 0.003, 0.01] },
  { key: 'seed', kind: 'integer', initial: 0, min: 0, max: Number.MAX_SAFE_INTEGER },
  { key: 'latent_dim', kind: 'integer', initial: 20, min: 1, max: 4096, offers: [2, 5, 10, 20, 50, 100], group: NETWORKS },
  { key: 'hidden_dim', kind: 'integer', initial: 400, min: 1, max: 4096, offers: [50, 100, 200, 400, 800], group: NETWORKS, families: CODED },
  { key: 'width', kind: 'number', initial: 1, min: 0.01, max: 4, offers: [0.25, 0.5, 1, 2], group: NETWORKS, families: JUDGED },
  { key: 'dropout', kind: 'number', initial: 0, min: 0, max: 0.9, offers: [0, 0.1, 0.3, 0.5], group: NETWORKS, except: ['wgan-gp'] },
  { key: 'critic_norm', kind: 'word', initial: 'none', offers: ['none', 'batch', 'spectral'], group: NETWORKS, families: JUDGED, except: ['wgan-gp'] },
  { key: 'ema', kind: 'number', initial: 0, min: 0, max: 0.99999, offers: [0, 0.99, 0.999], group: NETWORKS, families: ['gan'] },
  { key: 'beta', kind: 'number', initial: 1, min: 0, max: 1000, offers: [0.1, 0.5, 1, 2, 4], group: LOSS, families: CODED, except: ['iwae'] },
  { key: 'importance_samples', kind: 'integer', initial: 1, min: 1, max: 500, offers: [1, 5, 20, 50], group: LOSS, families: [], only: ['iwae'] },
  { key: 'gan_weight', kind: 'number', initial: 0, min: 0, max: 1000, offers: [0, 5, 20, 50], group: LOSS, families: ['vae-gan'] },
  { key: 'label_smoothing', kind: 'number', initial: 0, min: 0, max: 0.5, offers: [0, 0.1, 0.2], group: LOSS, families: JUDGED, except: ['wgan', 'wgan-gp', 'hinge-gan'] },
  { key: 'weight_clip', kind: 'number', initial: 0, min: 0, max: 10, offers: [0.005, 0.01, 0.02], group: LOSS, families: [], only: ['wgan'] },
  { key: 'gp_lambda', kind: 'number', initial: 10, min: 0, max: 1000, offers: [1, 10, 50], group: LOSS, families: [], only: ['wgan-gp'] },
  { key: 'optimizer', kind: 'word', initial: 'adam', offers: ['adam', 'rmsprop', 'sgd'], group: LEARNING },
  { key: 'lr_d', kind: 'number', initial: 0, min: 0, max: 1, offers: [0, 0.0001, 0.0002, 0.0004], group: LEARNING, families: JUDGED },
  { key: 'num_critic', kind: 'integer', initial: 1, min: 1, max: 100, offers: [1, 2, 5], group: LEARNING, families: ['gan'] },
  { key: 'grad_clip', kind: 'number', initial: 0, min: 0, max: 1e6, offers: [0, 0.5, 1, 5], group: LEARNING },
].map((setting) => worded(setting, `settings.${setting.key}`, ['label', 'help']));

/**
 * The settings that change something in a model. The engine refuses the others, so they are neither shown nor sent.
 * @param {import('./presets.js').Preset} preset
 * @returns {Setting[]}
 */
export function settingsFor({ id, family }) {
  return SETTINGS.filter(({ families, only, except }) => only?.includes(id) || ((families?.includes(family) ?? true) && !except?.includes(id)));
}
