// A plane with arrows, particles and paths, on a canvas.

import { contextOf } from '../../../kit/find.js';
import { onEnd } from '../../../kit/scope.js';
import { colour, onThemeChange } from '../../../kit/theme.js';
import { disc, line, ring } from '../latent-plane/strokes.js';
import { arrowsOf } from './arrows.js';

/**
 * @typedef {object} Scene
 * @property {Float32Array} grid                 where arrows begin, x and y each
 * @property {Float32Array|null} velocities      there
 * @property {Float32Array} particles            where they are now
 * @property {Float32Array} paths                states of `count` paths, noise first
 * @property {number} count
 * @property {number[]} chosen                   paths that are drawn
 */

/** @param {HTMLCanvasElement} canvas square @param {{side: number, reach: number}} plane */
export function createField(canvas, { side, reach }) {
  const context = contextOf(canvas);
  let size = 0;
  /** @type {Scene|null} */
  let scene = null;
  const scale = () => size / (2 * reach);
  /** @param {number} x */
  const px = (x) => (x + reach) * scale();
  /** @param {number} y */
  const py = (y) => (reach - y) * scale();

  function draw() {
    if (size === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = canvas.height = Math.round(size * ratio);
    context.scale(ratio, ratio);
    const [muted, code, model, surface] = ['--muted', '--code', '--model', '--surface'].map(colour);
    context.globalAlpha = 0.4;
    for (const deviation of [1, 2]) ring(context, px(0), py(0), deviation * scale(), muted, 1);
    if (!scene) return;
    drawArrows(scene, muted);
    drawPaths(scene, code);
    context.globalAlpha = 0.8;
    for (let at = 0; at < scene.particles.length; at += 2) disc(context, px(scene.particles[at]), py(scene.particles[at + 1]), 2, model);
    context.globalAlpha = 1;
    for (const path of scene.chosen) {
      if (2 * path >= scene.particles.length) continue;
      const [x, y] = [px(scene.particles[2 * path]), py(scene.particles[2 * path + 1])];
      disc(context, x, y, 6, surface);
      disc(context, x, y, 4.5, code);
    }
  }

  /** @param {Scene} shown @param {string} ink */
  function drawArrows({ grid, velocities }, ink) {
    if (!velocities) return;
    context.globalAlpha = 0.75;
    context.strokeStyle = ink;
    context.lineWidth = 1.2;
    for (const [x, y, toX, toY] of arrowsOf(grid, velocities, (2 * reach) / side)) {
      line(context, px(x), py(y), px(toX), py(toY));
      const angle = Math.atan2(py(toY) - py(y), px(toX) - px(x));
      for (const turn of [-0.5, 0.5]) line(context, px(toX), py(toY), px(toX) - 4 * Math.cos(angle + turn), py(toY) - 4 * Math.sin(angle + turn));
    }
  }

  /** @param {Scene} shown @param {string} ink */
  function drawPaths({ paths, count, chosen }, ink) {
    context.globalAlpha = 1;
    context.strokeStyle = ink;
    context.lineWidth = 1.6;
    for (const path of chosen) {
      context.beginPath();
      for (let at = 2 * path; at < paths.length; at += 2 * count) context.lineTo(px(paths[at]), py(paths[at + 1]));
      context.stroke();
    }
  }

  const sizes = new ResizeObserver(() => {
    if (canvas.clientWidth === size) return;
    size = canvas.clientWidth;
    draw();
  });
  sizes.observe(canvas);
  onEnd(() => sizes.disconnect());
  onThemeChange(draw);
  return {
    /** @param {Scene} next */
    show(next) {
      scene = next;
      draw();
    },
  };
}
