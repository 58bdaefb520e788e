// A PyTorch script that rebuilds the model, loads its weights and draws: plain nn.Modules, nothing of ours to install.

import { classesOf, tensorsIn, toModules } from './layers.js';
import { flowMethods, flowSamples, hasFlow } from './flow.js';
import { hasPrior, priorMethods, priorSamples } from './prior.js';
import { hasTransformer, transformerMethods, transformerSamples } from './transformer.js';

/** @typedef {Pick<import('../../../engine/types.js').Model, 'preset'|'settings'|'parts'|'hasEncoder'|'hasCritic'|'conditional'|'latentDim'>} Model */
/** @typedef {import('./layers.js').Module} Module */
/** @typedef {import('./layers.js').Network} Network */

/**
 * The tensors of `pg.exportWeights()`, in the script's order.
 * @param {Pick<Model, 'parts'>} model as `pg.load` answers
 * @returns {import('../../../engine/types.js').Tensor[]}
 */
export const tensorsOf = (model) => model.parts.flatMap((part) => tensorsIn(toModules(part).modules));

/**
 * @param {Model} model
 * @param {{name: string, step: number, link: string}} run name: of the weights' file, without its ending
 */
export function pytorchScript(model, { name, step, link }) {
  return [
    head(model, { name, step, link }),
    ...classesOf(model.parts.flatMap((part) => toModules(part).modules)),
    modelClass(model),
    pictures(model),
    main(model, name),
  ].map((piece) => piece.trim()).join('\n\n\n').concat('\n');
}

/** @param {Model} model @param {{name: string, step: number, link: string}} run */
function head(model, { name, step, link }) {
  const { preset, settings, hasEncoder } = model;
  const conditional = toldBeside(model);
  const uses = [['', 'new digits, to samples.png']];
  if (hasEncoder) uses.push([' t10k-images-idx3-ubyte.gz', 'real digits as it rebuilds them, to rebuilt.png']);
  const width = Math.max(...uses.map(([argument]) => argument.length)) + 4;
  const usage = uses.map(([argument, what]) => `    python ${name}.py${argument.padEnd(width)}${what}`).join('\n');
  const labels = hasEncoder && conditional ? '\nMNIST’s t10k-labels-idx1-ubyte.gz is looked for beside its images.\n' : '';
  return `"""${preset}, seed ${settings.seed}, step ${step}: a model of the Generative Playground in plain PyTorch.

    pip install torch numpy safetensors
${usage}
${labels}
The weights are in ${name}.safetensors, in the same folder as this script.
The run itself: ${link}
"""

${hasEncoder ? 'import gzip\n' : ''}import struct
import sys
import zlib
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
`;
}

/**
 * What a decoder's outputs look like.
 * @param {Model} model @param {string} outputs
 */
function pixelsOf({ settings }, outputs) {
  if (settings.likelihood !== 'discretised-logistic') return `return torch.sigmoid(${outputs})`;
  return `mean, log_scale = ${outputs}.chunk(2, dim=1)
        scale = torch.exp((log_scale - 2).clamp(-8, 2))
        # The mean of a logistic distribution whose values beyond 0 and 1 are those two.
        return scale * (nn.functional.softplus(mean / scale) - nn.functional.softplus((mean - 1) / scale))`;
}

/** @param {Model} model */
function modelClass(model) {
  const { parts, hasEncoder, hasCritic, latentDim } = model;
  const conditional = toldBeside(model);
  const networks = parts.map(toModules);
  const called = caller(networks, conditional);
  const samples = parts.some(({ name }) => name === 'logvar');
  const draws = (/** @type {string} */ network) => parts.some(({ name }) => name === network);
  const methods = [
    hasEncoder && (samples ? `    def encode(self, images${called.arguments('encoder')}):
        """Images [n, 784], 0 to 1, to the mean and the log-variance of their codes."""
        features = ${called.network('encoder', 'images')}
        return self.mean(features), self.logvar(features)
` : `    def encode(self, images${called.arguments('encoder')}):
        """Images [n, 784], 0 to 1, to their codes."""
        return ${hasPrior(model) ? `self.quantise(self.mean(${called.network('encoder', 'images')}))` : `self.mean(${called.network('encoder', 'images')})`}
`),
    draws('decoder') && `    def decode(self, z${called.arguments('decoder')}):
        """Codes [n, ${latentDim}] to images [n, 784], 0 to 1${called.about('decoder')}."""
        ${pixelsOf(model, called.network('decoder', hasPrior(model) ? 'self.quantise[-1](z)' : 'z'))}
`,
    draws('generator') && `    def decode(self, z${called.arguments('generator')}):
        """Codes [n, ${latentDim}] to images [n, 784], 0 to 1${called.about('generator')}; the generator itself draws from -1 to 1."""
        return (${called.network('generator', 'z')} + 1) / 2
`,
    hasEncoder && `    def reconstruct(self, images${called.arguments('encoder', 'decoder')}):
        mean${samples ? ', _' : ''} = self.encode(images${called.arguments('encoder')})
        return self.decode(mean${called.arguments('decoder')})
`,
    hasFlow(model) && flowMethods(model),
    hasPrior(model) && priorMethods(model),
    hasTransformer(model) && transformerMethods(model),
    hasCritic && `    def judge(self, images${called.arguments('discriminator')}):
        """How real the discriminator takes images [n, 784], 0 to 1, for: a logit each, larger for more real."""
        return ${called.network('discriminator', '(2 * images - 1)')}
`,
  ].filter(Boolean);
  return `
class Model(nn.Module):
    """The comments name each layer's tensors in the file of weights, with their shapes."""

    def __init__(self):
        super().__init__()
${networks.map(definition).join('\n')}

${methods.join('\n')}${conditional ? `

def with_digits(signal, digits):
    """The digit, one-hot, beside the signal: ten more values, or ten more planes of an image."""
    told = nn.functional.one_hot(digits, 10).to(signal.dtype)
    if signal.dim() == 4:
        told = told[:, :, None, None].expand(-1, -1, *signal.shape[2:])
    return torch.cat([signal, told], 1)
` : ''}`;
}

/** Whether the digit goes beside the signal; the autoencoder beside a flow or a prior is not told it, and a transformer has vectors for it. @param {Model} model */
const toldBeside = (model) => model.conditional && !hasFlow(model) && !hasPrior(model) && !hasTransformer(model);

/**
 * What the networks are told beside their first input, and how they are called: the digit goes beside the signal, a condition
 * (a label's vector, a time) to the layers that ask for it.
 * @param {Network[]} networks
 * @param {boolean} conditional
 */
function caller(networks, conditional) {
  const of = (/** @type {string} */ name) => {
    const network = networks.find((one) => one.name === name);
    if (!network) throw new Error(`The model has no network “${name}”.`);
    return network;
  };
  return {
    /** What a method takes besides, or hands on. @param {string[]} names */
    arguments: (...names) => `${conditional ? ', digits' : ''}${names.some((name) => of(name).condition > 0) ? ', condition' : ''}`,
    /** @param {string} name */
    about: (name) => (of(name).condition > 0 ? `; condition [n, ${of(name).condition}]: what the layers are told` : ''),
    /** @param {string} name @param {string} value Python for its input, flat */
    network(name, value) {
      const { input: [channels, ...sides], condition } = of(name);
      const shaped = sides.length === 0 ? value : `${value}.reshape(-1, ${[conditional ? channels - 10 : channels, ...sides].join(', ')})`;
      return `self.${name}(${conditional ? `with_digits(${shaped}, digits)` : shaped}${condition > 0 ? ', condition' : ''})`;
    },
  };
}

/** Wider lines of Python have their tensors named on lines before. */
const WIDE = 110;

/** A network: a chain of layers, or one. @param {Network} network */
function definition({ name, single, modules }) {
  if (single) return `        self.${name} = ${commented(modules[0], name, 8).trim().replace('),', ')')}`;
  return `        self.${name} = ${chain(modules, name, 8)}`;
}

/**
 * Layers in their order.
 * @param {Module[]} modules
 * @param {string} path
 * @param {number} indent what stands within a line of Python is set in by so much
 * @param {boolean} [told] whether the chain is handed a condition, needed or not, as those within a layer are
 * @returns {string}
 */
function chain(modules, path, indent, told = false) {
  const container = told || modules.some(({ branches, classes = [] }) => branches.length > 0 || classes.includes('Modulate')) ? 'Chain' : 'nn.Sequential';
  return [`${container}(`, ...modules.map((module, at) => commented(module, `${path}.${at}`, indent + 4)), `${' '.repeat(indent)})`].join('\n');
}

/** A layer with its tensors named beside it, and with the layers within it. @param {Module} module @param {string} path @param {number} indent @returns {string} */
function commented({ code, tensors, branches }, path, indent) {
  const space = ' '.repeat(indent);
  if (branches.length > 0) {
    const inner = branches.map(({ name, modules }) => `${space}    ${name}=${chain(modules, `${path}.${name}`, indent + 4, true)},`);
    return [`${space}${code}`, ...inner, `${space}),`].join('\n');
  }
  const names = tensors.map((tensor) => `${tensor.name} [${tensor.shape.join(', ')}]`);
  const line = `${space}${code},  # ${names.length > 0 ? names.join(', ') : path}`;
  if (line.length <= WIDE) return line;
  const comments = names.flatMap((one, first) => (first % 2 === 0 ? [`${space}# ${names.slice(first, first + 2).join(', ')}`] : []));
  return [...comments, `${space}${code},`].join('\n');
}

/** @param {Model} model */
const pictures = ({ hasEncoder }) => `def load(path):
    model = Model()
    model.load_state_dict(load_file(path), strict=True)
    return model.eval()


def save_png(path, images, columns):
    """Images [n, 784], 0 to 1, in rows, black on white."""
    rows = -(-len(images) // columns)
    grid = torch.zeros(rows * columns, 28, 28)
    grid[: len(images)] = images.reshape(-1, 28, 28)
    grid = grid.reshape(rows, columns, 28, 28).transpose(1, 2).reshape(rows * 28, columns * 28)
    pixels = (255 * (1 - grid)).round().to(torch.uint8).numpy()

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", columns * 28, rows * 28, 8, 0, 0, 0, 0)
    data = zlib.compress(b"".join(b"\\0" + row.tobytes() for row in pixels))
    Path(path).write_bytes(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", size) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
${hasEncoder ? `

def read_idx(path, header):
    """The values of one of MNIST's files, packed or not."""
    data = Path(path).read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\\x1f\\x8b" else data
    return torch.frombuffer(bytearray(data[header:]), dtype=torch.uint8)
` : ''}`;

/** @param {Model} model @param {string} name of the file of weights, without its ending */
function main(model, name) {
  const { parts, hasEncoder, latentDim } = model;
  const conditional = toldBeside(model);
  // What a flow or a prior is told, its own methods work out.
  const conditions = hasFlow(model) || hasPrior(model) ? 0 : Math.max(...parts.map((part) => toModules(part).condition));
  /** What is told beside so many images. */
  const told = (/** @type {number} */ count) => (conditions > 0 ? `, torch.zeros(${count}, ${conditions})` : '');
  const codes = hasFlow(model) ? flowSamples(model) : hasPrior(model) ? priorSamples(model) : hasTransformer(model) ? transformerSamples(model) : conditional
    ? `        # Each row is a digit, each column a code: one handwriting.
        z = torch.randn(10, ${latentDim}).repeat(10, 1)
        digits = torch.arange(10).repeat_interleave(10)
        save_png("samples.png", model.decode(z, digits${told(100)}), columns=10)`
    : `        save_png("samples.png", model.decode(torch.randn(64, ${latentDim})${told(64)}), columns=8)`;
  const hint = conditions > 0 ? '        # The condition is zero here: put in what the networks are to be told.\n' : '';
  const labels = conditional ? `
            digits = read_idx(sys.argv[1].replace("images-idx3", "labels-idx1"), 8)[:10].long()` : '';
  const rebuild = hasEncoder ? `
        if len(sys.argv) > 1:
            images = read_idx(sys.argv[1], 16)[: 10 * 784].reshape(10, 784) / 255${labels}
            rebuilt = model.reconstruct(images${conditional ? ', digits' : ''}${told(10)})
            save_png("rebuilt.png", torch.cat([images, rebuilt]), columns=10)
            print("rebuilt.png: real digits above, the same rebuilt below")` : '';
  return `
if __name__ == "__main__":
    torch.manual_seed(0)
    model = load(Path(__file__).with_name("${name}.safetensors"))
    with torch.no_grad():
${hint}${codes}
        print("samples.png: digits that nobody wrote")${rebuild}
`;
}
