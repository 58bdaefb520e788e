// The `vae` preset's training step in TensorFlow.js: 784-400-20-400-784, Adam, one random batch over and over.
/* global tf */

const wasmFiles = '/peers/node_modules/@tensorflow/tfjs-backend-wasm/dist/';
for (const script of ['tfjs/dist/tf.min.js', 'tfjs-backend-wasm/dist/tf-backend-wasm.min.js', 'tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js']) {
  const element = Object.assign(document.createElement('script'), { src: `/peers/node_modules/@tensorflow/${script}` });
  await new Promise((resolve, reject) => {
    Object.assign(element, { onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

function layer(inputs, outputs) {
  const limit = 1 / Math.sqrt(inputs);
  const weight = tf.variable(tf.randomUniform([inputs, outputs], -limit, limit));
  const bias = tf.variable(tf.randomUniform([outputs], -limit, limit));
  return { variables: [weight, bias], of: (x) => tf.matMul(x, weight).add(bias) };
}

export async function prepare(backend, batch) {
  tf.wasm.setWasmPaths(wasmFiles);
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start its ${backend} backend`);
  await tf.ready();
  const [hidden, mean, logvar, unfold, logits] = [layer(784, 400), layer(400, 20), layer(400, 20), layer(20, 400), layer(400, 784)];
  const variables = [hidden, mean, logvar, unfold, logits].flatMap((part) => part.variables);
  const images = tf.randomUniform([batch, 784]);
  const adam = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);

  function loss() {
    const h = tf.relu(hidden.of(images));
    const [mu, lv] = [mean.of(h), logvar.of(h)];
    const z = mu.add(tf.randomNormal([batch, 20]).mul(tf.exp(lv.mul(0.5))));
    const y = logits.of(tf.relu(unfold.of(z)));
    // Binary cross-entropy on logits: softplus(y) - y * x.
    const reconstruction = tf.sum(tf.softplus(y).sub(y.mul(images)));
    const divergence = tf.sum(tf.exp(lv).add(mu.square()).sub(lv).sub(1)).mul(0.5);
    return reconstruction.add(divergence).div(batch);
  }

  return {
    label: `TensorFlow.js ${tf.version.tfjs} ${backend}`,
    async train(steps) {
      for (let step = 1; step < steps; step++) adam.minimize(loss, false, variables);
      const last = adam.minimize(loss, true, variables);
      // Reading a value is what makes a queue of GPU work finish.
      const [value] = await last.data();
      last.dispose();
      return value;
    },
  };
}
