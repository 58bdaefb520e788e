// Ours, by the page's public module. One trip to the worker and its losses are part of the time, as they are for a visitor.
import { EVALUATION, MODELS, SAMPLES } from '/models.js';
import { createPlayground } from '/playground.js';

/** @param {{alone?: boolean, data?: Record<string, string>}} [options] alone: with one thread, as on a machine with one core; data: what is done with the images */
export async function prepare(device, name, { alone = false, data = {} } = {}) {
  if (alone) onOneCore();
  const { batch, settings } = MODELS[name];
  let arrived = () => {};
  // Unpacking digits in the background is no part of a step.
  const digits = new Promise((resolve) => { arrived = resolve; });
  const playground = await createPlayground({ device, on: { data: ({ train, trainTotal, test, testTotal }) => { if (trainTotal > 0 && train === trainTotal && test === testTotal) arrived(); } } });
  if (alone && playground.device.workers !== 1) throw new Error(`It trains with ${playground.device.workers} threads, although it was told of one core.`);
  await playground.load(name, { seed: 0, batch_size: batch, ...settings, ...data });
  await digits;
  return {
    label: `generative-playground ${device}${alone ? ', one thread' : ''}${Object.keys(data).length > 0 ? ', augmented' : ''}`,
    // On the CPU one thread takes a run's first eight steps alone, and the next begins with handing the model to the others.
    warmUp: device === 'cpu' ? 9 : 1,
    async train(steps) {
      const { losses } = await playground.train(steps);
      return losses.loss ?? losses.d_loss;
    },
    sample: () => playground.sample(SAMPLES, { seed: 1 }),
    evaluate: () => playground.evaluate(EVALUATION.images),
  };
}

/**
 * Threads that are started from here on believe that the machine has one core. Asking for `workers: 1` would not do: it means the same
 * bits in every browser too, without fused multiply-add.
 */
function onOneCore() {
  const one = 'data:text/javascript,Object.defineProperty(navigator, "hardwareConcurrency", { value: 1 });';
  const { Worker } = window;
  window.Worker = class extends Worker {
    constructor(address, options) {
      const script = new Blob([`import '${one}'; import '${new URL(address, document.baseURI)}';`], { type: 'text/javascript' });
      super(URL.createObjectURL(script), options);
    }
  };
}
