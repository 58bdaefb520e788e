// How a transformer reads and writes, in the Python of a PyTorch script: src/model/transformer/ and
// src/training/families/transformer/drawing.rs once more.

/** @typedef {import('./pytorch.js').Model} Model */

/** @param {Pick<Model, 'parts'>} model */
export const hasTransformer = ({ parts }) => parts.some(({ name }) => name === 'transformer');

/** @param {Model} model */
export function transformerMethods({ conditional, settings }) {
  const [digits, told, count, label] = conditional
    ? [', digits', 'digits', 'len(digits)', `
        x = x + self.label(digits.reshape(-1, 1))[:, :, None, None]`]
    : ['', 'n', 'n', ''];
  return `    def logits(self, symbols${digits}):
        """Of the symbol at each of 196 places, [n, 196, 16], given those before it; symbols [n, 196]."""
        nothing = torch.full_like(symbols, 16)
        before = torch.cat([nothing[:, :1], symbols[:, :-1]], 1)
        above = torch.cat([nothing[:, :14], symbols[:, :-14]], 1)
        x = self.embedding(torch.stack([before, above], 1).reshape(-1, 2, 14, 14))${label}
        return self.transformer(x).flatten(2).transpose(1, 2)

    def nats(self, images${digits}):
        """How little black and white images [n, 784] were to be expected: minus the logarithm of their probability, [n]."""
        blocks = images.reshape(-1, 14, 2, 14, 2).transpose(2, 3).reshape(-1, 196, 4)
        symbols = (blocks @ torch.tensor([1.0, 2.0, 4.0, 8.0])).long()
        logits = self.logits(symbols${digits}).transpose(1, 2)
        return nn.functional.cross_entropy(logits, symbols, reduction="none").sum(1)

    def sample(self, ${told}, temperature=${Number(settings.temperature)}, top_p=${Number(settings.top_p)}):
        """Images [n, 784], 0 or 1, a block after the other."""
        symbols = torch.zeros(${count}, 196, dtype=torch.long)
        for place in range(196):
            likely = torch.softmax(self.logits(symbols${digits})[:, place] / temperature, 1)
            found, order = likely.sort(1, descending=True)
            # A block stays where those before it have less than top_p together.
            found = found * (found.cumsum(1) - found < top_p)
            symbols[:, place] = order.gather(1, torch.multinomial(found, 1))[:, 0]
        bits = symbols[:, :, None] >> torch.arange(4) & 1
        return bits.reshape(-1, 14, 14, 2, 2).transpose(2, 3).reshape(-1, 784).float()
`;
}

/** The lines that draw samples.png. @param {Model} model */
export const transformerSamples = ({ conditional }) => (conditional
  ? `        # Each row is a digit.
        save_png("samples.png", model.sample(torch.arange(10).repeat_interleave(10)), columns=10)`
  : '        save_png("samples.png", model.sample(64), columns=8)');
