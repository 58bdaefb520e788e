// Every setting that the page offers: its name, its range, what it does, and which models have a use for it.

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

const LEARNING = 'How it learns';
const NETWORKS = 'The networks';
const LOSS = 'The loss';
/** Headings of the settings shown on request. */
export const SETTING_GROUPS = [NETWORKS, LOSS, LEARNING];

const CODED = ['vae', 'vae-gan'];
const JUDGED = ['gan', 'vae-gan'];

/** @type {Setting[]} */
export const SETTINGS = [
  {
    key: 'batch_size', label: 'Batch size', kind: 'integer', initial: 128, min: 1, max: 4096, offers: [32, 64, 128, 256, 512],
    help: 'Digits looked at before each small correction. Fewer is noisier; more is steadier, and slower a step.',
  },
  {
    key: 'lr', label: 'Learning rate', kind: 'number', initial: 0.001, min: 0, max: 1, offers: [0.0001, 0.0003, 0.001, 0.003, 0.01],
    help: 'How big each correction is. Too small learns slowly; too big overshoots, and the loss breaks down.',
  },
  {
    key: 'seed', label: 'Seed', kind: 'integer', initial: 0, min: 0, max: Number.MAX_SAFE_INTEGER,
    help: 'Where all randomness starts. The same seed gives the same first weights and the same order of digits.',
  },
  {
    key: 'latent_dim', label: 'Code size', kind: 'integer', initial: 20, min: 1, max: 512, offers: [2, 5, 10, 20, 50, 100], group: NETWORKS,
    help: 'How many numbers a digit is drawn from. An autoencoder squeezes each digit into them; a GAN throws them like dice.',
  },
  {
    key: 'hidden_dim', label: 'Hidden units', kind: 'integer', initial: 400, min: 1, max: 4096, offers: [50, 100, 200, 400, 800], group: NETWORKS, families: CODED,
    help: 'The width of the layer between picture and code. Wider can learn more, and takes longer.',
  },
  {
    key: 'width', label: 'Network width', kind: 'number', initial: 1, min: 0.01, max: 4, offers: [0.25, 0.5, 1, 2], group: NETWORKS, families: JUDGED,
    help: 'A factor on the width of every layer of forger and critic. 0.25 is far faster on a CPU, and draws more simply.',
  },
  {
    key: 'dropout', label: 'Dropout', kind: 'number', initial: 0, min: 0, max: 0.9, offers: [0, 0.1, 0.3, 0.5], group: NETWORKS, except: ['wgan-gp'],
    help: 'The share of a layer’s signals that is silenced at random while learning, so that nothing is learnt by heart. In a GAN it holds the critic back.',
  },
  {
    key: 'critic_norm', label: 'Critic’s normalisation', kind: 'word', initial: 'none', offers: ['none', 'batch', 'spectral'], group: NETWORKS, families: JUDGED, except: ['wgan-gp'],
    help: 'Keeps the critic even-tempered: by comparing the digits of a batch, or by limiting how steep each layer can be (spectral).',
  },
  {
    key: 'ema', label: 'Averaged forger', kind: 'number', initial: 0, min: 0, max: 0.99999, offers: [0, 0.99, 0.999], group: NETWORKS, families: ['gan'],
    help: 'Draws with the average of the forger’s recent weights, which is steadier. 0.999 averages about 1,000 steps; 0 is off.',
  },
  {
    key: 'beta', label: 'Weight of the code’s loss', kind: 'number', initial: 1, min: 0, max: 1000, offers: [0.1, 0.5, 1, 2, 4], group: LOSS, families: CODED, except: ['iwae'],
    help: 'More gives simpler codes and blurrier pictures; less gives sharper copies and stranger inventions.',
  },
  {
    key: 'importance_samples', label: 'Codes tried for a digit', kind: 'integer', initial: 1, min: 1, max: 500, offers: [1, 5, 20, 50], group: LOSS, families: [], only: ['iwae'],
    help: 'How many codes are tried for each digit of a batch. More estimates the loss better, and takes longer.',
  },
  {
    key: 'gan_weight', label: 'Weight of the critic', kind: 'number', initial: 0, min: 0, max: 1000, offers: [0, 5, 20, 50], group: LOSS, families: ['vae-gan'],
    help: 'How much the critic’s opinion counts beside the rebuilding. More is sharper, and less faithful.',
  },
  {
    key: 'label_smoothing', label: 'Label smoothing', kind: 'number', initial: 0, min: 0, max: 0.5, offers: [0, 0.1, 0.2], group: LOSS, families: JUDGED, except: ['wgan', 'wgan-gp', 'hinge-gan'],
    help: 'Asks the critic to be a little less than certain about real digits, so that the forger can always learn something.',
  },
  {
    key: 'weight_clip', label: 'Largest weight of the critic', kind: 'number', initial: 0, min: 0, max: 10, offers: [0.005, 0.01, 0.02], group: LOSS, families: [], only: ['wgan'],
    help: 'After each step the critic’s weights are cut to this size, which keeps it from being steep.',
  },
  {
    key: 'gp_lambda', label: 'Weight of the gradient penalty', kind: 'number', initial: 10, min: 0, max: 1000, offers: [1, 10, 50], group: LOSS, families: [], only: ['wgan-gp'],
    help: 'How hard the critic is punished for being steep.',
  },
  {
    key: 'optimizer', label: 'Optimizer', kind: 'word', initial: 'adam', offers: ['adam', 'rmsprop', 'sgd'], group: LEARNING,
    help: 'The rule that turns what went wrong into a correction.',
  },
  {
    key: 'lr_d', label: 'The critic’s own rate', kind: 'number', initial: 0, min: 0, max: 1, offers: [0, 0.0001, 0.0002, 0.0004], group: LEARNING, families: JUDGED,
    help: 'How big the critic’s corrections are; 0 means as big as the forger’s.',
  },
  {
    key: 'num_critic', label: 'Critic steps for one of the forger', kind: 'integer', initial: 1, min: 1, max: 100, offers: [1, 2, 5], group: LEARNING, families: ['gan'],
    help: 'A critic that is ahead gives better advice. Wasserstein GANs want 5.',
  },
  {
    key: 'grad_clip', label: 'Gradient limit', kind: 'number', initial: 0, min: 0, max: 1e6, offers: [0, 0.5, 1, 5], group: LEARNING,
    help: 'Corrections larger than this are shortened, so that one odd batch cannot throw it off. 0 is no limit.',
  },
];

/**
 * The settings that change something in a model. The engine refuses the others, so they are neither shown nor sent.
 * @param {import('./presets.js').Preset} preset
 * @returns {Setting[]}
 */
export function settingsFor({ id, family }) {
  return SETTINGS.filter(({ families, only, except }) => only?.includes(id) || ((families?.includes(family) ?? true) && !except?.includes(id)));
}
