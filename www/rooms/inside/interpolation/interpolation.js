// The way from one code to another, step by step.

import { PIXELS } from '../../../maths/digit.js';
import { onLanguage, t } from '../../../words/i18n.js';
import { INTERPOLATION_HTML } from './interpolation-html.js';
import { createEnd } from './end.js';
import { signed } from '../numbers.js';
import { length, path } from '../../../maths/paths.js';
import { createWalk, pictureAt } from './between.js';
import { createDigitPicker } from '../../../kit/digit-picker.js';
import { listen, onEnd } from '../../../kit/scope.js';
import { createDigits } from '../../../kit/digits.js';
import { find, partsOf } from '../../../kit/find.js';

const NAME = 'interpolation';
const STEPS = 9;
/** Pictures decoded from one step to the next, so that the walk is smooth. */
const BETWEEN = 4;
const FRAMES = (STEPS - 1) * BETWEEN + 1;

/** @type {import('../../cards.js').CardDefinition} */
export const interpolation = { name: NAME, title: 'latent.interpolation', share: 0.05, leastMs: 300, fits: (model) => model.capabilities.includes('decodes'), create };

/**
 * @param {HTMLElement} card
 * @param {import('../../bench.js').Bench} bench
 * @returns {import('../../cards.js').Card}
 */
function create(card, bench) {
  card.insertAdjacentHTML('beforeend', INTERPOLATION_HTML);
  const part = partsOf(card);
  const { pg, cost } = bench;
  /** @param {string} name */
  const canvas = (name) => find(card, `#walk-${name}`, HTMLCanvasElement);
  const [stepsCanvas, nowCanvas] = [canvas('steps'), canvas('now')];
  const steps = createDigits(stepsCanvas, { columns: STEPS, rows: 1 });
  const now = createDigits(nowCanvas, { columns: 1, rows: 1, framed: false });
  const again = () => bench.refresh(NAME);
  const picker = createDigitPicker(find(card, '#walk-digit'), { onPick: again });
  const ends = /** @type {const} */ (['from', 'to']).map((name, index) => createEnd({ name, first: 1 - index, part, canvas: canvas(name), bench, onChange: chosen }));
  const slider = part('slider', HTMLInputElement);
  const walk = createWalk(show);
  /** Pictures evenly along the way. @type {Float32Array|null} */
  let frames = null;
  /** How far the code half way is from zero. @type {number|null} */
  let middle = null;

  slider.addEventListener('input', () => { stop(); show(Number(slider.value)); });
  part('play').addEventListener('click', () => (walk.going ? stop() : go()));
  part('ways').addEventListener('change', again);
  stepsCanvas.addEventListener('click', ({ offsetX }) => {
    stop();
    show(Math.min(1, Math.max(0, (offsetX / stepsCanvas.clientWidth - 0.5 / STEPS) / (1 - 1 / STEPS))));
  });
  // Someone who asks for less motion has the slider; a walk out of sight is nobody's.
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const offer = () => { part('play').hidden = calm.matches; if (calm.matches) stop(); };
  listen(calm, 'change', offer);
  const sight = new IntersectionObserver(([{ isIntersecting }]) => { if (!isIntersecting) stop(); });
  sight.observe(card);
  onEnd(() => { sight.disconnect(); stop(); });
  onEnd(pg.on('data', () => { if (pg.model?.hasEncoder && ends.some((end) => end.waits)) again(); }));
  onLanguage(say);
  offer();
  say();

  function go() {
    walk.go(Number(slider.value));
    part('play').setAttribute('aria-pressed', 'true');
  }

  function stop() {
    walk.stop();
    part('play').setAttribute('aria-pressed', 'false');
  }

  /** @param {number|null} label */
  function chosen(label) {
    if (label !== null && pg.model?.conditional) picker.set(label);
    again();
  }

  /** @param {number} at part of the way */
  function show(at) {
    slider.value = String(at);
    now.show(frames && pictureAt(frames, at));
    if (!walk.going) sayNow();
  }

  function sayNow() {
    const percent = Math.round(100 * Number(slider.value));
    slider.setAttribute('aria-valuetext', t('latent.walkAt', { percent }));
    nowCanvas.setAttribute('aria-label', t('latent.nowLabel', { percent }));
  }

  /** What depends on numbers. */
  function say() {
    ends.forEach((end) => end.say());
    sayNow();
    const size = pg.model?.latentDim ?? 0;
    const [from, to] = ends.map(({ code }) => code);
    part('length').textContent = middle === null || !from || !to ? '' : t('latent.length', {
      from: signed(length(from)), to: signed(length(to)), middle: signed(middle), n: size, usual: signed(Math.sqrt(size)),
    });
  }

  return {
    loaded(model) {
      frames = null;
      middle = null;
      ends.forEach((end) => end.begin(model));
      if (model.conditional) picker.set(ends[0].label ?? 0);
      steps.show(null);
      show(Number(slider.value));
      say();
    },
    async refresh(model) {
      let ms = 0;
      for (const end of ends) ms += await end.refresh(model);
      const [from, to] = ends.map(({ code }) => code);
      if (pg.model !== model || !from || !to || [from, to].some((code) => code.length !== model.latentDim)) return ms;
      const way = find(part('ways'), ':checked', HTMLInputElement).value;
      const codes = path(from, to, FRAMES, way === 'spherical' ? way : 'linear');
      const images = await pg.decode(codes, model.conditional ? { label: picker.digit } : {});
      if (pg.model !== model) return ms;
      frames = images;
      middle = length(codes.slice(((FRAMES - 1) / 2) * model.latentDim, ((FRAMES + 1) / 2) * model.latentDim));
      const shown = new Float32Array(STEPS * PIXELS);
      for (let step = 0; step < STEPS; step++) shown.set(images.subarray(step * BETWEEN * PIXELS, (step * BETWEEN + 1) * PIXELS), step * PIXELS);
      steps.show(shown);
      if (!model.hasEncoder) ends.forEach((end, index) => end.show(images.slice(index * (FRAMES - 1) * PIXELS, (index * (FRAMES - 1) + 1) * PIXELS)));
      if (!walk.going) show(Number(slider.value));
      say();
      return ms + cost.decode;
    },
  };
}
