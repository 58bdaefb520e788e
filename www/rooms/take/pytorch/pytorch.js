// A PyTorch script that rebuilds the model, loads its weights and draws: plain nn.Modules, nothing of ours to install.

import { classesOf, tensorsIn, toModules } from './layers.js';

/**
 * The tensors of `pg.exportWeights()`, in the script's order.
 * @param {any} model as `pg.load` answers
 * @returns {import('./layers.js').Tensor[]}
 */
export const tensorsOf = (model) => model.parts.flatMap((part) => tensorsIn(toModules(part).modules));

/**
 * @param {any} model
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

function head({ preset, settings, hasEncoder, conditional }, { name, step, link }) {
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

function modelClass(model) {
  const { parts, hasEncoder, hasCritic, conditional, latentDim } = model;
  const networks = parts.map(toModules);
  const input = (name) => networks.find((network) => network.name === name).input;
  const told = conditional ? ', digits' : '';
  const withDigit = (value, network) => {
    const flat = input(network).length === 1;
    const shaped = flat ? value : `${value}.reshape(-1, 1, 28, 28)`;
    return conditional ? `with_digits(${shaped}, digits)` : shaped;
  };
  const methods = [
    hasEncoder && `    def encode(self, images${told}):
        """Images [n, 784], 0 to 1, to the mean and the log-variance of their codes."""
        features = self.encoder(${withDigit('images', 'encoder')})
        return self.mean(features), self.logvar(features)
`,
    hasEncoder ? `    def decode(self, z${told}):
        """Codes [n, ${latentDim}] to images [n, 784], 0 to 1."""
        return torch.sigmoid(self.decoder(${withDigit('z', 'decoder')}))
` : `    def decode(self, z${told}):
        """Codes [n, ${latentDim}] to images [n, 784], 0 to 1; the generator itself draws from -1 to 1."""
        return (self.generator(${withDigit('z', 'generator')}) + 1) / 2
`,
    hasEncoder && `    def reconstruct(self, images${told}):
        mean, _ = self.encode(images${told})
        return self.decode(mean${told})
`,
    hasCritic && `    def judge(self, images${told}):
        """How real the discriminator takes images [n, 784], 0 to 1, for: a logit each, larger for more real."""
        return self.discriminator(${withDigit('(2 * images - 1)', 'discriminator')})
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
        told = told[:, :, None, None].expand(-1, -1, 28, 28)
    return torch.cat([signal, told], 1)
` : ''}`;
}

/** Wider lines of Python have their tensors named on lines before. */
const WIDE = 110;

/** A network: a chain of layers, or one. @param {ReturnType<typeof toModules>} network */
function definition({ name, single, modules }) {
  if (single) return `        self.${name} = ${commented(modules[0], name, 8).trim().replace('),', ')')}`;
  return `        self.${name} = ${chain(modules, name, 8)}`;
}

/** Layers in their order. What stands within a line of Python is set in by so much. */
function chain(modules, path, indent) {
  const container = modules.some(({ branches, classes = [] }) => branches.length > 0 || classes.includes('Modulate')) ? 'Chain' : 'nn.Sequential';
  return [`${container}(`, ...modules.map((module, at) => commented(module, `${path}.${at}`, indent + 4)), `${' '.repeat(indent)})`].join('\n');
}

/** A layer with its tensors named beside it, and with the layers within it. */
function commented({ code, tensors, branches }, path, indent) {
  const space = ' '.repeat(indent);
  if (branches.length > 0) {
    const inner = branches.map(({ name, modules }) => `${space}    ${name}=${chain(modules, `${path}.${name}`, indent + 4)},`);
    return [`${space}${code}`, ...inner, `${space}),`].join('\n');
  }
  const names = tensors.map((tensor) => `${tensor.name} [${tensor.shape.join(', ')}]`);
  const line = `${space}${code},  # ${names.length > 0 ? names.join(', ') : path}`;
  if (line.length <= WIDE) return line;
  const comments = names.flatMap((one, first) => (first % 2 === 0 ? [`${space}# ${names.slice(first, first + 2).join(', ')}`] : []));
  return [...comments, `${space}${code},`].join('\n');
}

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

function main({ hasEncoder, conditional, latentDim }, name) {
  const rows = conditional ? 10 : 8;
  const codes = conditional
    ? `        # Each row is a digit, each column a code: one handwriting.
        z = torch.randn(10, ${latentDim}).repeat(10, 1)
        digits = torch.arange(10).repeat_interleave(10)
        save_png("samples.png", model.decode(z, digits), columns=10)`
    : `        save_png("samples.png", model.decode(torch.randn(64, ${latentDim})), columns=${rows})`;
  const labels = conditional ? `
            digits = read_idx(sys.argv[1].replace("images-idx3", "labels-idx1"), 8)[:10].long()` : '';
  const rebuild = hasEncoder ? `
        if len(sys.argv) > 1:
            images = read_idx(sys.argv[1], 16)[: 10 * 784].reshape(10, 784) / 255${labels}
            rebuilt = model.reconstruct(images${conditional ? ', digits' : ''})
            save_png("rebuilt.png", torch.cat([images, rebuilt]), columns=10)
            print("rebuilt.png: real digits above, the same rebuilt below")` : '';
  return `
if __name__ == "__main__":
    torch.manual_seed(0)
    model = load(Path(__file__).with_name("${name}.safetensors"))
    with torch.no_grad():
${codes}
        print("samples.png: digits that nobody wrote")${rebuild}
`;
}
