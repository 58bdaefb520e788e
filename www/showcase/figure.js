// The figure at the top of the page: digits of a trained network, seen before any click.

import { onLanguage, t } from '../words/i18n.js';
import { createDigits } from '../kit/digits.js';
import { FEW_CORES } from '../run/beat.js';
import { byId } from '../kit/find.js';
import { showcase } from './engine.js';
import { FRAMES_PER_SECOND, Film } from './film.js';
import { opened, opensHere } from './here.js';
import { createPlane } from './plane.js';
import { Walk, clarity, codesAt } from './walk.js';

/** Share of the map's digits that the walk stops at. */
const CLEAR = 0.4;

/** While a model trains on few cores only every twentieth frame is painted, one a second. */
const EVERY = 20;

const figure = byId('showcase');
const toggle = byId('showcase-toggle', HTMLButtonElement);
const digit = createDigits(byId('showcase-digit', HTMLCanvasElement), { columns: 1, rows: 1, framed: false });
const walk = new Walk();
const plane = createPlane(byId('showcase-plane'), { onLed: lead, onLeft: letGo });

let playing = !matchMedia('(prefers-reduced-motion: reduce)').matches;
let inSight = false;
let begun = false;
/** A visitor leads the mark. */
let led = false;
/** Where the mark was led while the engine was drawing another place. @type {import('./walk.js').Place|null} */
let wanted = null;
let drawing = false;
/** Until the network has come, and once it has failed, there is none. @type {Film|null} */
let film = null;
let timer = 0;
let frames = 0;

relabel();
onLanguage(relabel);
toggle.addEventListener('click', () => { playing = !playing; relabel(); go(); });
document.addEventListener('visibilitychange', go);
if (opensHere(location)) {
  begin();
  watch();
} else {
  opened().then(watch);
}

function watch() {
  new IntersectionObserver(([{ isIntersecting }]) => {
    inSight = isIntersecting;
    if (inSight && !begun) begin();
    go();
  }).observe(figure);
}

function begin() {
  begun = true;
  start().catch(fail);
}

async function start() {
  const { pg } = await showcase();
  const opened = new Film(walk, (codes) => pg.decode(codes), fail);
  film = opened;
  await drawPlane(opened);
  performance.mark('showcase-drawn');
  plane.onLayout(() => drawPlane(opened).catch(fail));
}

/** @param {Film} opened */
async function drawPlane(opened) {
  const drawn = await plane.draw(opened.decode);
  const clear = drawn.map((tile) => ({ ...tile, clarity: clarity(tile.image) })).sort((a, b) => b.clarity - a.clarity);
  const stops = clear.slice(0, Math.round(CLEAR * clear.length));
  opened.begin(stops.map(({ place }) => place));
  plane.put(stops[0].place);
  digit.show(stops[0].image);
  go();
}

/** Moves on while there is somebody to see it. */
function go() {
  const moving = film !== null && playing && inSight && !led && !document.hidden;
  if (moving === (timer !== 0)) return;
  clearInterval(timer);
  timer = moving ? setInterval(tick, 1000 / FRAMES_PER_SECOND) : 0;
}

function tick() {
  const frame = film?.next();
  if (!frame) return;
  frames += 1;
  if (FEW_CORES && frames % EVERY !== 0 && document.querySelector('.playing')) return;
  digit.show(frame.image);
  plane.put(frame.place);
}

/** @param {import('./walk.js').Place} place */
function lead(place) {
  led = true;
  go();
  wanted = place;
  if (!drawing && film) drawWanted(film).catch(fail);
}

/** @param {Film} opened */
async function drawWanted(opened) {
  drawing = true;
  try {
    while (wanted) {
      const place = wanted;
      wanted = null;
      digit.show(await opened.decode(codesAt([place])));
    }
  } finally {
    drawing = false;
  }
}

function letGo() {
  if (!led) return;
  led = false;
  film?.cut(plane.place);
  go();
}

function relabel() {
  const label = t(playing ? 'showcase.pause' : 'showcase.move');
  toggle.setAttribute('aria-label', label);
  toggle.title = label;
  figure.classList.toggle('moving', playing);
}

/** The page works without it, so it says so and is quiet. */
function fail() {
  clearInterval(timer);
  timer = 0;
  film = null;
  const caption = byId('showcase-caption');
  caption.dataset.t = 'showcase.failed';
  // Its words follow the language.
  caption.dataset.t = 'showcase.failed';
  caption.textContent = t('showcase.failed');
  toggle.hidden = true;
}
