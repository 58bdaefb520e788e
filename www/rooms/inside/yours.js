// The code of the visitor's drawing.

/** @param {import('../bench.js').Bench} bench */
export function createYours(bench) {
  const { pg, cost } = bench;
  /** @type {Float32Array|null} */
  let mean = null;
  /** Of which model, step, drawing and digit it is. @type {unknown[]} */
  let of = [];

  return {
    /** Null while nothing is drawn. @returns {Float32Array|null} */
    get mean() { return mean; },
    /** The same, of a code of two numbers, as a place. */
    get place() { return mean && { x: mean[0], y: mean[1] }; },
    /** Asks where the drawing or the model has changed; answers the engine's milliseconds. @param {import('../../engine/types.d.ts').Model} model */
    async refresh(model) {
      const image = bench.drawing();
      if (!image) {
        mean = null;
        of = [];
        return 0;
      }
      const label = bench.drawn();
      const now = [model, pg.step, image, label];
      if (now.every((value, index) => value === of[index])) return 0;
      const answer = await pg.encode(image, model.conditional ? { label } : {});
      mean = answer.mean;
      of = now;
      return cost.encode;
    },
  };
}
