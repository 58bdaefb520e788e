// How a flow draws, in the Python of a PyTorch script: src/flow.rs and, in src/training, told.rs and families/latent_flow/sampling.rs
// once more.

import { PIXELS } from '../../../maths/digit.js';

/** @typedef {import('./pytorch.js').Model} Model */

/** @param {Pick<Model, 'parts'>} model */
export const hasFlow = ({ parts }) => parts.some(({ name }) => name === 'flow');

/** What its paths lead through: pixels, or the codes of an autoencoder. @param {Pick<Model, 'parts'|'latentDim'>} model */
function space({ parts, latentDim }) {
  if (parts.some(({ name }) => name === 'standardise')) return { size: latentDim, ends: 'standardised codes', state: 'x' };
  return { size: PIXELS, ends: 'images, -1 to 1', state: 'x.reshape(-1, 1, 28, 28)' };
}

/** The label of an image whose digit the model is not told. */
export const NO_DIGIT = 10;

/** @param {Model} model */
export function flowMethods(model) {
  const { conditional, settings } = model;
  const { size, ends, state } = space(model);
  const flow = (/** @type {string} */ condition) => `self.flow(${state}, ${condition})${state === 'x' ? '' : '.flatten(1)'}`;
  const heun = settings.solver === 'heun' ? `
            if step + 1 < steps:
                v = (v + velocity(x + v / steps, (step + 1) / steps)) / 2` : '';
  const predict = conditional ? `
        def told(labels):
            condition = self.time(times) + self.label(labels.reshape(-1, 1))
            return ${flow('condition')}

        without = told(torch.full_like(digits, ${NO_DIGIT}))
        return without + guidance * (told(digits) - without)` : `
        return ${flow('self.time(times)')}`;
  const [digits, guided, guidance] = conditional ? [', digits', ', digits, guidance', `, guidance=${Number(settings.guidance)}`] : ['', '', ''];
  return `    def predict(self, x, times${guided}):
        """Where paths from noise to ${ends} end that are at x [n, ${size}] at these times [n, 1]."""${predict}

    def sample(self, noise${digits}, steps=${Number(settings.sample_steps)}${guidance}):
        """Noise [n, ${size}] to images [n, 784], 0 to 1: paths from time 0 to 1, in so many steps."""
        def velocity(x, time):
            ends = self.predict(x, torch.full((len(x), 1), time)${guided})
            return (ends - x) / (1 - time)

        x = noise
        for step in range(steps):
            v = velocity(x, step / steps)${heun}
            x = x + v / steps
${state !== 'x' ? '        return ((x + 1) / 2).clamp(0, 1)' : `        norm = self.standardise[0]
        return self.decode(x * (norm.running_var + norm.eps).sqrt() + norm.running_mean)`}
`;
}

/** The lines that draw samples.png. @param {Model} model */
export const flowSamples = (model) => (model.conditional
  ? `        # Each row is a digit, each column the same noise.
        noise = torch.randn(10, ${space(model).size}).repeat(10, 1)
        digits = torch.arange(10).repeat_interleave(10)
        save_png("samples.png", model.sample(noise, digits), columns=10)`
  : `        save_png("samples.png", model.sample(torch.randn(64, ${space(model).size})), columns=8)`);
