// A picture before it is taken: its frame, and beside it what the model will see of it.

import { createDigits } from '../../../kit/digits.js';
import { make, named } from '../../../kit/make.js';
import { centreDigit } from '../../../maths/digit.js';
import { translate } from '../../../words/i18n.js';
import { createCropFrame } from './crop-frame.js';

/** Side of the sheet that the ink is on. */
const SHEET = 280;

/**
 * @typedef {object} Picture
 * @property {import('./worker.js').Opened} opened
 * @property {(frame: import('../../../maths/picture/crop.js').Frame, turns: number, byHand: boolean) => Promise<import('./worker.js').Look>} look
 */

/** One dialog for all pictures of a visit. */
export function createPictureDialog() {
  const said = (/** @type {keyof HTMLElementTagNameMap} */ tag, /** @type {string} */ key, properties = {}) => named(make(tag, properties), { t: `picture.${key}` });
  const button = (/** @type {string} */ key, /** @type {() => void} */ run, className = '') => {
    const element = /** @type {HTMLButtonElement} */ (said('button', key, { type: 'button', className }));
    element.addEventListener('click', run);
    return element;
  };

  const crop = createCropFrame(() => { byHand = true; lookSoon(); });
  Object.assign(crop.box.dataset, { tLabel: 'picture.frame', tRole: 'picture.frame-role' });
  crop.box.setAttribute('aria-describedby', 'picture-keys');
  const canvas = named(make('canvas', { className: 'digits real', id: 'picture-seen' }), { tLabel: 'picture.seen-label' });
  canvas.setAttribute('role', 'img');
  const remark = make('p', { className: 'picture-remark', id: 'picture-remark' });
  remark.setAttribute('role', 'status');
  const moves = said('p', 'moves', { className: 'fine' });
  const take = button('take', () => dialog.close('take'), 'primary');
  const dialog = make('dialog', { className: 'picture-dialog', id: 'picture-dialog' }, [
    said('h2', 'title', { id: 'picture-title' }),
    make('div', { className: 'picture-look' }, [
      make('figure', {}, [crop.element, make('figcaption', {}, [
        button('turn-left', () => crop.turn('left')), button('turn-right', () => crop.turn('right')), button('whole', () => crop.showAll()),
      ])]),
      make('figure', { className: 'picture-seen' }, [canvas, said('figcaption', 'seen')]),
    ]),
    remark,
    moves,
    said('p', 'keys', { className: 'fine', id: 'picture-keys' }),
    make('div', { className: 'picture-buttons' }, [take, button('cancel', () => dialog.close())]),
  ]);
  dialog.setAttribute('aria-labelledby', 'picture-title');
  // The page's own keys would train.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.append(dialog);
  translate(dialog);
  const seen = createDigits(canvas, { columns: 1, rows: 1, framed: false });

  /** @type {Picture|null} */
  let picture = null;
  /** Whether the visitor has changed the frame: then what is in it is a digit, whatever it looks like. */
  let byHand = false;
  /** @type {Float32Array|null} */
  let sheet = null;
  /** Which picture is being looked at. @type {Picture|null} */
  let looking = null;
  let stale = false;

  /** @param {import('./worker.js').Look} look */
  function show(look) {
    ({ sheet } = look);
    seen.show(sheet ? centreDigit(sheet, SHEET) : null);
    take.disabled = !sheet;
    named(remark, { t: `picture.remark-${look.remark}` });
    translate(dialog);
  }

  /** Looks again, and once more where the frame has changed meanwhile. A picture that was closed may never answer. */
  async function lookSoon() {
    stale = true;
    const of = picture;
    if (!of || looking === of) return;
    looking = of;
    try {
      while (stale && of === picture) {
        stale = false;
        const look = await of.look(crop.frame, crop.turns, byHand);
        if (of === picture) show(look);
      }
    } finally {
      if (looking === of) looking = null;
    }
  }

  return {
    /** @param {Picture} next @returns {Promise<Float32Array|null>} the sheet to draw on, or null: nothing is taken */
    async choose(next) {
      if (dialog.open) dialog.close();
      picture = next;
      byHand = false;
      const { shown, width, height, frame, look } = next.opened;
      crop.show(shown, { width, height }, frame);
      moves.hidden = !next.opened.moves;
      show(look);
      dialog.returnValue = '';
      dialog.showModal();
      (take.disabled ? crop.box : take).focus();
      await new Promise((resolve) => { dialog.addEventListener('close', resolve, { once: true }); });
      // Another picture may have taken its place.
      if (picture !== next) return null;
      picture = null;
      return dialog.returnValue === 'take' ? sheet : null;
    },
  };
}
