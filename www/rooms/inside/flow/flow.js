// One drawing on its way through the layers, each with what really comes out of it.

import { blocks, brightness } from '../../../maths/units.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { oneAfterAnother } from '../../../words/sentences.js';
import { normalCodes } from '../../../maths/noise.js';
import { openFirst } from '../../../kit/fold.js';
import { make } from '../../../kit/make.js';
import { inOrder } from '../../../kit/networks.js';
import { innerScope } from '../../../kit/scope.js';
import { createRoute } from './route.js';

/** Which words say what is done with the digit. @param {import('../../../engine/types.d.ts').Model} model */
function taken({ hasEncoder, hasCritic, capabilities }) {
  if (hasEncoder) return 'encoder';
  if (hasCritic) return 'gan';
  return capabilities.includes('flows') ? 'flow' : 'layers';
}

/** @type {import('../../cards.js').CardDefinition} */
export const flow = {
  name: 'flow',
  title: 'inside.flow.title',
  fits: () => true,
  share: 0.04,
  leastMs: 300,
  create(card, bench) {
    const routes = make('div', { className: 'routes' });
    const explain = make('p', { className: 'explain' });
    card.append(routes, explain);
    translate(card);
    const inner = innerScope();
    /** By the network's name. @type {Map<string, ReturnType<typeof createRoute>>} */
    let shown = new Map();
    let asked = { drawn: false };
    let made = '';

    /** @param {import('../../../engine/types.d.ts').Model} model */
    function build(model) {
      // A restart keeps the places, and what they show until there is something new.
      if (made === JSON.stringify(model.parts)) return;
      made = JSON.stringify(model.parts);
      inner.end();
      const all = inOrder(model.parts).map((part) => ({ part, own: blocks(part) }));
      shown = inner.run(() => new Map(all.map(({ part, own }) => [part.name, createRoute(part, own)])));
      const roots = [...shown.values()].map(({ root }) => root);
      openFirst(roots, all.map(({ own }) => own.length), { name: 'routes', first: 1 });
      routes.replaceChildren(...roots);
    }

    function say() {
      const { model } = bench.pg;
      if (!model) return;
      const sentences = [asked.drawn ? 'drawing' : 'testDigit', taken(model), 'legend'];
      explain.textContent = oneAfterAnother(sentences.map((name) => t(`inside.flow.${name}`)));
      for (const route of shown.values()) route.say();
    }

    /** The drawing, or a test digit until there is one. */
    async function subject() {
      const image = bench.drawing();
      if (image) return { image, label: bench.drawn(), drawn: true };
      if (bench.arrived() < 1) return null;
      const { images, labels } = await bench.testDigits(1);
      return { image: images.slice(0, 784), label: labels[0], drawn: false };
    }

    onLanguage(say);
    return {
      loaded(model) {
        build(model);
        say();
      },
      async refresh(model) {
        const from = await subject();
        if (!from) return 0;
        // A generator draws from a code, always the same.
        const z = model.hasEncoder || !model.capabilities.includes('decodes') ? undefined : normalCodes(1, model.latentDim);
        const networks = await bench.pg.activations(from.image, { ...(model.conditional ? { label: from.label } : {}), z });
        for (const { network, layers } of networks) {
          const route = shown.get(network);
          const last = layers[layers.length - 1].values;
          /** @type {Record<string, Float32Array|undefined>} */
          const inputs = { encoder: from.image, discriminator: from.image, generator: z };
          route?.show(inputs[network] ?? null, layers, last.length === 784 ? brightness(last, network) : null);
        }
        asked = from;
        say();
        return bench.cost.activations;
      },
    };
  },
};
