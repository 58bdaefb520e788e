// The models that the page offers, in plain words, with the values that each starts from.

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
  {
    id: 'vae', family: 'vae', title: 'Variational autoencoder', short: 'VAE', initial: {},
    about: 'Squeezes each digit into a few numbers and learns to draw it again from those alone.',
  },
  {
    id: 'conv-vae', family: 'vae', title: 'Convolutional VAE', short: 'Convolutional', initial: { hidden_dim: 128 },
    about: 'The same with convolutions, which look at neighbouring pixels together: finer strokes, slower steps.',
  },
  {
    id: 'beta-vae', family: 'vae', title: 'beta-VAE', short: 'beta', initial: { beta: 4 },
    about: 'Pays four times as much for every bit in the code, so it keeps only what matters most.',
  },
  {
    id: 'cvae', family: 'vae', conditional: true, title: 'Conditional VAE', short: 'Conditional', initial: { latent_dim: 5 },
    about: 'Is told which digit it sees, so its code keeps only the handwriting, and you choose the digit.',
  },
  {
    id: 'iwae', family: 'vae', title: 'Importance-weighted autoencoder', short: 'Importance-weighted',
    initial: { batch_size: 20, hidden_dim: 200, latent_dim: 50, importance_samples: 5 },
    about: 'Tries five codes for every digit and learns most from the best of them.',
  },
  {
    id: 'gan', family: 'gan', title: 'Generative adversarial network', short: 'GAN', initial: { ...GAN },
    about: 'One network forges digits, the other tells forged from real, and both get better at it.',
  },
  {
    id: 'gan-relu', family: 'gan', title: 'GAN with ReLU', short: 'ReLU', initial: { ...GAN, batch_size: 64, dropout: 0 },
    about: 'The same game with smaller networks and a simpler bend between their layers.',
  },
  {
    id: 'gan-conv-critic', family: 'gan', title: 'GAN with a convolutional critic', short: 'Conv. critic',
    initial: { ...GAN, lr_d: 0.0004, batch_size: 100, dropout: 0 },
    about: 'The critic looks at neighbouring pixels together; the forger still paints each pixel by itself.',
  },
  {
    id: 'dcgan', family: 'gan', title: 'Deep convolutional GAN', short: 'DCGAN', initial: { ...GAN, lr: 0.0001, batch_size: 256, ema: 0.99 },
    about: 'Convolutions on both sides: it paints strokes instead of pixels. Slow without a graphics card.',
  },
  {
    id: 'lsgan', family: 'gan', title: 'Least-squares GAN', short: 'Least squares', initial: { ...GAN },
    about: 'The critic gives marks instead of a verdict, and how far a mark is off counts squared.',
  },
  {
    id: 'wgan', family: 'gan', title: 'Wasserstein GAN', short: 'Wasserstein',
    initial: { ...GAN, optimizer: 'rmsprop', lr: 0.00005, batch_size: 64, num_critic: 5, weight_clip: 0.01, dropout: 0, ema: 0.99 },
    about: 'The critic measures how far forged digits are from real ones; its weights are kept small.',
  },
  {
    id: 'wgan-gp', family: 'gan', title: 'Wasserstein GAN with gradient penalty', short: 'WGAN-GP',
    initial: { lr: 0.0001, latent_dim: 100, batch_size: 64, num_critic: 5, ema: 0.99 },
    about: 'Measures the same distance with a critic that is kept from being steep, which makes for calm learning.',
  },
  {
    id: 'hinge-gan', family: 'gan', title: 'Hinge GAN', short: 'Hinge', initial: { ...GAN },
    about: 'Digits that the critic already judges clearly right teach it nothing more.',
  },
  {
    id: 'cgan', family: 'gan', conditional: true, title: 'Conditional GAN', short: 'Conditional', initial: { ...GAN },
    about: 'Forger and critic are both told the digit, so you choose which one is drawn.',
  },
  {
    id: 'vae-gan', family: 'vae-gan', title: 'VAE-GAN', short: 'VAE-GAN', initial: { lr_d: 0.0002, dropout: 0.3, gan_weight: 20 },
    about: 'An autoencoder whose drawings must also convince a critic, which makes them sharper.',
  },
];

/** As visitors see them: a VAE-GAN is an autoencoder first. */
export const GROUPS = [
  { label: 'Autoencoders', presets: PRESETS.filter(({ family }) => family !== 'gan') },
  { label: 'GANs', presets: PRESETS.filter(({ family }) => family === 'gan') },
];

/** @param {string} id the preset's; the first where there is no such preset */
export const presetOf = (id) => PRESETS.find((preset) => preset.id === id) ?? PRESETS[0];
