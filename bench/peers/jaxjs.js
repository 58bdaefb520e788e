// The models in jax-js: each training step, gradients and Adam included, under one `jit`, on one random batch over and over.
// jax-js counts references: every use of an array consumes it, and `.ref` before a use keeps it.
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, random, tree, valueAndGrad, vjp } from '/peers/node_modules/@jax-js/jax/dist/index.js';
import { EVALUATION, MODELS, SAMPLES, fanIn, weightsOf } from '/models.js';

const VERSION = '0.1.25';
let seeds = 0;
const key = () => random.key(seeds++);
const normal = (...shape) => random.normal(key(), shape);

/** First weights of a network, by the layer's number: `0.weight`, `0.bias`, ... */
function start(layers) {
  const weights = {};
  layers.forEach((layer, index) => {
    const limit = 1 / Math.sqrt(fanIn(layer));
    for (const [name, shape] of Object.entries(weightsOf(layer))) {
      if (layer.kind === 'norm') weights[`${index}.${name}`] = name === 'weight' ? np.ones(shape) : np.zeros(shape);
      else weights[`${index}.${name}`] = random.uniform(key(), flipped(layer, shape), { minval: -limit, maxval: limit });
    }
  });
  return weights;
}

/** A transposed convolution is an ordinary one of the stretched image here, so its weight is [out, in, k, k] too. */
const flipped = ({ kind }, shape) => (kind === 'transposed' && shape.length === 4 ? [shape[1], shape[0], shape[2], shape[3]] : shape);
/** As a channel of a picture. */
const wide = (vector, signal) => (signal.length === 1 ? vector : vector.reshape([1, signal[0], 1, 1]));

function forward(weights, layers, x, batch) {
  const result = layers.reduce((signal, layer, index) => apply(layer, signal, (name) => weights[`${index}.${name}`].ref, batch), x);
  tree.dispose(weights);
  return result;
}

function apply({ kind, input, output, stride, kernel, bias, shape }, x, weight, batch) {
  if (kind === 'relu') return nn.relu(x);
  if (kind === 'leaky') return nn.leakyRelu(x, 0.2);
  if (kind === 'tanh') return np.tanh(x);
  if (kind === 'reshape') return x.reshape([batch, ...shape]);
  if (kind === 'norm') return normalised(x, wide(weight('weight'), input), wide(weight('bias'), input), input.length === 1 ? [0] : [0, 2, 3]);
  const y = kind === 'linear' ? np.dot(x, weight('weight')) : convolved(x, weight('weight'), { kind, input, output, stride, kernel });
  return bias ? y.add(wide(weight('bias'), output)) : y;
}

function normalised(x, scale, offset, axes) {
  const centred = x.ref.sub(np.mean(x, axes, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  return centred.div(np.sqrt(variance.add(1e-5))).mul(scale).add(offset);
}

function convolved(x, weight, { kind, input, output, stride, kernel }) {
  // Of a transposed convolution, the stretched image is what the filters move over.
  const sides = [1, 2].map((axis) => (kind === 'conv'
    ? (output[axis] - 1) * stride + kernel - input[axis]
    : output[axis] - 1 + kernel - ((input[axis] - 1) * stride + 1)));
  const padding = sides.map((all) => [Math.floor(all / 2), Math.ceil(all / 2)]);
  return kind === 'conv'
    ? lax.convGeneralDilated(x, weight, [stride, stride], padding)
    : lax.convGeneralDilated(x, weight, [1, 1], padding, { lhsDilation: [stride, stride] });
}

/** One network, or several as one dictionary, with the optimizer's two moments. */
function learner(weights, { lr, beta1, beta2, epsilon }) {
  const zeros = () => tree.map((array) => np.zerosLike(array), tree.ref(weights));
  return {
    state: { weights, first: zeros(), second: zeros() },
    /** What a step takes from the clock. */
    corrections: (count) => [beta1, beta2].map((beta) => np.array(1 / (1 - beta ** count))),
    update({ weights: old, first, second }, gradients, [c1, c2]) {
      const next = { weights: {}, first: {}, second: {} };
      for (const name of Object.keys(old)) {
        const g = gradients[name];
        const m = first[name].mul(beta1).add(g.ref.mul(1 - beta1));
        const v = second[name].mul(beta2).add(np.square(g).mul(1 - beta2));
        const step = m.ref.mul(c1.ref).div(np.sqrt(v.ref.mul(c2.ref)).add(epsilon));
        Object.assign(next.weights, { [name]: old[name].sub(step.mul(lr)) });
        Object.assign(next.first, { [name]: m });
        Object.assign(next.second, { [name]: v });
      }
      tree.dispose([c1, c2]);
      return next;
    },
  };
}

function autoencoder({ batch, latent, parts, adam }) {
  const names = Object.keys(parts);
  const of = (weights, part) => Object.fromEntries(Object.entries(weights).filter(([name]) => name.startsWith(`${part}.`))
    .map(([name, array]) => [name.slice(part.length + 1), array.ref]));
  const all = Object.assign({}, ...names.map((part) => Object.fromEntries(Object.entries(start(parts[part])).map(([name, array]) => [`${part}.${name}`, array]))));
  const learning = learner(all, adam);
  const run = (weights, part, x, count) => forward(of(weights, part), parts[part], x, count);

  function loss(weights, x, noise, count) {
    const h = run(weights, 'encoder', x.ref, count);
    const [mu, lv] = [run(weights, 'mean', h.ref, count), run(weights, 'logvar', h, count)];
    const z = mu.ref.add(noise.mul(np.exp(lv.ref.mul(0.5))));
    const y = run(weights, 'decoder', z, count);
    tree.dispose(weights);
    const reconstruction = nn.softplus(y.ref).sub(y.mul(x)).sum();
    const divergence = np.exp(lv.ref).add(np.square(mu)).sub(lv).sub(1).sum().mul(0.5);
    return reconstruction.add(divergence).mul(1 / count);
  }
  const images = random.uniform(key(), [batch, 784]);
  const update = jit((state, x, noise, corrections) => {
    const [value, gradients] = valueAndGrad((w, a, e) => loss(w, a, e, batch))(tree.ref(state.weights), x, noise);
    return [value, learning.update(state, gradients, corrections)];
  });
  const draw = jit((weights, z) => {
    const drawn = nn.sigmoid(run(weights, 'decoder', z, SAMPLES));
    tree.dispose(weights);
    return drawn;
  });
  const judge = jit((weights, x, noise) => loss(weights, x, noise, EVALUATION.batch));
  let { state } = learning;
  let count = 0;
  return {
    step() {
      count++;
      let value;
      [value, state] = update(state, images.ref, normal(batch, latent), learning.corrections(count));
      return value;
    },
    settled: async () => { state = await blockUntilReady(state); },
    draw: () => draw(tree.ref(state.weights), normal(SAMPLES, latent)),
    judge: (x) => judge(tree.ref(state.weights), x, normal(EVALUATION.batch, latent)),
    images: (n) => random.uniform(key(), [n, 784]),
  };
}

function adversarial({ batch, latent, parts, adam }) {
  const [g, d] = [learner(start(parts.generator), adam), learner(start(parts.discriminator), adam)];
  const shape = parts.discriminator[0].input;
  const images = (n) => random.uniform(key(), [n, ...shape], { minval: -1, maxval: 1 });
  const generate = (weights, z, n) => forward(weights, parts.generator, z, n);
  const discriminate = (weights, x, n) => forward(weights, parts.discriminator, x, n);
  const believed = (logits) => nn.softplus(logits.mul(-1)).mean();
  const doubted = (logits) => nn.softplus(logits).mean();
  const real = images(batch);

  const update = jit((generator, discriminator, x, z, forG, forD) => {
    const [fakes, back] = vjp((weights, noise) => generate(weights, noise, batch), [tree.ref(generator.weights), z]);
    const [loss, gradients] = valueAndGrad((weights, a, b) => believed(discriminate(tree.ref(weights), a, batch)).add(doubted(discriminate(weights, b, batch))))(
      tree.ref(discriminator.weights), x, fakes.ref);
    const critic = d.update(discriminator, gradients, forD);
    const [gLoss, onFakes] = valueAndGrad((b, weights) => believed(discriminate(weights, b, batch)))(fakes, tree.ref(critic.weights));
    gLoss.dispose();
    const [ofWeights, ofNoise] = back(onFakes);
    ofNoise.dispose();
    back.dispose();
    return [loss, g.update(generator, ofWeights, forG), critic];
  });
  const draw = jit((weights, z) => generate(weights, z, SAMPLES).add(1).mul(0.5));
  const judge = jit((generator, discriminator, x, z) => {
    const onFakes = discriminate(tree.ref(discriminator), generate(generator, z, EVALUATION.batch), EVALUATION.batch);
    return believed(discriminate(discriminator, x, EVALUATION.batch)).add(doubted(onFakes.ref)).add(believed(onFakes));
  });
  let [generator, discriminator] = [g.state, d.state];
  let count = 0;
  return {
    step() {
      count++;
      let value;
      [value, generator, discriminator] = update(generator, discriminator, real.ref, normal(batch, latent), g.corrections(count), d.corrections(count));
      return value;
    },
    settled: async () => { [generator, discriminator] = await blockUntilReady([generator, discriminator]); },
    draw: () => draw(tree.ref(generator.weights), normal(SAMPLES, latent)),
    judge: (x) => judge(tree.ref(generator.weights), tree.ref(discriminator.weights), x, normal(EVALUATION.batch, latent)),
    images,
  };
}

export async function prepare(device, name) {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js cannot start its ${device} device`);
  defaultDevice(device);
  const model = (name === 'vae' ? autoencoder : adversarial)(MODELS[name]);
  const tested = model.images(EVALUATION.batch);
  return {
    label: `jax-js ${VERSION} ${device}`,
    async train(steps) {
      for (let index = 1; index < steps; index++) model.step().dispose();
      const loss = await model.step().jsAsync();
      // The loss is there before the weights that the step leaves are.
      await model.settled();
      return loss;
    },
    sample: () => model.draw().data(),
    async evaluate() {
      let sum = model.judge(tested.ref);
      for (let done = EVALUATION.batch; done < EVALUATION.images; done += EVALUATION.batch) sum = sum.add(model.judge(tested.ref));
      return await sum.jsAsync();
    },
  };
}
