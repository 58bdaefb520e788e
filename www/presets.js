// The models that the page offers, with the values that each starts from; their words are in languages/*/models.js.

import { worded } from './i18n.js';

/** What a GAN starts from, where SETTINGS say otherwise. */
const GAN = { lr: 0.0002, latent_dim: 100, dropout: 0.3, ema: 0.999 };

/**
 * @typedef {object} Preset
 * @property {string} id      as in the hash and in `pg.load`
 * @property {'vae'|'gan'|'vae-gan'} family which settings have a use
 * @property {boolean} [conditional] it is told the digit
 * @property {string} title
 * @property {string} short   where there is little room
 * @property {string} about   one sentence, for someone who has never trained a model
 * @property {Record<string, number|string>} initial where it starts from other values than SETTINGS say; a test compares them with the engine's
 */

/** @type {Preset[]} in the engine's order */
export const PRESETS = [
  { id: 'vae', family: 'vae', initial: {} },
  { id: 'conv-vae', family: 'vae', initial: { hidden_dim: 128 } },
  { id: 'beta-vae', family: 'vae', initial: { beta: 4 } },
  { id: 'cvae', family: 'vae', conditional: true, initial: { latent_dim: 5 } },
  { id: 'iwae', family: 'vae', initial: { batch_size: 20, hidden_dim: 200, latent_dim: 50, importance_samples: 5 } },
  { id: 'gan', family: 'gan', initial: { ...GAN } },
  { id: 'gan-relu', family: 'gan', initial: { ...GAN, batch_size: 64, dropout: 0 } },
  { id: 'gan-conv-critic', family: 'gan', initial: { ...GAN, lr_d: 0.0004, batch_size: 100, dropout: 0 } },
  { id: 'dcgan', family: 'gan', initial: { ...GAN, lr: 0.0001, batch_size: 256, ema: 0.99 } },
  { id: 'lsgan', family: 'gan', initial: { ...GAN } },
  { id: 'wgan', family: 'gan', initial: { ...GAN, optimizer: 'rmsprop', lr: 0.00005, batch_size: 64, num_critic: 5, weight_clip: 0.01, dropout: 0, ema: 0.99 } },
  { id: 'wgan-gp', family: 'gan', initial: { lr: 0.0001, latent_dim: 100, batch_size: 64, num_critic: 5, ema: 0.99 } },
  { id: 'hinge-gan', family: 'gan', initial: { ...GAN } },
  { id: 'cgan', family: 'gan', conditional: true, initial: { ...GAN } },
  { id: 'vae-gan', family: 'vae-gan', initial: { lr_d: 0.0002, dropout: 0.3, gan_weight: 20 } },
].map((preset) => worded(preset, `models.${preset.id}`, ['title', 'short', 'about']));

/** As visitors see them: a VAE-GAN is an autoencoder first. */
export const GROUPS = [
  { id: 'autoencoders', presets: PRESETS.filter(({ family }) => family !== 'gan') },
  { id: 'gans', presets: PRESETS.filter(({ family }) => family === 'gan') },
].map((group) => worded(group, `models.${group.id}`, ['label']));

/** @param {string} id the preset's; the first where there is no such preset */
export const presetOf = (id) => PRESETS.find((preset) => preset.id === id) ?? PRESETS[0];
