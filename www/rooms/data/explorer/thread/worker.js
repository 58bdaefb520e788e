// The explorer's thread: has all images, places and draws them, and finds out which are under the pointer. The page says what to do.

import * as Comlink from '../../../../vendor/comlink.js';
import { breathe } from '../../../../kit/breathe.js';
import { PIXELS } from '../../../../maths/digit.js';
import { nearestTo, within } from '../stage/picks.js';
import { placeByLabel } from '../placing/by-label.js';
import { placeByMap } from '../placing/by-map.js';
import { orderOf, placeByScore } from '../placing/by-score.js';
import { components, distancesToMean, inkOf, sameImages } from './analysis.js';
import { createLoop } from './loop.js';
import { Pictures } from './pictures.js';
import { Scene } from './scene.js';

/**
 * @typedef {import('./scene.js').Filter} Filter
 * @typedef {import('./scene.js').Inks} Inks
 * @typedef {{train: number, count: number, labels: Uint8Array, kind: string}} Facts labels of all images, training images first
 * @typedef {{names: import('../placing/by-label.js').Name[], bounds: import('../stage/camera.js').Bounds, kind: 'grid'|'map'}} Placed
 */

/** MNIST's most frequent digit has so many times a tenth of the images: blocks have room for it before all are there. */
const MOST_FREQUENT = 1.126;
/** Components that UMAP is made of; its authors do so too where there are many. */
const COMPONENTS = 20;

/** What `open` was told, until it is known how many images there are. @type {[OffscreenCanvas, Setup]} */
let opening;
/** @type {Pictures} */
let pictures;
/** @type {Scene} */
let scene;
/** @type {ReturnType<typeof createLoop>} */
let loop;
let aspect = 1;
let classes = 10;
/** What moves nothing where that is asked for. */
let calm = false;
/** While images arrive, those that are there are placed and drawn anew so often: each time takes as long as for all. */
const ARRIVING_MS = 150;
let drawn = -Infinity;
/** Scores from pixels by name, once asked for. @type {Map<string, Float32Array>} */
const scores = new Map();
/** Sorting takes longer than computing most scores. @type {WeakMap<Float32Array, Uint32Array>} */
const orders = new WeakMap();
/** What maps are made of beside the pixels: vectors by name. @type {Map<string, Float32Array>} */
const vectors = new Map();
/** Their principal components, by name and number. @type {Map<string, Float32Array>} */
const known = new Map();

/** Makes room for so many. @param {number} train @param {number} test */
function begin(train, test) {
  const [canvas, { inks, size, ratio }] = opening;
  pictures = new Pictures(train, test);
  scene = new Scene(pictures);
  scene.inks = inks;
  loop = createLoop(canvas, scene, breathe);
  loop.resize(size, ratio);
}

function repaint() {
  scene.paint();
  loop.changed();
}

/** @param {import('../placing/by-label.js').Placing} placing @returns {Placed} */
function move({ places, names, bounds, kind }, animated = true) {
  scene.moveTo(places, animated && !calm ? performance.now() : null);
  scene.isGrid = kind === 'grid';
  loop.changed();
  return { names, bounds, kind };
}

/** As `orderOf` has them, sorted once. @param {Float32Array} values */
function ordered(values) {
  const order = orders.get(values) ?? orderOf(values);
  orders.set(values, order);
  return order;
}

/** Blocks of those that are there, typical ones of a label first once that is known. */
function byLabel(animated = true) {
  const typical = scores.get('mean-distance');
  const order = typical ? ordered(typical) : pictures.present();
  const largest = pictures.complete ? 1 : (MOST_FREQUENT * pictures.count) / classes;
  return move(placeByLabel({ labels: scene.told, order, classes, largest }, aspect), animated);
}

/** @param {string} name */
async function scoresOf(name) {
  const known = scores.get(name);
  if (known) return known;
  const values = await (name === 'ink' ? inkOf(pictures, breathe) : distancesToMean(pictures, breathe));
  scores.set(name, values);
  return values;
}

/** @param {string} name `pixels`, or what was handed in by `setVectors` @param {number} wanted components */
async function componentsOf(name, wanted) {
  const key = `${name} ${wanted}`;
  const values = vectors.get(name) ?? pictures.images;
  const found = known.get(key) ?? await components(values, values.length / pictures.count, wanted, breathe);
  known.set(key, found);
  return found;
}

/**
 * @typedef {object} Setup
 * @property {Inks} inks
 * @property {import('../stage/camera.js').Size} size
 * @property {number} ratio
 * @property {boolean} calm
 * @property {number} classes  labels that there are at least: blocks have their places before all images are there
 */

const actions = {
  /** @param {OffscreenCanvas} canvas @param {Setup} setup */
  open(canvas, setup) {
    opening = [canvas, setup];
    aspect = setup.size.width / setup.size.height;
    ({ calm, classes } = setup);
  },

  /**
   * Images that have arrived; now and then all of them are shown by label.
   * @param {'train'|'test'} part
   * @param {import('../engine/all-images.js').Piece} piece
   * @returns {Promise<{here: number, all: number, placed: Placed}|null>} null where nothing new is shown
   */
  async take(part, { images, labels, train, test }) {
    if (!pictures) begin(train, test);
    classes = labels.reduce((most, label) => Math.max(most, label + 1), classes);
    await loop.upload(...pictures.add(part, images, labels));
    // The last ones are drawn where they belong, by whoever opens it.
    if (pictures.complete || performance.now() - drawn < ARRIVING_MS) return null;
    scene.paint();
    const placed = byLabel(false);
    drawn = performance.now();
    return { here: pictures.arrived.train + pictures.arrived.test, all: pictures.count, placed };
  },

  /** Once all are there. @returns {Facts} */
  facts: () => ({ train: pictures.train, count: pictures.count, labels: pictures.labels.slice(), kind: loop.kind }),

  /** @param {import('../stage/camera.js').Size} size @param {number} ratio */
  resize(size, ratio) {
    aspect = size.width / size.height;
    loop?.resize(size, ratio);
  },
  /** @param {import('../stage/camera.js').View} view */
  look(view) { loop?.look(view); },
  /** @param {Inks} inks */
  setInks(inks) {
    scene.inks = inks;
    repaint();
  },

  /** Typical images of a label first. @param {boolean} [animated] */
  async placeByLabel(animated) {
    await scoresOf('mean-distance');
    return byLabel(animated);
  },
  /** By the score in force. @param {number} decimals of the numbers on the axis */
  placeByScore: (decimals) => move(placeByScore(scene.scores ?? new Float32Array(pictures.count).fill(NaN), aspect, (value) => value.toFixed(decimals))),
  /** By the first two principal components. @param {string} name as `componentsOf` takes it */
  async placeByComponents(name) {
    const found = await componentsOf(name, 2);
    const size = found.length / pictures.count;
    const two = new Float32Array(2 * pictures.count);
    for (let at = 0; at < pictures.count; at++) for (let axis = 0; axis < Math.min(2, size); axis++) two[2 * at + axis] = found[at * size + axis];
    return move(placeByMap(two));
  },
  /** By a map that was made elsewhere. @param {Float32Array} coordinates */
  placeByMap: (coordinates) => move(placeByMap(coordinates)),

  /** @param {string} name @param {Float32Array} values as many numbers for each image */
  setVectors(name, values) {
    vectors.set(name, values);
    for (const key of known.keys()) if (key.startsWith(`${name} `)) known.delete(key);
  },
  /** What UMAP makes a map of. @param {string} name */
  vectors: async (name) => (await componentsOf(name, COMPONENTS)).slice(),

  /** Colours, filters and the axis go by these. @param {string|null} name @param {Float32Array} [values] NaN where there is none; without them they come from the pixels */
  async setScore(name, values) {
    const found = name === null ? null : values ?? await scoresOf(name);
    scene.setScores(found, found ? ordered(found) : undefined);
    repaint();
    return found ? extremes(found) : null;
  },
  /** @param {'label'|'score'} by */
  colourBy(by) {
    scene.colourBy = by;
    repaint();
  },
  /** @param {Filter} filter @returns {number} how many are shown */
  setFilter(filter) {
    scene.filter = filter;
    repaint();
    return scene.hidden.reduce((shown, hidden) => shown + 1 - hidden, 0);
  },
  /** Resolves once every image is drawn where it shall be. */
  settled: () => loop.settled(),
  /** What the recipe leaves out and how it labels the others. @param {number[]} dropped @param {[number, number][]} relabelled */
  setEdits(dropped, relabelled) {
    scene.dropped = new Set(dropped);
    scene.told = pictures.labels.slice();
    for (const [at, label] of relabelled) if (at < pictures.train) scene.told[at] = label;
    repaint();
  },

  /** @param {number} x @param {number} y @param {number} reach in tiles */
  pick: (x, y, reach) => nearestTo(scene.places, scene.shows, x, y, reach),
  /** Those within a line, on the plane. @param {number[]} line */
  within: (line) => within(scene.places, scene.shows, line),
  /** @param {number[]} selected */
  select(selected) {
    scene.selected = new Set(selected);
    repaint();
  },
  /** Where an image is, or shall be. @param {number} at @returns {{x: number, y: number, label: number, score: number}} */
  about: (at) => ({ x: scene.to[2 * at], y: scene.to[2 * at + 1], label: pictures.labels[at], score: scene.scores ? scene.scores[at] : NaN }),
  /** Pixels from 0 to 1. @param {number[]} which @returns {Float32Array} */
  images(which) {
    const values = new Float32Array(which.length * PIXELS);
    which.forEach((image, at) => { for (let pixel = 0; pixel < PIXELS; pixel++) values[at * PIXELS + pixel] = pictures.images[image * PIXELS + pixel] / 255; });
    return Comlink.transfer(values, [values.buffer]);
  },

  /** Training images furthest from the mean of their label. @param {number} most */
  async outliers(most) {
    const values = await scoresOf('mean-distance');
    return [...ordered(values)].filter((at) => at < pictures.train).slice(-most).reverse().map((index) => ({ index, score: values[index] }));
  },
  /** @returns {Promise<{index: number, of: number}[]>} */
  sameImages: () => sameImages(pictures, breathe),
};

/** @param {Float32Array} values */
function extremes(values) {
  const order = ordered(values);
  return { low: values[order[0]], high: values[order[order.length - 1]], count: order.length };
}

/** @typedef {typeof actions} ExplorerThread */
Comlink.expose(actions);
