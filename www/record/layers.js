// A network's layers as PyTorch modules, from the description that `pg.load` answers (src/model/layer.rs writes it).

/**
 * @typedef {{name: string, shape: number[]}} Tensor of a file of weights
 * @typedef {{code: string, tensors: Tensor[]}} Module  a line of Python, and the weights that it has
 */

const shapeOf = ([channels, height, width]) => (height * width === 1 ? [channels] : [channels, height, width]);
const area = ([channels, height, width]) => channels * height * width;

/** A layer's words, and what they become: the module, and the shapes of its tensors. */
const KINDS = [
  [/^Linear (\d+)$/, ([outputs], { input, parameters }) => {
    const inputs = area(input);
    return weighted(`nn.Linear(${inputs}, ${outputs}`, [outputs, inputs], outputs, parameters);
  }],
  [/^Conv (\d+)x\d+, (\d+) channels(?:, stride (\d+))?$/, ([kernel, channels, stride = 1], { input: [inputs], parameters }) => (
    weighted(`nn.Conv2d(${inputs}, ${channels}, ${kernel}${strideOf(stride)}, padding=${padding(kernel, stride)}`,
      [channels, inputs, kernel, kernel], channels, parameters)
  )],
  [/^Transposed conv (\d+)x\d+, (\d+) channels(?:, stride (\d+))?$/, ([kernel, channels, stride = 1], { input: [inputs], parameters }) => {
    const extra = stride + 2 * padding(kernel, stride) - kernel;
    const extraWords = extra > 0 ? `, output_padding=${extra}` : '';
    return weighted(`nn.ConvTranspose2d(${inputs}, ${channels}, ${kernel}${strideOf(stride)}, padding=${padding(kernel, stride)}${extraWords}`,
      [inputs, channels, kernel, kernel], channels, parameters);
  }],
  [/^Batch norm$/, (_, { input }) => ({
    code: `nn.BatchNorm${shapeOf(input).length === 1 ? '1d' : '2d'}(${input[0]})`,
    shapes: Object.fromEntries(['weight', 'bias', 'running_mean', 'running_var'].map((name) => [name, [input[0]]])),
  })],
  [/^ReLU$/, () => ({ code: 'nn.ReLU()' })],
  [/^Leaky ReLU ([\d.]+)$/, ([slope]) => ({ code: `nn.LeakyReLU(${slope})` })],
  [/^tanh$/, () => ({ code: 'nn.Tanh()' })],
  [/^Sigmoid$/, () => ({ code: 'nn.Sigmoid()' })],
  [/^Dropout ([\d.]+)$/, ([share]) => ({ code: `nn.Dropout(${share})` })],
  [/^Max pool 2x2$/, () => ({ code: 'nn.MaxPool2d(2)' })],
  [/^Flatten to \d+$/, () => ({ code: 'nn.Flatten()' })],
  [/^Reshape to (\d+) x (\d+) x (\d+)$/, (sizes) => ({ code: `nn.Unflatten(1, (${sizes.join(', ')}))` })],
];

/** "Same" padding: the output is the input divided (or, transposed, multiplied) by the stride. */
const padding = (kernel, stride) => Math.floor((kernel + 1 - stride) / 2);
const strideOf = (stride) => (stride > 1 ? `, stride=${stride}` : '');

/** The description leaves out whether there is a bias; the number of weights tells. */
function weighted(start, weight, outputs, parameters) {
  const bias = parameters === weight.reduce((product, size) => product * size) + outputs;
  return { code: `${start}${bias ? '' : ', bias=False'})`, shapes: { weight, ...(bias ? { bias: [outputs] } : {}) } };
}

/**
 * @param {{name: string, input: number[], layers: {name: string, output: number[], parameters: number}[]}} part
 * @returns {{name: string, input: number[], modules: Module[]}} a part of one layer, a head, has names without numbers
 */
export function toModules({ name, input, layers }) {
  let before = input;
  const modules = layers.map(({ name: words, output, parameters }, at) => {
    const { code, shapes = {} } = moduleOf(words, { input: before, parameters });
    before = output;
    const owner = isHead(name) ? name : `${name}.${at}`;
    return { code, tensors: Object.entries(shapes).map(([tensor, shape]) => ({ name: `${owner}.${tensor}`, shape })) };
  });
  return { name, input: shapeOf(input), modules };
}

/** The two linear layers that make a code of an encoder's features. */
export const isHead = (name) => name === 'mean' || name === 'logvar';

function moduleOf(words, about) {
  for (const [pattern, make] of KINDS) {
    const match = words.match(pattern);
    if (match) return make(match.slice(1).map((text) => (text === undefined ? undefined : Number(text))), about);
  }
  throw new Error(`There is no PyTorch module for the layer “${words}”.`);
}
