// A code of two numbers as a place in a plane: the clouds of other digits faintly, one digit's cloud, and what was thrown.

import { contextOf } from '../../../kit/find.js';
import { colour, onThemeChange } from '../../../kit/theme.js';
import { asImage, make } from '../../../kit/make.js';

const SIDE = 300;
/** How far the plane reaches, both ways: nearly all codes of the prior lie within. */
const REACH = 4;

/**
 * @typedef {object} Scene
 * @property {{codes: Float32Array, labels: Uint8Array}|null} others  means of other digits, two numbers each
 * @property {Float32Array} mean
 * @property {Float32Array} spread  as thrown with, so with its factor
 * @property {Float32Array} thrown       codes, the last one newest
 */

export function createPlane() {
  const canvas = make('canvas', { className: 'plane', width: 2 * SIDE, height: 2 * SIDE });
  const context = contextOf(canvas);
  context.scale(2, 2);
  /** @type {Scene|null} */
  let scene = null;
  /** @param {number} value */
  const at = (value) => (value / REACH + 1) * (SIDE / 2);
  /** @param {number} x @param {number} y @returns {[left: number, top: number]} */
  const place = (x, y) => [at(x), SIDE - at(y)];

  /** @param {number} x @param {number} y @param {number} rx @param {number} ry @param {number[]} [dash] */
  function ring(x, y, rx, ry, dash = []) {
    context.setLineDash(dash);
    context.beginPath();
    context.ellipse(...place(x, y), (rx / REACH) * (SIDE / 2), (ry / REACH) * (SIDE / 2), 0, 0, 2 * Math.PI);
    context.stroke();
  }

  function draw() {
    context.clearRect(0, 0, SIDE, SIDE);
    const [ink, muted, code, model] = ['--ink', '--muted', '--code', '--model'].map(colour);
    context.strokeStyle = muted;
    context.globalAlpha = 0.6;
    context.lineWidth = 1;
    ring(0, 0, 1, 1, [3, 4]);
    ring(0, 0, 2, 2, [3, 4]);
    if (!scene) return;
    context.fillStyle = muted;
    context.font = '9px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const { others } = scene;
    others?.labels.forEach((label, index) => context.fillText(String(label), ...place(others.codes[2 * index], others.codes[2 * index + 1])));
    context.globalAlpha = 1;
    context.strokeStyle = code;
    context.lineWidth = 2;
    const { mean: [x, y], spread: [rx, ry] } = scene;
    ring(x, y, rx, ry);
    ring(x, y, 2 * rx, 2 * ry, [5, 4]);
    dots(scene.thrown, code, model);
    context.fillStyle = ink;
    context.fillRect(place(x, y)[0] - 3, place(x, y)[1] - 3, 6, 6);
  }

  /** The newest throw is larger, and in the colour of the picture made from it. @param {Float32Array} thrown @param {string} code @param {string} model */
  function dots(thrown, code, model) {
    for (let i = 0; i < thrown.length; i += 2) {
      const newest = i + 2 >= thrown.length;
      context.fillStyle = newest ? model : code;
      context.globalAlpha = newest ? 1 : 0.55;
      context.beginPath();
      context.arc(...place(thrown[i], thrown[i + 1]), newest ? 5 : 3, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  onThemeChange(draw);
  draw();
  return {
    canvas,
    /** @param {Scene} next @param {string} label */
    show(next, label) {
      scene = next;
      asImage(canvas, label);
      draw();
    },
  };
}
