// The models in TensorFlow.js, one random batch over and over. Images are height, width, channels here, as it likes them.
/* global tf */
import { EVALUATION, MODELS, SAMPLES, fanIn, weightsOf } from '/models.js';

const wasmFiles = '/peers/node_modules/@tensorflow/tfjs-backend-wasm/dist/';
for (const script of ['tfjs/dist/tf.min.js', 'tfjs-backend-wasm/dist/tf-backend-wasm.min.js', 'tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js']) {
  const element = Object.assign(document.createElement('script'), { src: `/peers/node_modules/@tensorflow/${script}` });
  await new Promise((resolve, reject) => {
    Object.assign(element, { onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

const ACTIVATIONS = { relu: tf.relu, tanh: tf.tanh, leaky: (x) => tf.leakyRelu(x, 0.2) };
const last = (shape) => (shape.length === 3 ? [shape[1], shape[2], shape[0]] : shape);

/** A layer with weights of its own: its variables, and what it makes of a batch. */
function build(layer) {
  const { kind, stride, output } = layer;
  const shapes = weightsOf(layer);
  if (kind === 'norm') {
    const [scale, offset] = [tf.variable(tf.ones(shapes.weight)), tf.variable(tf.zeros(shapes.bias))];
    const of = (x) => {
      const { mean, variance } = tf.moments(x, x.shape.map((_, axis) => axis).slice(0, -1));
      return tf.batchNorm(x, mean, variance, offset, scale, 1e-5);
    };
    return { variables: [scale, offset], of };
  }
  if (kind === 'reshape') return { variables: [], of: (x) => tf.reshape(x, [x.shape[0], ...last(layer.shape)]) };
  if (!shapes.weight) return { variables: [], of: ACTIVATIONS[kind] };
  const limit = 1 / Math.sqrt(fanIn(layer));
  const uniform = (shape) => tf.variable(tf.randomUniform(shape, -limit, limit));
  const [a, b, ...kernel] = shapes.weight;
  // Filters are [height, width, in, out], and of a transposed convolution [height, width, out, in].
  const weight = uniform(kind === 'linear' ? shapes.weight : [...kernel, b, a]);
  const bias = shapes.bias && uniform(shapes.bias);
  const apply = {
    linear: (x) => tf.matMul(x, weight),
    conv: (x) => tf.conv2d(x, weight, stride, 'same'),
    transposed: (x) => tf.conv2dTranspose(x, weight, [x.shape[0], ...last(output)], stride, 'same'),
  }[kind];
  return { variables: bias ? [weight, bias] : [weight], of: bias ? (x) => apply(x).add(bias) : apply };
}

function network(layers) {
  const built = layers.map(build);
  return { variables: built.flatMap(({ variables }) => variables), of: (x) => built.reduce((signal, { of }) => of(signal), x) };
}

function autoencoder({ batch, latent, parts, adam }) {
  const nets = Object.fromEntries(Object.entries(parts).map(([name, layers]) => [name, network(layers)]));
  const variables = Object.values(nets).flatMap((net) => net.variables);
  const optimizer = tf.train.adam(adam.lr, adam.beta1, adam.beta2, adam.epsilon);
  const images = tf.randomUniform([batch, 784]);

  function loss(x) {
    const h = nets.encoder.of(x);
    const [mu, lv] = [nets.mean.of(h), nets.logvar.of(h)];
    const y = nets.decoder.of(mu.add(tf.randomNormal(mu.shape).mul(tf.exp(lv.mul(0.5)))));
    // Binary cross-entropy on logits: softplus(y) - y * x.
    const reconstruction = tf.sum(tf.softplus(y).sub(y.mul(x)));
    const divergence = tf.sum(tf.exp(lv).add(mu.square()).sub(lv).sub(1)).mul(0.5);
    return reconstruction.add(divergence).div(x.shape[0]);
  }
  return {
    step: (wanted) => optimizer.minimize(() => loss(images), wanted, variables),
    draw: (count) => tf.sigmoid(nets.decoder.of(tf.randomNormal([count, latent]))),
    judge: (x) => loss(x),
    images: (count) => tf.randomUniform([count, 784]),
  };
}

function adversarial({ batch, latent, parts, adam }) {
  const [generator, discriminator] = [network(parts.generator), network(parts.discriminator)];
  const [forOne, forOther] = [1, 2].map(() => tf.train.adam(adam.lr, adam.beta1, adam.beta2, adam.epsilon));
  const shape = last(parts.discriminator[0].input);
  const images = (count) => tf.randomUniform([count, ...shape], -1, 1);
  const real = images(batch);
  const believed = (logits) => tf.mean(tf.softplus(tf.neg(logits)));
  const doubted = (logits) => tf.mean(tf.softplus(logits));

  function step(wanted) {
    const z = tf.randomNormal([batch, latent]);
    const fakes = tf.tidy(() => generator.of(z));
    const loss = forOne.minimize(() => believed(discriminator.of(real)).add(doubted(discriminator.of(fakes))), wanted, discriminator.variables);
    // A tape of TensorFlow.js ends with one loss, so the fakes are made again for the generator's.
    forOther.minimize(() => believed(discriminator.of(generator.of(z))), false, generator.variables);
    tf.dispose([z, fakes]);
    return loss;
  }
  return {
    step, images,
    draw: (count) => generator.of(tf.randomNormal([count, latent])).add(1).mul(0.5),
    judge(x) {
      const onFakes = discriminator.of(generator.of(tf.randomNormal([x.shape[0], latent])));
      return believed(discriminator.of(x)).add(doubted(onFakes)).add(believed(onFakes));
    },
  };
}

/** The value of what `make` gives. Reading one is what makes a queue of GPU work finish. */
async function read(make) {
  const tensor = tf.tidy(make);
  const values = await tensor.data();
  tensor.dispose();
  return values;
}

export async function prepare(backend, name) {
  tf.wasm.setWasmPaths(wasmFiles);
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start its ${backend} backend`);
  await tf.ready();
  const model = (name === 'vae' ? autoencoder : adversarial)(MODELS[name]);
  const tested = model.images(EVALUATION.batch);
  return {
    label: `TensorFlow.js ${tf.version.tfjs} ${backend}`,
    async train(steps) {
      for (let step = 1; step < steps; step++) model.step(false);
      const [value] = await read(() => model.step(true));
      return value;
    },
    sample: () => read(() => model.draw(SAMPLES)),
    evaluate: () => read(() => tf.addN(Array.from({ length: EVALUATION.images / EVALUATION.batch }, () => model.judge(tested)))),
  };
}
