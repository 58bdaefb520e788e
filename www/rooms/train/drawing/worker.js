// Reads a picture and finds its digit, on a thread of its own: a photograph of a phone takes a while.

import { around, whole } from '../../../maths/picture/crop.js';
import { readPicture, refusal } from '../../../maths/picture/file.js';
import { LOOK, findDigit } from '../../../maths/picture/find.js';
import { sheetOf } from '../../../maths/picture/lay.js';
import * as Comlink from '../../../vendor/comlink.js';

/** The header of a file is within its first bytes. */
const HEADER = 1 << 20;
/** Pixels of a picture's longer side that are kept: enough for a digit that is a tenth of it. */
const KEPT = 1600;
/** And of the one to be shown. */
const SHOWN = 800;
/** Side of the sheet that is drawn on. */
const SHEET = 280;

/** @typedef {import('../../../maths/picture/crop.js').Frame} Frame */
/**
 * @typedef {object} Look
 * @property {Float32Array|null} sheet SHEET*SHEET values of ink in 0..1, or null where there is nothing to take
 * @property {'good'|'several'|'doubtful'|'empty'} remark
 */
/**
 * @typedef {object} Opened
 * @property {ImageBitmap} shown  the picture, small
 * @property {number} width       of the picture that frames are on
 * @property {number} height
 * @property {boolean} moves      whether it is the first of several
 * @property {Frame} frame        around the digit, or all of the picture
 * @property {Look} look          at what is in that frame
 */

/** @type {ImageBitmap|null} */
let picture = null;

/**
 * @param {Blob} file
 * @returns {Promise<Opened|{problem: string}>} problem: a key of the words, `picture.no-` before it
 */
async function open(file) {
  const head = await file.slice(0, HEADER).arrayBuffer();
  const about = readPicture(head);
  const refused = refusal(about, head, file.size);
  if (refused || !about) return { problem: refused ?? 'kind' };
  try {
    picture = await createImageBitmap(file, atMost(KEPT, about));
  } catch {
    return { problem: 'broken' };
  }
  const { width, height } = picture;
  const shown = await createImageBitmap(picture, atMost(SHOWN, picture));
  const all = whole(picture);
  const first = findIn(all, 0);
  let [frame, look] = [all, lookAt(first.found, false)];
  if (look.sheet && first.found) {
    const { left, top, width: wide, height: high } = first.found.box;
    const close = around({ left: left / first.scale, top: top / first.scale, width: wide / first.scale, height: high / first.scale }, all);
    const again = lookAt(findIn(close, 0).found, false);
    // What lies outside of the frame is to be told of all the same.
    if (again.sheet) [frame, look] = [close, first.found.several ? { ...again, remark: 'several' } : again];
  }
  return Comlink.transfer({ shown, width, height, moves: about.moves, frame, look }, [shown]);
}

/**
 * How a picture is decoded so that its longer side is no longer than this. One side only is given: a camera may have noted that it
 * is to be turned.
 * @param {number} longest
 * @param {{width: number, height: number}} size
 * @returns {ImageBitmapOptions}
 */
function atMost(longest, { width, height }) {
  const side = width >= height ? 'resizeWidth' : 'resizeHeight';
  return { [side]: Math.min(longest, Math.max(width, height)), resizeQuality: 'high' };
}

/**
 * @param {Frame} frame on the picture as it is turned
 * @param {number} turns quarters to the right
 */
function findIn(frame, turns) {
  if (!picture) throw new Error('There is no picture yet.');
  const scale = Math.min(1, LOOK / Math.max(frame.width, frame.height));
  const [width, height] = [Math.max(1, Math.round(frame.width * scale)), Math.max(1, Math.round(frame.height * scale))];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no canvas to read the picture with.');
  context.imageSmoothingQuality = 'high';
  context.scale(width / frame.width, height / frame.height);
  context.translate(-frame.left, -frame.top);
  const corner = [[0, 0], [picture.height, 0], [picture.width, picture.height], [0, picture.width]][turns];
  context.translate(corner[0], corner[1]);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(picture, 0, 0);
  return { found: findDigit(context.getImageData(0, 0, width, height).data, width, height), scale };
}

/**
 * @param {import('../../../maths/picture/handwriting.js').Found|null} found
 * @param {boolean} byHand whether the visitor has drawn the frame, and so says that there is a digit
 * @returns {Look}
 */
function lookAt(found, byHand) {
  if (!found) return { sheet: null, remark: 'empty' };
  if (found.doubtful) return { sheet: byHand ? sheetOf(found, SHEET) : null, remark: 'doubtful' };
  return { sheet: sheetOf(found, SHEET), remark: found.several ? 'several' : 'good' };
}

const actions = {
  open,
  /** @param {Frame} frame @param {number} turns @param {boolean} byHand @returns {Look} */
  look: (frame, turns, byHand) => lookAt(findIn(frame, turns).found, byHand),
};
/** @typedef {typeof actions} PictureWorker */
Comlink.expose(actions);
