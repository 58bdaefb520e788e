// The plane of two-number codes on its canvas: its size, and its dots' way to new places.

import { contextOf } from '../../../kit/find.js';
import { onEnd } from '../../../kit/scope.js';
import { onThemeChange } from '../../../kit/theme.js';
import { middles, reachOf } from '../../../maths/places.js';
import { BOTTOM, LEFT, RIGHT, TOP, paintPlane } from './plane-paint.js';
import { makeStamps, readInks } from './stamps.js';

/** Milliseconds in which a dot goes most of its way to a new place. */
const EASE = 110;
const REACH = 3.4;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * @typedef {{x: number, y: number}} Place in the two numbers of a code
 *
 * @typedef {object} Scene
 * @property {Float32Array} places x and y of each dot in turn; NaN where there is none yet
 * @property {Uint8Array} labels
 * @property {number|null} alone  the one digit that is shown strongly
 * @property {boolean} named      whether the middle of each kind carries its numeral
 * @property {(Place & {spread: [number, number]})|null} picked  the dot looked at, with its standard deviations
 * @property {Place|null} yours the visitor's drawing
 *
 * @typedef {Place & {label: number}} Name  where the numeral of a kind is
 */

/**
 * @param {HTMLCanvasElement} canvas square; its size on the page is the style sheet's
 * @param {() => void} onFrame after every drawing, for what lies over it
 */
export function createPlane(canvas, onFrame) {
  const context = contextOf(canvas);
  /** @type {Scene} */
  let scene = { places: new Float32Array(0), labels: new Uint8Array(0), alone: null, named: true, picked: null, yours: null };
  /** Where the dots are. */
  let shown = new Float32Array(0);
  /** Where the numerals of the kinds go, and where they are. @type {Name[]} */
  let names = [];
  /** @type {Name[]} */
  let shownNames = [];
  let wantedReach = REACH;
  let reach = REACH;
  let size = 0;
  let frame = 0;
  let last = 0;
  /** @type {import('./stamps.js').Inks|null} */
  let inks = null;
  /** @type {import('./stamps.js').Stamps|null} */
  let stamps = null;

  const scale = () => (size - LEFT - RIGHT) / (2 * reach);
  /** @param {number} x */
  const px = (x) => LEFT + (x + reach) * scale();
  /** @param {number} y */
  const py = (y) => TOP + (reach - y) * scale();

  function resize() {
    const width = canvas.clientWidth;
    if (width === 0 || width === size) return;
    size = width;
    canvas.width = canvas.height = Math.round(width * Math.min(2, window.devicePixelRatio || 1));
    stamps = null;
    draw();
  }

  /** A part of the dots' way. @param {number} ms @returns {boolean} whether they are all there */
  function move(ms) {
    const part = calm.matches ? 1 : 1 - Math.exp(-ms / EASE);
    const { places } = scene;
    let furthest = Math.abs(wantedReach - reach);
    reach += part * (wantedReach - reach);
    for (let i = 0; i < places.length; i++) {
      const way = places[i] - shown[i];
      if (Number.isFinite(way)) furthest = Math.max(furthest, Math.abs(way));
      // What was nowhere has no way to go.
      shown[i] = Number.isFinite(way) ? shown[i] + part * way : places[i];
    }
    names.forEach(({ x, y }, index) => {
      const name = shownNames[index];
      name.x += part * (x - name.x);
      name.y += part * (y - name.y);
    });
    if (part < 1 && furthest * scale() > 0.8) return false;
    shown.set(places);
    shownNames = names.map((name) => ({ ...name }));
    reach = wantedReach;
    return true;
  }

  /** @param {number} now */
  function tick(now) {
    const there = move(Math.min(100, Math.max(1, now - last)));
    last = now;
    draw();
    frame = there ? 0 : requestAnimationFrame(tick);
  }

  function soon() {
    if (frame) return;
    last = performance.now() - 16;
    frame = requestAnimationFrame(tick);
  }

  function draw() {
    if (size === 0) return;
    const ratio = canvas.width / size;
    inks ??= readInks();
    stamps ??= makeStamps(inks, size, ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintPlane(context, { size, reach, scale: scale(), px, py, inks, ...stamps, shown, names: shownNames }, scene);
    onFrame();
  }

  const resized = new ResizeObserver(resize);
  resized.observe(canvas);
  onEnd(() => { resized.disconnect(); cancelAnimationFrame(frame); });
  onThemeChange(() => {
    inks = null;
    stamps = null;
    soon();
  });

  return {
    /** @param {Partial<Scene>} changes */
    show(changes) {
      scene = { ...scene, ...changes };
      if (shown.length !== scene.places.length) shown = new Float32Array(scene.places.length).fill(NaN);
      if (changes.places) {
        wantedReach = reachOf(scene.places, wantedReach);
        names = scene.named ? middles(scene.places, scene.labels) : [];
        shownNames = names.map((name) => ({ ...name, ...shownNames.find(({ label }) => label === name.label) }));
      }
      soon();
    },
    /** Another run: its dots come from nowhere. */
    forget() {
      shown.fill(NaN);
      names = [];
      shownNames = [];
      wantedReach = REACH;
    },
    get reach() { return wantedReach; },
    /** A place in pixels of the page, from the canvas's top left. @param {Place} place @returns {[left: number, top: number]} */
    pixel: ({ x, y }) => [px(x), py(y)],
    /** The place under a pixel. @param {number} left @param {number} top @returns {Place} */
    place: (left, top) => ({ x: (left - LEFT) / scale() - reach, y: reach - (top - TOP) / scale() }),
  };
}
