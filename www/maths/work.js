// How much arithmetic a network is. Plain data, no DOM.

/**
 * @typedef {import('../engine/types.d.ts').Layer} Layer
 * @typedef {import('../engine/types.d.ts').LayerKind} LayerKind
 */

/** @param {Layer['input']} shape */
const values = ([channels, height, width]) => channels * height * width;

/**
 * A convolution's kernel stands at every place of what it slides over; a weight of other layers is used once at every place.
 * @type {{[Kind in LayerKind]?: (layer: import('../engine/types.d.ts').Layer<Kind>) => number}} by the layer's kind
 */
const WORK = {
  linear: ({ input, output }) => values(input) * values(output),
  'masked-linear': ({ input, output }) => values(input) * values(output),
  // The window slides over what comes out, or, transposed, over what goes in.
  conv: ({ spec, input, output }) => spec.kernel ** 2 * input[0] * values(output),
  'conv-transpose': ({ spec, input, output }) => spec.kernel ** 2 * output[0] * values(input),
  'batch-norm': ({ output }) => values(output),
  standardise: ({ output }) => values(output),
  'layer-norm': ({ output }) => values(output),
  'group-norm': ({ output }) => values(output),
  modulate: ({ spec, output }) => 2 * spec.condition * output[0] + values(output),
  // Queries, keys, values and the mixing of heads at each place; then each place with each other, twice.
  'self-attention': ({ input: [width, height, length] }) => 4 * width ** 2 * height * length + 2 * width * (height * length) ** 2,
  'time-features': ({ output }) => values(output),
};

/**
 * Multiplications for one image through one layer, with the layers within it.
 * @param {Layer} layer as in `Playground.model.parts`
 * @returns {number}
 */
export function multiplications(layer) {
  const within = (layer.branches ?? []).flatMap(({ layers }) => layers);
  const own = /** @type {((layer: Layer) => number)|undefined} */ (WORK[layer.spec.kind]);
  return within.reduce((sum, one) => sum + multiplications(one), own?.(layer) ?? 0);
}

/**
 * @param {{name: string, layers: Layer[]}[]} parts the networks of a model
 * @returns {{name: string, layers: (Layer & {work: number})[], work: number}[]}
 */
export function workOf(parts) {
  return parts.map(({ name, layers }) => {
    const rows = layers.map((layer) => ({ ...layer, work: multiplications(layer) }));
    return { name, layers: rows, work: rows.reduce((sum, { work }) => sum + work, 0) };
  });
}

/** Of a layer's share in learning: once to answer, and about twice to find what each weight did. */
export const LEARNING = 3;

/** @typedef {'second'|'minute'|'hour'|'day'|'year'} Unit of time, as `Intl` names them */

/** What is longer than a second in seconds, the longest first. @type {[unit: Unit, seconds: number][]} */
const UNITS = [['year', 31_557_600], ['day', 86_400], ['hour', 3600], ['minute', 60]];

/** Seconds in the largest unit that fits. @param {number} seconds @returns {{value: number, unit: Unit}} */
export function duration(seconds) {
  const [unit, size] = UNITS.find(([, least]) => seconds >= least) ?? ['second', 1];
  return { value: seconds / size, unit };
}

/**
 * How often a step takes each network's way, for one image: once to answer, twice more where its weights learn from it. A GAN's
 * discriminator sees real and generated images in its own step, and the generated ones again in the generator's.
 * @type {Record<string, number>}
 */
const PASSES = { encoder: LEARNING, mean: LEARNING, logvar: LEARNING, decoder: LEARNING, generator: 1 + LEARNING, discriminator: 2 * LEARNING + LEARNING };

/**
 * Multiplications of one training step: to compare models by, not to count.
 * @param {{name: string, layers: Layer[]}[]} parts the networks of a model
 * @param {{batch_size?: unknown, importance_samples?: unknown, critic_steps?: unknown}} settings
 */
export function stepWork(parts, settings) {
  const number = (/** @type {unknown} */ value) => (typeof value === 'number' ? value : 1);
  return number(settings.batch_size) * workOf(parts).reduce((sum, { name, work }) => {
    const often = { decoder: number(settings.importance_samples), discriminator: number(settings.critic_steps) }[name] ?? 1;
    return sum + work * (PASSES[name] ?? LEARNING) * often;
  }, 0);
}
