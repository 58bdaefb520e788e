// Ours, by the page's public module. One trip to the worker and its losses are part of the time, as they are for a visitor.
import { createPlayground } from '/playground.js';

export async function prepare(device, batch) {
  const playground = await createPlayground({ device });
  await playground.load('vae', { seed: 0, batch_size: batch });
  return {
    label: `generative-playground ${device}`,
    async train(steps) {
      return (await playground.train(steps)).losses.loss;
    },
  };
}
