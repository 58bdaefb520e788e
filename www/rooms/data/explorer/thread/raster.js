// Draws the scene pixel by pixel on a plain canvas, where no graphics processor does it: there this is many times faster than a WebGL
// that the browser computes itself (2 to 12 ms of processor time a frame of 880 by 620).

import { contextOf } from '../../../../kit/find.js';
import { PIXELS, SIDE } from '../../../../maths/digit.js';
import { dotSize } from './webgl.js';

/** A dot is as strong as its image has ink: from the first share to all of it, which so much ink (of 255, on average) makes. */
const [FAINTEST, FULL] = [0.45, 85];
/** How much of its colour a tile's paper has. */
const GROUND = 0.05;

/**
 * @param {OffscreenCanvas} canvas
 * @param {number} count of images
 * @returns {import('./webgl.js').Painter}
 */
export function createRaster(canvas, count) {
  const context = contextOf(canvas);
  let picture = new ImageData(1, 1);
  let pixels = new Uint32Array(picture.data.buffer);
  /** Strength of each image's dot, 0 to 255. */
  const shades = new Uint8Array(count);
  /** Where the pixels of a tile come from, for the side that tiles have now. */
  let columns = new Uint8Array(0);

  /** @param {number} left @param {number} top @param {number} side in pixels of the canvas @param {number} value as it is in the picture */
  function square(left, top, side, value) {
    const { width, height } = picture;
    const [first, last] = [Math.max(0, left), Math.min(width, left + side)];
    for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) for (let x = first; x < last; x++) pixels[y * width + x] = value;
  }

  /** @param {Uint8Array} images @param {number} image @param {number} left @param {number} top @param {number} side @param {number} ink @param {number} alpha */
  function tile(images, image, left, top, side, ink, alpha) {
    const { width, height } = picture;
    const [first, last] = [Math.max(0, -left), Math.min(side, width - left)];
    // Small tiles take the mean of four pixels for one: of more nobody sees the difference.
    const area = side < 20 ? 2 : 1;
    for (let y = Math.max(0, -top); y < Math.min(side, height - top); y++) {
      const row = image * PIXELS + Math.min(SIDE - area, columns[y]) * SIDE;
      const into = (top + y) * width + left;
      for (let x = first; x < last; x++) {
        const from = row + Math.min(SIDE - area, columns[x]);
        let sum = 0;
        for (let down = 0; down < area; down++) for (let right = 0; right < area; right++) sum += images[from + down * SIDE + right];
        pixels[into + x] = ink | ((alpha * (GROUND + ((1 - GROUND) * sum) / (255 * area * area))) << 24);
      }
    }
  }

  return {
    kind: '2d',
    most: 1,
    async upload(images, from, to) {
      for (let image = from; image < to; image++) {
        let sum = 0;
        for (let pixel = image * PIXELS; pixel < (image + 1) * PIXELS; pixel++) sum += images[pixel];
        shades[image] = 255 * (FAINTEST + (1 - FAINTEST) * Math.min(1, sum / PIXELS / FULL));
      }
    },
    changed() {},
    draw({ scene, view, size, ratio, tile: tileSide, tiles, inSight }) {
      const { width, height } = canvas;
      if (picture.width !== width || picture.height !== height) {
        picture = new ImageData(width, height);
        pixels = new Uint32Array(picture.data.buffer);
      }
      pixels.fill(0);
      const { places, colours, selected, pictures } = scene;
      const zoom = view.scale * ratio;
      const [middleX, middleY] = [(size.width / 2) * ratio - view.x * zoom, (size.height / 2) * ratio - view.y * zoom];
      const asTiles = tiles >= 0.5;
      const side = Math.max(1, Math.round((asTiles ? 0.96 * tileSide : dotSize(tileSide)) * ratio));
      columns = Uint8Array.from({ length: side }, (_, at) => Math.floor((at * SIDE) / side));
      /** Selected ones are drawn above the others. @param {boolean|null} wanted null: all */
      function all(wanted) {
        const many = asTiles ? inSight.length : count;
        for (let at = 0; at < many; at++) {
          const image = asTiles ? inSight[at] : at;
          const alpha = colours[4 * image + 3];
          if (alpha === 0 || (wanted !== null && selected.has(image) !== wanted)) continue;
          const left = Math.round(middleX + places[2 * image] * zoom - side / 2);
          const top = Math.round(middleY + places[2 * image + 1] * zoom - side / 2);
          // What has no place (NaN) is nowhere.
          if (!(left > -side && top > -side && left < width && top < height)) continue;
          const ink = colours[4 * image] | (colours[4 * image + 1] << 8) | (colours[4 * image + 2] << 16);
          if (asTiles) tile(pictures.images, image, left, top, side, ink, alpha);
          else square(left, top, side, ink | (((alpha * shades[image]) / 255) << 24));
        }
      }
      if (selected.size === 0) all(null);
      else [false, true].forEach(all);
      context.putImageData(picture, 0, 0);
    },
  };
}
