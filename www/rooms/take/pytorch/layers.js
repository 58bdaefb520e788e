// A network's layers as PyTorch modules, from the engine's description of them (src/model/layer/).

import { CLASSES } from './modules.js';

/** @typedef {import('../../../engine/types.js').Layer} Layer */
/** @typedef {import('../../../engine/types.js').LayerKind} LayerKind */
/** @typedef {import('../../../engine/types.js').Part} Part */
/** @typedef {import('../../../engine/types.js').Tensor} Tensor */
/**
 * @typedef {object} Expression
 * @property {string} code  the beginning of a Python expression; all of it, unless there are branches
 * @property {string[]} [classes] that it needs
 * @typedef {Expression & {tensors: Tensor[], branches: {name: string, modules: Module[]}[]}} Module with the weights that it has
 */

/** @param {readonly number[]} shape channels, height, width @returns {number[]} as the script has it */
const shapeOf = ([channels, height, width]) => (height * width === 1 ? [channels] : [channels, height, width]);
/** @param {readonly number[]} shape */
const isFlat = ([, height, width]) => height * width === 1;
/** @param {readonly number[]} shape */
const area = ([channels, height, width]) => channels * height * width;

/** "Same" padding: the output is the input divided (or, transposed, multiplied) by the stride. @param {{kernel: number, stride: number}} spec */
const padding = ({ kernel, stride }) => Math.floor((kernel + 1 - stride) / 2);
/** @param {{stride: number}} spec */
const strideOf = ({ stride }) => (stride > 1 ? `, stride=${stride}` : '');
/** @param {{bias: boolean}} spec */
const biasOf = ({ bias }) => (bias ? '' : ', bias=False');
/** @param {boolean} flag */
const python = (flag) => (flag ? 'True' : 'False');

/** A class of the script, called like this. @param {string} name @param {(string|number)[]} given */
const own = (name, ...given) => ({ code: `${name}(${given.join(', ')})`, classes: [name] });

/**
 * What each kind of layer becomes.
 * @type {{[Kind in LayerKind]: (spec: import('../../../engine/types.js').LayerSpec<Kind>, layer: Layer) => Expression}}
 */
const KINDS = {
  linear: (spec, { input }) => {
    const code = `nn.Linear(${area(input)}, ${spec.outputs}${biasOf(spec)})`;
    // A flat signal is two-dimensional in the script.
    return isFlat(input) ? { code } : own('Flattened', area(input), spec.outputs, ...(spec.bias ? [] : ['bias=False']));
  },
  'masked-linear': (spec, { input }) => own('MaskedLinear', area(input), spec.outputs, spec.groups, `strict=${python(spec.strict)}`, ...(spec.bias ? [] : ['bias=False'])),
  conv: (spec, { input }) => ({ code: `nn.Conv2d(${input[0]}, ${spec.channels}, ${spec.kernel}${strideOf(spec)}, padding=${padding(spec)}${biasOf(spec)})` }),
  'conv-transpose': (spec, { input }) => {
    const extra = spec.stride + 2 * padding(spec) - spec.kernel;
    const extraWords = extra > 0 ? `, output_padding=${extra}` : '';
    return { code: `nn.ConvTranspose2d(${input[0]}, ${spec.channels}, ${spec.kernel}${strideOf(spec)}, padding=${padding(spec)}${extraWords}${biasOf(spec)})` };
  },
  'batch-norm': (_, { input }) => ({ code: `nn.BatchNorm${isFlat(input) ? '1d' : '2d'}(${input[0]})` }),
  standardise: (_, { input }) => ({ code: `nn.BatchNorm${isFlat(input) ? '1d' : '2d'}(${input[0]}, affine=False)` }),
  'layer-norm': ({ affine }, { input }) => {
    const plain = affine ? [] : ['elementwise_affine=False'];
    return isFlat(input) ? { code: `nn.LayerNorm(${[input[0], ...plain].join(', ')})` } : own('ChannelNorm', input[0], ...plain);
  },
  'group-norm': ({ groups, affine }, { input }) => ({ code: `nn.GroupNorm(${groups}, ${input[0]}${affine ? '' : ', affine=False'})` }),
  modulate: ({ condition }, { input }) => own('Modulate', condition, input[0]),
  relu: () => ({ code: 'nn.ReLU()' }),
  'leaky-relu': ({ slope }) => ({ code: `nn.LeakyReLU(${slope})` }),
  tanh: () => ({ code: 'nn.Tanh()' }),
  sigmoid: () => ({ code: 'nn.Sigmoid()' }),
  silu: () => ({ code: 'nn.SiLU()' }),
  gelu: () => ({ code: 'nn.GELU(approximate="tanh")' }),
  round: ({ levels }) => own('Round', levels),
  dropout: ({ share }) => ({ code: `nn.Dropout(${share})` }),
  'max-pool': () => ({ code: 'nn.MaxPool2d(2)' }),
  'pixel-shuffle': ({ factor }) => ({ code: `nn.PixelShuffle(${factor})` }),
  'pixel-unshuffle': ({ factor }) => ({ code: `nn.PixelUnshuffle(${factor})` }),
  upsample: ({ factor }) => ({ code: `nn.Upsample(scale_factor=${factor})` }),
  reshape: ({ shape }, { input }) => {
    if (isFlat(shape)) return { code: 'nn.Flatten()' };
    return isFlat(input) ? { code: `nn.Unflatten(1, (${shape.join(', ')}))` } : own('Reshape', ...shape);
  },
  embedding: ({ entries, width }, { input }) => own('Symbols', input[0], entries, width, ...(isFlat(input) ? ['flat=True'] : [])),
  position: (_, { input }) => own('Position', ...(isFlat(input) ? [input[0], 1, 1] : input)),
  'self-attention': ({ heads, causal, bias }, { input }) => own('Attention', input[0], heads, `causal=${python(causal)}`, ...(bias ? [] : ['bias=False'])),
  'time-features': ({ frequencies, lowest, highest }) => own('TimeFeatures', frequencies, lowest, highest),
  residual: () => ({ code: 'Residual(', classes: ['Residual'] }),
  skip: () => ({ code: 'Skip(', classes: ['Skip'] }),
};

/**
 * A network of the script; condition: the values that it is told beside its input, 0 if none.
 * @typedef {{name: string, input: number[], single: boolean, modules: Module[], condition: number}} Network
 */

/**
 * @param {Part} part
 * @returns {Network}
 */
export const toModules = ({ name, input, layers, single }) => (
  { name, input: shapeOf(input), single, modules: layers.map(moduleOf), condition: conditionOf(layers) }
);

/** All layers that take a condition take the same. @param {Layer[]} layers @returns {number} */
function conditionOf(layers) {
  for (const { spec, branches = [] } of layers) {
    const values = spec.kind === 'modulate' ? spec.condition : Math.max(0, ...branches.map((branch) => conditionOf(branch.layers)));
    if (values > 0) return values;
  }
  return 0;
}

/** @param {Layer} layer @returns {Module} */
function moduleOf(layer) {
  const make = /** @type {((spec: Layer['spec'], layer: Layer) => Expression)|undefined} */ (KINDS[layer.spec.kind]);
  if (!make) throw new Error(`There is no PyTorch module for the layer “${layer.name}”.`);
  const branches = (layer.branches ?? []).map(({ name, layers }) => ({ name, modules: layers.map(moduleOf) }));
  return { ...make(layer.spec, layer), tensors: layer.tensors, branches };
}

/** All tensors of modules, in their order. @param {Module[]} modules @returns {Tensor[]} */
export const tensorsIn = (modules) => modules.flatMap(({ tensors, branches }) => [...tensors, ...branches.flatMap((branch) => tensorsIn(branch.modules))]);

/** The Python of the classes that modules need, in the order in which the script defines them. @param {Module[]} modules */
export function classesOf(modules) {
  /** @type {Set<string>} */
  const used = new Set();
  const visit = (/** @type {Module[]} */ all) => all.forEach(({ classes = [], branches }) => {
    classes.forEach((name) => used.add(name));
    branches.forEach((branch) => visit(branch.modules));
  });
  visit(modules);
  // What hands on a condition needs to know who takes one.
  if (used.has('Residual') || used.has('Skip') || used.has('Modulate')) used.add('Chain');
  return Object.entries(CLASSES).filter(([name]) => used.has(name)).map(([, python]) => python);
}
