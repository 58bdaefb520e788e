// All images of the data, in the order in which the engine has them: that is what a recipe's places are about. No DOM.

/** Images that are asked for at a time: few enough for training to go on in between, and for something to be seen soon. */
const PIECE = 10_000;

/** @typedef {import('../../../../engine/types.d.ts').ImagesOfData} Piece */

/**
 * Training images, then test images, as they arrive.
 * @param {Pick<import('../../../../engine/playground.js').Playground, 'images'>} pg
 * @param {(part: 'train'|'test', piece: Piece) => Promise<unknown>} take while it takes one, the next is on its way
 */
export async function allImages(pg, take) {
  /** @type {Promise<unknown>} */
  let taken = Promise.resolve();
  for (const part of /** @type {const} */ (['train', 'test'])) {
    for (let [from, all] = [0, 1]; from < all;) {
      const piece = await pg.images(part, from, PIECE);
      all = piece[part];
      from += PIECE;
      await taken;
      taken = take(part, piece);
      // Whoever waits for it learns of it.
      taken.catch(() => {});
    }
  }
  await taken;
}
