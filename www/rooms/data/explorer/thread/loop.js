// Draws the scene when something has changed, at most once a frame; while nothing does, nothing is drawn.

import { tileSize } from '../stage/camera.js';
import { inArea } from '../stage/picks.js';
import { createRaster } from './raster.js';
import { MOST_TILES, createWebGl } from './webgl.js';

/** From this size on, in pixels of the page, a tile can be told from a dot; it is shown fully at the second. */
const [FIRST_TILE, WHOLE_TILE] = [6, 10];

/** Not every browser has frames on a thread. @param {(now: number) => void} draw */
const nextFrame = (draw) => (typeof requestAnimationFrame === 'function' ? requestAnimationFrame(draw) : setTimeout(() => draw(performance.now()), 16));

/**
 * @param {OffscreenCanvas} canvas
 * @param {import('./scene.js').Scene} scene
 * @param {() => Promise<void>} pause
 */
export function createLoop(canvas, scene, pause) {
  const { count, images } = scene.pictures;
  let painter = createWebGl(canvas, count) ?? createRaster(canvas, count);
  const inSight = new Uint32Array(MOST_TILES);
  /** @type {import('../stage/camera.js').View|null} */
  let view = null;
  let size = { width: 1, height: 1 };
  let ratio = 1;
  let asked = false;
  /** Whether the places are on their way. */
  let moving = false;
  /** Whoever waits for them to be there. @type {(() => void)[]} */
  const waiting = [];

  canvas.addEventListener('contextlost', (event) => event.preventDefault());
  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
  canvas.addEventListener('webglcontextrestored', async () => {
    painter = createWebGl(canvas, count) ?? painter;
    await painter.upload(images, 0, count, pause);
    painter.changed();
    soon();
  });

  function soon() {
    if (asked) return;
    asked = true;
    nextFrame(draw);
  }

  /** @param {number} now */
  function draw(now) {
    asked = false;
    if (!view) return;
    if (moving) {
      moving = scene.advance(now);
      painter.changed();
    }
    const tile = tileSize(view);
    const tiles = Math.max(0, Math.min(1, (tile - FIRST_TILE) / (WHOLE_TILE - FIRST_TILE)));
    let found = 0;
    if (tiles > 0) {
      const [wide, high] = [size.width / 2 / view.scale + 1, size.height / 2 / view.scale + 1];
      found = inArea(scene.places, scene.shows, { left: view.x - wide, right: view.x + wide, top: view.y - high, bottom: view.y + high }, inSight);
    }
    painter.draw({ scene, view, size, ratio, tile, tiles, dots: 1 - tiles, inSight: inSight.subarray(0, found) });
    if (moving) soon();
    else for (const resolve of waiting.splice(0)) resolve();
  }

  return {
    get kind() { return painter.kind; },
    /** @param {import('../stage/camera.js').View} wanted */
    look(wanted) {
      view = wanted;
      soon();
    },
    /** @param {import('../stage/camera.js').Size} wanted in pixels of the page @param {number} pixels of the canvas to one of those */
    resize(wanted, pixels) {
      size = wanted;
      ratio = Math.min(pixels, painter.most);
      canvas.width = Math.max(1, Math.round(wanted.width * ratio));
      canvas.height = Math.max(1, Math.round(wanted.height * ratio));
      soon();
    },
    /** Images have arrived. @param {number} from @param {number} to */
    async upload(from, to) {
      await painter.upload(images, from, to, pause);
      soon();
    },
    /** Resolves once every image is drawn where it shall be. @returns {Promise<void>} */
    settled: () => new Promise((resolve) => {
      waiting.push(resolve);
      soon();
    }),
    /** Places or colours are others now. */
    changed() {
      moving ||= scene.started !== -Infinity;
      painter.changed();
      soon();
    },
  };
}
