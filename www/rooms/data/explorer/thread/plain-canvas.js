// Draws the scene on a canvas of the plain kind, where there is no WebGL 2: from far one image of several, so that it stays quick.

import { contextOf } from '../../../../kit/find.js';
import { PIXELS, SIDE } from '../../../../maths/digit.js';
import { toScreen } from '../stage/camera.js';
import { dotSize } from './webgl.js';

/** Images that a thread can draw in a frame. */
const MOST_DOTS = 12_000;
const MOST_TILES = 1500;

/**
 * @param {OffscreenCanvas} canvas
 * @param {number} count of images
 * @returns {import('./webgl.js').Painter}
 */
export function createPlainCanvas(canvas, count) {
  const context = contextOf(canvas);
  const every = Math.ceil(count / MOST_DOTS);
  const tileCanvas = new OffscreenCanvas(SIDE, SIDE);
  const tileContext = contextOf(tileCanvas);
  const picture = new ImageData(SIDE, SIDE);

  return {
    kind: '2d',
    every,
    async upload() {},
    changed() {},
    draw({ scene, view, size, ratio, tile, tiles, inSight }) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      context.imageSmoothingEnabled = tile < SIDE;
      const { places, colours, pictures } = scene;
      const stride = Math.ceil(inSight.length / MOST_TILES);
      const all = tiles > 0.5 ? inSight.filter((image) => image % stride === 0) : null;
      const dot = dotSize(tile);
      /** @param {number} image */
      function paint(image) {
        const [red, green, blue, alpha] = colours.subarray(4 * image, 4 * image + 4);
        const [x, y] = toScreen(view, size, places[2 * image], places[2 * image + 1]);
        if (alpha === 0 || !(x > -tile && y > -tile && x < size.width + tile && y < size.height + tile)) return;
        if (!all) {
          context.fillStyle = `rgb(${red} ${green} ${blue} / ${alpha / 255})`;
          context.fillRect(x - dot / 2, y - dot / 2, dot, dot);
          return;
        }
        for (let pixel = 0; pixel < PIXELS; pixel++) {
          const ink = 0.05 + (0.95 * pictures.images[image * PIXELS + pixel]) / 255;
          picture.data.set([red, green, blue, alpha * ink], 4 * pixel);
        }
        tileContext.putImageData(picture, 0, 0);
        context.drawImage(tileCanvas, x - 0.48 * tile, y - 0.48 * tile, 0.96 * tile, 0.96 * tile);
      }
      if (all) all.forEach(paint);
      else for (let image = 0; image < scene.pictures.count; image += every) paint(image);
    },
  };
}
