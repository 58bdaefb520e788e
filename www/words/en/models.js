// The models' short names; their titles and what they are, in one sentence, come from the engine.

import { PRESETS } from '../../engine/schema.js';

export default {
  ...Object.fromEntries(PRESETS.flatMap(({ id, title, description }) => [[`models.${id}.title`, title], [`models.${id}.about`, description]])),
  'models.spoken': '{short}: {title}',
  'models.autoencoders.label': 'Autoencoders',
  'models.gans.label': 'GANs',
  'models.can.encodes': 'encodes digits',
  'models.can.judges': 'judges digits',
  'models.can.likelihood': 'has a likelihood',
  'models.can.conditional': 'is told the digit',
  'models.after-a-minute': 'after a minute',
  'models.after-a-minute-label': '{title}: ten digits that it draws after a minute of training',
  'models.after-a-minute-how': 'What it draws after a minute of training in a browser, on two cores and without a graphics card, each time from the first weights of seed 0.',
  'models.cost': '{ms} ms a step here',
  'models.cost-about': 'about {ms} ms a step here',
  'models.vae.short': 'VAE',
  'models.conv-vae.short': 'Convolutional',
  'models.beta-vae.short': 'beta',
  'models.cvae.short': 'Conditional',
  'models.iwae.short': 'Importance-weighted',
  'models.gan.short': 'GAN',
  'models.gan-relu.short': 'ReLU',
  'models.gan-conv-critic.short': 'Conv. D',
  'models.dcgan.short': 'DCGAN',
  'models.lsgan.short': 'Least squares',
  'models.wgan.short': 'Wasserstein',
  'models.wgan-gp.short': 'WGAN-GP',
  'models.hinge-gan.short': 'Hinge',
  'models.cgan.short': 'Conditional',
  'models.vae-gan.short': 'VAE-GAN',
};
