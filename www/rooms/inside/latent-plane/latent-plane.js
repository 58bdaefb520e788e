// Codes of two numbers as a map: where test digits lie, what a point is decoded to, and what lies everywhere.

import { PIXELS } from '../../../maths/digit.js';
import { onLanguage, t } from '../../../words/i18n.js';
import { createLegend } from './legend.js';
import { createManifold } from './manifold.js';
import { createNear } from './near.js';
import { signed } from '../numbers.js';
import { createPlane } from './plane-canvas.js';
import { PLANE_HTML } from './plane-html.js';
import { createPoint } from './point.js';
import { drawSketch } from './sketch.js';
import { createTestCodes } from '../test-codes.js';
import { createYours } from '../yours.js';
import { BEAT_MS } from '../../../run/beat.js';
import { createDigitPicker } from '../../../kit/digit-picker.js';
import { onEnd } from '../../../kit/scope.js';
import { createDigits } from '../../../kit/digits.js';
import { find, partsOf } from '../../../kit/find.js';
import { count } from '../../../words/sentences.js';

/**
 * @typedef {import('../../../engine/types.d.ts').Model} Model
 * @typedef {import('./plane-canvas.js').Place} Place
 */

const NAME = 'latent-plane';
const DIGITS = 1000;
/** @type {Partial<import('./plane-canvas.js').Scene> & {labels: Uint8Array}} */
const NO_DOTS = { places: new Float32Array(0), labels: new Uint8Array(0), picked: null, yours: null };
/** @param {Model} model */
const isMap = (model) => model.latentDim === 2 && model.capabilities.includes('decodes');

/** @type {import('../../cards.js').CardDefinition} */
export const latentPlane = {
  name: NAME, title: 'latent.plane', share: 0.12, leastMs: BEAT_MS,
  fits: (model) => (isMap(model) || model.hasEncoder) && model.capabilities.includes('decodes'),
  create,
};

/**
 * @param {HTMLElement} card
 * @param {import('../../bench.js').Bench} bench
 * @returns {import('../../cards.js').Card}
 */
function create(card, bench) {
  card.insertAdjacentHTML('beforeend', PLANE_HTML);
  const part = partsOf(card);
  /** @param {string} name */
  const canvas = (name) => find(card, `#${name}`, HTMLCanvasElement);
  const { pg, cost } = bench;
  const [planeCanvas, decodedCanvas] = [canvas('plane-canvas'), canvas('plane-decoded')];
  const decoded = createDigits(decodedCanvas, { columns: 1, rows: 1, framed: false });
  const codes = createTestCodes(bench, DIGITS);
  const near = createNear({ real: canvas('plane-real'), rebuilt: canvas('plane-rebuilt'), line: part('near'), codes });
  const yours = createYours(bench);
  const axes = /** @type {const} */ (['x', 'y']).map((axis) => ({ axis, input: part(axis, HTMLInputElement), value: part(`value-${axis}`) }));
  /** The place under the mouse. @type {Place|null} */
  let looked = null;
  /** The one digit that is shown strongly. @type {number|null} */
  let alone = null;
  /** The visitor waits for an answer: while training, what is not about the point comes later. */
  let waiting = false;
  /** Of which model, step and digit the pictures of the manifold are. @type {unknown[]} */
  let drawnOf = [];

  const plane = createPlane(planeCanvas, () => point.lay());
  const manifold = createManifold(canvas('manifold-grid'), part('mark'), { onChoose: (place) => point.move(place), onLook: look });
  const point = createPoint({ canvas: planeCanvas, handle: part('point', HTMLButtonElement), plane, onMove: moved, onLook: look, onRest: announce });
  const picker = createDigitPicker(find(card, '#plane-digit'), { onPick: () => bench.refresh(NAME) });
  createLegend(part('legend'), (digit) => {
    alone = digit;
    plane.show({ alone });
    look(looked);
  });
  drawSketch(part('sketch', SVGSVGElement));

  part('restart').addEventListener('click', () => bench.restartWith({ latent_dim: 2 }));
  // The other number keeps its digits, which a slider rounds.
  axes.forEach(({ axis, input }) => input.addEventListener('input', () => point.move({ ...point.place, [axis]: Number(input.value) })));
  onEnd(pg.on('data', () => { if (!codes.digits && bench.arrived() >= DIGITS && pg.model) bench.refresh(NAME); }));
  onLanguage(say);
  say();

  function ask() {
    waiting = true;
    bench.refresh(NAME);
  }

  function moved() {
    findNear();
    say();
    manifold.mark(point.place);
    ask();
  }

  /** @param {Place|null} place */
  function look(place) {
    looked = place;
    if (findNear()) ask();
  }

  function findNear() {
    const other = near.find(looked ?? point.place, alone);
    plane.show({ picked: near.picked });
    return other;
  }

  function inWords() {
    return { x: signed(point.place.x), y: signed(point.place.y) };
  }

  /** What depends on numbers. */
  function say() {
    const place = inWords();
    part('point').setAttribute('aria-label', t('latent.pointLabel', place));
    decodedCanvas.setAttribute('aria-label', t('latent.decodedLabel', place));
    planeCanvas.setAttribute('aria-label', t('latent.planeLabel', { count: count(codes.complete ? DIGITS : 0), step: count(pg.step) }));
    near.say();
    if (pg.model) part('invitation').textContent = t('latent.invitation', { n: pg.model.latentDim });
    for (const { axis, input, value } of axes) {
      Object.assign(input, { min: -plane.reach, max: plane.reach, value: point.place[axis] });
      value.textContent = place[axis];
    }
  }

  function announce() {
    const place = t('latent.pointAt', inWords());
    const { found } = near;
    bench.announce(found ? `${place} ${t('latent.near', { digit: found.label })}` : place);
  }

  /** One question for all pictures: the manifold's where they are out of date, the point's, and the nearest digit's. @param {Model} model @param {boolean} quick */
  async function decode(model, quick) {
    const wanted = [model, pg.step, picker.digit];
    const whole = !quick && wanted.some((value, index) => value !== drawnOf[index]);
    const tiles = whole ? manifold.count : 0;
    const { x, y } = point.place;
    const { found } = near;
    const places = Float32Array.from([...(whole ? manifold.codes : []), x, y, ...(found ? found.code : [])]);
    const label = new Uint8Array(places.length / 2).fill(picker.digit);
    if (found) label[tiles + 1] = found.label;
    const images = await pg.decode(places, model.conditional ? { label } : {});
    if (pg.model !== model) return 0;
    if (whole) {
      manifold.show(images.subarray(0, manifold.size));
      drawnOf = wanted;
    }
    decoded.show(images.slice(tiles * PIXELS, (tiles + 1) * PIXELS));
    if (found) near.show(images.slice((tiles + 1) * PIXELS));
    return cost.decode;
  }

  return {
    loaded(model) {
      part('invite').hidden = isMap(model);
      part('map').hidden = !isMap(model);
      codes.begin(model);
      plane.forget();
      if (isMap(model)) findNear();
      say();
    },
    async refresh(model) {
      if (!isMap(model)) return 0;
      const quick = waiting && pg.training;
      waiting = false;
      let ms = 0;
      if (model.hasEncoder && !quick) {
        ms += await codes.refresh(model);
        ms += await yours.refresh(model);
        if (pg.model !== model) return ms;
        plane.show({ places: codes.means ?? NO_DOTS.places, labels: codes.digits?.labels ?? NO_DOTS.labels, named: !model.conditional, yours: yours.place });
        findNear();
      } else if (!model.hasEncoder) {
        plane.show(NO_DOTS);
      }
      part('yours').hidden = !yours.place || !model.hasEncoder;
      ms += await decode(model, quick);
      manifold.mark(point.place);
      say();
      return ms;
    },
  };
}
