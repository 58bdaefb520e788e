// One's own images in the order in which the engine has them: that is what a recipe's places are about. No DOM.

import { RECIPE } from '../../../../engine/schema.js';
import { PIXELS } from '../../../../maths/digit.js';
import { DROP } from '../edits/edits.js';

/** As many as the engine shows at once. */
const PIECE = 1000;

/** @typedef {{images: Uint8Array, labels: Uint8Array}} Images */
/** @typedef {Pick<import('../../../../engine/playground.js').Playground, 'previewData'|'testImages'>} Asked */

/**
 * @param {Asked} pg
 * @param {import('../../../../engine/types.d.ts').DataFacts} data
 * @returns {Promise<{train: Images, test: Images}>}
 */
export async function ownImages(pg, { train, test }) {
  const [training, testing] = [emptied(train), emptied(test)];
  for (let from = 0; from < train; from += PIECE) {
    // The first so many of those that are left once the ones before them are dropped.
    const recipe = { ...(from > 0 && { [DROP]: `0-${from - 1}` }), 'data.limit': PIECE };
    const { originals, labels } = await pg.previewData(recipe, { count: PIECE });
    put(training, from, originals, labels);
  }
  for (let from = 0; from < test; from += PIECE) {
    const { images, labels } = await pg.testImages(from, Math.min(PIECE, test - from));
    put(testing, from, images, labels);
  }
  return { train: training, test: testing };
}

/** Whether all can be asked for. @param {{train: number}} data */
export const canShow = ({ train }) => train <= PIECE || RECIPE.some(({ key }) => key === DROP);

/** @param {number} count @returns {Images} */
const emptied = (count) => ({ images: new Uint8Array(count * PIXELS), labels: new Uint8Array(count) });

/** @param {Images} into @param {number} from @param {Float32Array} images @param {Uint8Array} labels */
function put(into, from, images, labels) {
  into.images.set(images.map((value) => Math.round(255 * value)), from * PIXELS);
  into.labels.set(labels, from);
}
