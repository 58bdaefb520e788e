// How much arithmetic a network is. Plain data, no DOM.

const values = ([channels, height, width]) => channels * height * width;

/**
 * Multiplications for one image through one layer: each weight is used once at every place that the layer looks at.
 * @param {{name: string, output: number[], parameters: number}} layer as in `Playground.model.parts`
 * @param {number[]} input channels, height, width
 */
export function multiplications({ name, output, parameters }, input) {
  if (parameters === 0) return 0;
  if (name.startsWith('Batch norm')) return values(output);
  if (name.startsWith('Linear')) return values(input) * values(output);
  // “Conv 5x5, 64 channels”: the window slides over what comes out, or, transposed, over what goes in.
  const kernel = Number(name.match(/(\d+)x\d+/)[1]);
  const [, height, width] = name.startsWith('Transposed') ? input : output;
  return kernel * kernel * input[0] * output[0] * height * width;
}

/**
 * @param {{name: string, input: number[], layers: any[], parameters: number}[]} parts the networks of a model
 * @returns {{name: string, layers: {name: string, output: number[], parameters: number, work: number}[], work: number}[]}
 */
export function workOf(parts) {
  return parts.map(({ name, input, layers }) => {
    let before = input;
    const rows = layers.map((layer) => {
      const work = multiplications(layer, before);
      before = layer.output;
      return { ...layer, work };
    });
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
