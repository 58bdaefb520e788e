// How a prior over rounded codes draws, in the Python of a PyTorch script: src/training/families/quantised/sampling.rs once more.

import { NO_DIGIT } from './flow.js';

/** @typedef {import('./pytorch.js').Model} Model */

/** @param {Pick<Model, 'parts'>} model */
export const hasPrior = ({ parts }) => parts.some(({ name }) => name === 'prior');

/** Levels that each number of a code is rounded to. @param {Pick<Model, 'parts'>} model */
function levelsOf({ parts }) {
  const specs = parts.flatMap(({ layers }) => layers.map(({ spec }) => spec));
  return specs.find((spec) => spec.kind === 'round')?.levels ?? 0;
}

/**
 * How the prior is asked: a masked one takes a code as it is, a transformer has the number before it at each place.
 * @param {Model} model
 */
function expectMethod({ parts, conditional, latentDim }, /** @type {number} */ levels) {
  const [first] = parts.find(({ name }) => name === 'prior')?.layers ?? [];
  const [told, given] = conditional ? [', digits', ', self.label(digits.reshape(-1, 1))'] : ['', ''];
  const head = `    def expect(self, one_hot${told}):
        """Logits of the levels of each number, from those before it: [n, ${latentDim * levels}], from codes one-hot."""
`;
  if (first?.spec.kind === 'masked-linear') return `${head}        return self.prior(one_hot${given})
`;
  return `${head}        each = one_hot.reshape(-1, ${latentDim}, ${levels})
        before = torch.cat([torch.zeros_like(each[:, :1]), each[:, :-1]], 1)
        logits = self.prior(before.transpose(1, 2).unsqueeze(3)${given})
        return logits.squeeze(3).transpose(1, 2).reshape(-1, ${latentDim * levels})
`;
}

/** @param {Model} model */
export function priorMethods(model) {
  const { conditional, latentDim, settings } = model;
  const levels = levelsOf(model);
  const expected = conditional ? `
            without = self.expect(one_hot, torch.full_like(digits, ${NO_DIGIT}))
            logits = without + guidance * (self.expect(one_hot, digits) - without)` : `
            logits = self.expect(one_hot)`;
  const [count, asked] = conditional ? ['len(digits)', `digits, guidance=${Number(settings.guidance)}`] : ['count', 'count'];
  const given = `${asked}, temperature=${Number(settings.temperature)}`;
  return `${expectMethod(model, levels)}
    def sample(self, ${given}):
        """New images [n, 784], 0 to 1: codes are drawn number by number, each from those before it."""
        one_hot = torch.zeros(${count}, ${latentDim * levels})
        numbers = []
        for at in range(0, ${latentDim * levels}, ${levels}):${expected}
            chances = (logits[:, at : at + ${levels}] / temperature).softmax(1)
            numbers.append(torch.multinomial(chances, 1))
            one_hot[:, at : at + ${levels}] = nn.functional.one_hot(numbers[-1][:, 0], ${levels})
        return self.decode(torch.cat(numbers, 1) * 2 / ${levels - 1} - 1)
`;
}

/** The lines that draw samples.png. @param {Model} model */
export const priorSamples = ({ conditional }) => (conditional
  ? `        # Each row is a digit.
        digits = torch.arange(10).repeat_interleave(10)
        save_png("samples.png", model.sample(digits), columns=10)`
  : '        save_png("samples.png", model.sample(64), columns=8)');
