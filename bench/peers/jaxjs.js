// The `vae` preset's training step in jax-js: loss, gradients and Adam under one `jit`, one random batch over and over.
// jax-js counts references: every use of an array consumes it, and `.ref` before a use keeps it.
import { defaultDevice, init, jit, nn, numpy as np, random, tree, valueAndGrad } from '/peers/node_modules/@jax-js/jax/dist/index.js';

const VERSION = '0.1.25';
const LAYERS = { hidden: [784, 400], mean: [400, 20], logvar: [400, 20], unfold: [20, 400], logits: [400, 784] };
const [BETA1, BETA2, RATE, EPSILON] = [0.9, 0.999, 1e-3, 1e-8];

function start() {
  const weights = {};
  Object.entries(LAYERS).forEach(([name, [inputs, outputs]], index) => {
    const limit = 1 / Math.sqrt(inputs);
    const uniform = (shape, seed) => random.uniform(random.key(seed), shape, { minval: -limit, maxval: limit });
    weights[name] = uniform([inputs, outputs], 2 * index);
    weights[`${name}Bias`] = uniform([outputs], 2 * index + 1);
  });
  return weights;
}

function loss(weights, images, noise, batch) {
  const layer = (x, name) => np.dot(x, weights[name]).add(weights[`${name}Bias`]);
  const h = nn.relu(layer(images.ref, 'hidden'));
  const mean = layer(h.ref, 'mean');
  const logvar = layer(h, 'logvar');
  const z = mean.ref.add(noise.mul(np.exp(logvar.ref.mul(0.5))));
  const y = layer(nn.relu(layer(z, 'unfold')), 'logits');
  const reconstruction = nn.softplus(y.ref).sub(y.mul(images)).sum();
  const divergence = np.exp(logvar.ref).add(mean.ref.mul(mean)).sub(logvar).sub(1).sum().mul(0.5);
  return reconstruction.add(divergence).mul(1 / batch);
}

function adam(weights, first, second, gradients, correction1, correction2) {
  const next = [{}, {}, {}];
  for (const name of Object.keys(weights)) {
    const gradient = gradients[name];
    const m = first[name].mul(BETA1).add(gradient.ref.mul(1 - BETA1));
    const v = second[name].mul(BETA2).add(gradient.ref.mul(gradient).mul(1 - BETA2));
    const step = m.ref.mul(correction1.ref).div(np.sqrt(v.ref.mul(correction2.ref)).add(EPSILON));
    next[0][name] = weights[name].sub(step.mul(RATE));
    next[1][name] = m;
    next[2][name] = v;
  }
  correction1.dispose();
  correction2.dispose();
  return next;
}

export async function prepare(device, batch) {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js cannot start its ${device} device`);
  defaultDevice(device);
  let weights = start();
  const zeros = () => tree.map((array) => np.zerosLike(array), tree.ref(weights));
  let [first, second] = [zeros(), zeros()];
  const images = random.uniform(random.key(99), [batch, 784]);
  let count = 0;
  const update = jit((weights, first, second, images, noise, correction1, correction2) => {
    const [value, gradients] = valueAndGrad((w, x, e) => loss(w, x, e, batch))(tree.ref(weights), images, noise);
    return [value, ...adam(weights, first, second, gradients, correction1, correction2)];
  });

  function step() {
    count++;
    const noise = random.normal(random.key(1000 + count), [batch, 20]);
    const corrections = [BETA1, BETA2].map((beta) => np.array(1 / (1 - beta ** count)));
    let value;
    [value, weights, first, second] = update(weights, first, second, images.ref, noise, ...corrections);
    return value;
  }

  return {
    label: `jax-js ${VERSION} ${device}`,
    async train(steps) {
      for (let index = 1; index < steps; index++) step().dispose();
      return await step().jsAsync();
    },
  };
}
