// How a flow draws, in the Python of a PyTorch script: src/flow.rs and src/training/families/latent_flow/sampling.rs once more.

/** @typedef {import('./pytorch.js').Model} Model */

/** @param {Pick<Model, 'parts'>} model */
export const hasFlow = ({ parts }) => parts.some(({ name }) => name === 'flow');

/** The label of an image whose digit the flow is not told. */
const NO_DIGIT = 10;

/** @param {Model} model */
export function flowMethods({ conditional, latentDim, settings }) {
  const heun = settings.solver === 'heun' ? `
            if step + 1 < steps:
                v = (v + velocity(x + v / steps, (step + 1) / steps)) / 2` : '';
  const predict = conditional ? `
        def told(labels):
            condition = self.time(times) + self.label(labels.reshape(-1, 1))
            return self.flow(x, condition)

        without = told(torch.full_like(digits, ${NO_DIGIT}))
        return without + guidance * (told(digits) - without)` : `
        return self.flow(x, self.time(times))`;
  const [digits, guided, guidance] = conditional ? [', digits', ', digits, guidance', `, guidance=${Number(settings.guidance)}`] : ['', '', ''];
  return `    def predict(self, x, times${guided}):
        """Where paths from noise to standardised codes end that are at x [n, ${latentDim}] at these times [n, 1]."""${predict}

    def sample(self, noise${digits}, steps=${Number(settings.sample_steps)}${guidance}):
        """Noise [n, ${latentDim}] to images [n, 784], 0 to 1: paths from time 0 to 1, in so many steps."""
        def velocity(x, time):
            ends = self.predict(x, torch.full((len(x), 1), time)${guided})
            return (ends - x) / (1 - time)

        x = noise
        for step in range(steps):
            v = velocity(x, step / steps)${heun}
            x = x + v / steps
        norm = self.standardise[0]
        return self.decode(x * (norm.running_var + norm.eps).sqrt() + norm.running_mean)
`;
}

/** The lines that draw samples.png. @param {Model} model */
export const flowSamples = ({ conditional, latentDim }) => (conditional
  ? `        # Each row is a digit, each column the same noise.
        noise = torch.randn(10, ${latentDim}).repeat(10, 1)
        digits = torch.arange(10).repeat_interleave(10)
        save_png("samples.png", model.sample(noise, digits), columns=10)`
  : `        save_png("samples.png", model.sample(torch.randn(64, ${latentDim})), columns=8)`);
