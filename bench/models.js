// The models that are timed, layer by layer, so that every contestant trains the same ones. tests/unit/bench.test.js compares
// them with what the engine says of its presets.

/** Side by side: what a layer takes and gives, as channels, height, width. */
const linear = (outputs, bias = true) => ({ kind: 'linear', outputs, bias });
const conv = (channels, stride) => ({ kind: 'conv', channels, kernel: 5, stride, bias: true });
const enlarge = (channels, stride) => ({ kind: 'transposed', channels, kernel: 5, stride, bias: false });
const act = (kind) => ({ kind });
const reshape = (...shape) => ({ kind: 'reshape', shape });
const [relu, leaky, tanh, norm] = ['relu', 'leaky', 'tanh', 'norm'].map(act);
const dense = (units, activation) => units.flatMap((n) => [linear(n), activation]);

/**
 * `settings` are what ours is loaded with beside the batch size. Dropout and the running mean of the generator are off, because a
 * comparison of random bits and of one more copy of the weights says little; everything else is as the page has it.
 */
export const MODELS = {
  vae: {
    batch: 128, latent: 20, settings: {}, adam: { lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    parts: {
      encoder: network([784], [linear(400), relu]),
      mean: network([400], [linear(20)]),
      logvar: network([400], [linear(20)]),
      decoder: network([20], [linear(400), relu, linear(784)]),
    },
  },
  gan: {
    batch: 128, latent: 100, settings: { dropout: 0, ema: 0 }, adam: { lr: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    parts: {
      generator: network([100], [...dense([128, 256, 512, 1024], leaky), linear(784), tanh]),
      discriminator: network([784], [...dense([1024, 512, 256, 128], leaky), linear(1)]),
    },
  },
  dcgan: {
    batch: 32, latent: 100, settings: { dropout: 0, ema: 0 }, adam: { lr: 1e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    parts: {
      generator: network([100], [
        linear(7 * 7 * 256, false), norm, leaky, reshape(256, 7, 7), enlarge(128, 1), norm, leaky, enlarge(64, 2), norm, leaky, enlarge(1, 2), tanh,
      ]),
      discriminator: network([1, 28, 28], [conv(64, 2), leaky, conv(128, 2), leaky, reshape(7 * 7 * 128), linear(1)]),
    },
  },
};

/** @param {number[]} input @param {object[]} layers @returns {object[]} the layers, each with the shapes of its `input` and `output` */
function network(input, layers) {
  let shape = input;
  return layers.map((layer) => {
    const placed = { ...layer, input: shape, output: outputOf(shape, layer) };
    shape = placed.output;
    return placed;
  });
}

function outputOf(shape, { kind, outputs, channels, stride, shape: wanted }) {
  if (kind === 'linear') return [outputs];
  if (kind === 'conv') return [channels, Math.ceil(shape[1] / stride), Math.ceil(shape[2] / stride)];
  if (kind === 'transposed') return [channels, shape[1] * stride, shape[2] * stride];
  return wanted ?? shape;
}

/** Shapes of a layer's trainable arrays. A convolution's weight is [out, in, k, k], a transposed one's [in, out, k, k]. */
export function weightsOf({ kind, input, output, kernel, bias }) {
  const [from, to] = [input[0], output[0]];
  const biases = bias ? { bias: [to] } : {};
  if (kind === 'linear') return { weight: [from, to], ...biases };
  if (kind === 'conv') return { weight: [to, from, kernel, kernel], ...biases };
  if (kind === 'transposed') return { weight: [from, to, kernel, kernel], ...biases };
  return kind === 'norm' ? { weight: [from], bias: [from] } : {};
}

/** How many numbers a unit adds up, for the size of its first weights. */
export const fanIn = ({ kind, input, kernel }) => (kind === 'linear' ? input[0] : input[0] * kernel * kernel);

/** @param {object} model of MODELS */
export const parameterCount = ({ parts }) => Object.values(parts).flat().flatMap((layer) => Object.values(weightsOf(layer)))
  .reduce((sum, shape) => sum + shape.reduce((product, n) => product * n, 1), 0);

/** Test images that an evaluation looks at, at a time and in all, and digits that are drawn at once. */
export const EVALUATION = { batch: 250, images: 1000 };
export const SAMPLES = 256;
