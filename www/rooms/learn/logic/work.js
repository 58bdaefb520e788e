// How much arithmetic a network is. Plain data, no DOM.

const values = ([channels, height, width]) => channels * height * width;

/** A convolution's kernel stands at every place of what it slides over; a weight of other layers is used once at every place. */
const WORK = {
  linear: ({ input, output }) => values(input) * values(output),
  'masked-linear': ({ input, output }) => values(input) * values(output),
  // The window slides over what comes out, or, transposed, over what goes in.
  conv: ({ spec, input, output }) => spec.kernel ** 2 * input[0] * values(output),
  'conv-transpose': ({ spec, input, output }) => spec.kernel ** 2 * output[0] * values(input),
  'batch-norm': ({ output }) => values(output),
  'layer-norm': ({ output }) => values(output),
  'group-norm': ({ output }) => values(output),
  modulate: ({ spec, output }) => 2 * spec.condition * output[0] + values(output),
  // Queries, keys, values and the mixing of heads at each place; then each place with each other, twice.
  'self-attention': ({ input: [width, height, length] }) => 4 * width ** 2 * height * length + 2 * width * (height * length) ** 2,
  'time-features': ({ output }) => values(output),
};

/**
 * Multiplications for one image through one layer, with the layers within it.
 * @param {{spec: {kind: string}, input: number[], output: number[], branches?: {layers: any[]}[]}} layer as in `Playground.model.parts`
 */
export function multiplications(layer) {
  const within = (layer.branches ?? []).flatMap(({ layers }) => layers);
  return within.reduce((sum, one) => sum + multiplications(one), WORK[layer.spec.kind]?.(layer) ?? 0);
}

/**
 * @param {{name: string, layers: any[]}[]} parts the networks of a model
 * @returns {{name: string, layers: {name: string, spec: object, output: number[], parameters: number, work: number}[], work: number}[]}
 */
export function workOf(parts) {
  return parts.map(({ name, layers }) => {
    const rows = layers.map((layer) => ({ ...layer, work: multiplications(layer) }));
    return { name, layers: rows, work: rows.reduce((sum, { work }) => sum + work, 0) };
  });
}

/** Of a layer's share in learning: once to answer, and about twice to find what each weight did. */
export const LEARNING = 3;

/** Seconds in the largest unit that fits. @returns {{value: number, unit: 'second'|'minute'|'hour'|'day'|'year'}} */
export function duration(seconds) {
  const units = [['year', 31_557_600], ['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? units.at(-1);
  return { value: seconds / size, unit };
}
