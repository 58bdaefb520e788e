// How the plane of two-number codes looks: the prior's circles, numbered axes, a dot for every digit.

import { disc, line, ring } from './strokes.js';

/** Room for the axes' numbers. */
export const [LEFT, RIGHT, TOP, BOTTOM] = [26, 6, 6, 26];

/**
 * @typedef {object} View
 * @property {number} size   of the square
 * @property {number} reach  how far the axes go
 * @property {number} scale  pixels of one unit
 * @property {(x: number) => number} px
 * @property {(y: number) => number} py
 * @property {import('./stamps.js').Inks} inks
 * @property {import('./stamps.js').Stamps['dots']} dots
 * @property {import('./stamps.js').Stamps['numerals']} numerals
 * @property {Float32Array} shown where the dots are now
 * @property {import('./plane-canvas.js').Name[]} names where the numerals are now
 *
 * @typedef {CanvasRenderingContext2D} Context in pixels of the page
 * @typedef {import('./plane-canvas.js').Scene} Scene
 */

/** @param {Context} context @param {View} view @param {Scene} scene */
export function paintPlane(context, view, scene) {
  const { size } = view;
  context.clearRect(0, 0, size, size);
  context.save();
  context.beginPath();
  context.rect(LEFT, TOP, size - LEFT - RIGHT, size - TOP - BOTTOM);
  context.clip();
  drawPrior(context, view);
  drawDots(context, view, scene);
  drawNames(context, view, scene);
  if (scene.picked) drawPicked(context, view, scene.picked);
  if (scene.yours) drawYours(context, view, scene.yours);
  context.restore();
  drawAxes(context, view);
}

/** @param {Context} context @param {View} view */
function drawPrior(context, { px, py, scale, reach, inks }) {
  for (const sigma of [3, 2, 1]) {
    context.globalAlpha = 0.05;
    disc(context, px(0), py(0), sigma * scale, inks.code);
    context.globalAlpha = 0.35;
    ring(context, px(0), py(0), sigma * scale, inks.code, 1);
  }
  context.globalAlpha = 1;
  context.strokeStyle = inks.line;
  context.lineWidth = 1;
  line(context, px(-reach), py(0), px(reach), py(0));
  line(context, px(0), py(-reach), px(0), py(reach));
}

/** @param {Context} context @param {View} view @param {Scene} scene */
function drawDots(context, { px, py, shown, dots }, { labels, alone }) {
  for (const strong of alone === null ? [true] : [false, true]) {
    context.globalAlpha = strong ? 0.9 : 0.13;
    for (let i = 0; i < labels.length; i++) {
      if ((alone === null || labels[i] === alone) !== strong || Number.isNaN(shown[2 * i])) continue;
      const { picture, half } = dots[labels[i]];
      context.drawImage(picture, px(shown[2 * i]) - half, py(shown[2 * i + 1]) - half, 2 * half, 2 * half);
    }
  }
  context.globalAlpha = 1;
}

/** The numeral of each kind over its middle, where it does not lie on another. @param {Context} context @param {View} view @param {Scene} scene */
function drawNames(context, { px, py, names, numerals }, { alone }) {
  /** @type {[left: number, top: number][]} */
  const placed = [];
  for (const { label, x, y } of names) {
    if (alone !== null && alone !== label) continue;
    const [left, top] = [px(x), py(y)];
    if (placed.some(([a, b]) => Math.hypot(a - left, b - top) < 22)) continue;
    placed.push([left, top]);
    const { picture, half } = numerals[label];
    context.drawImage(picture, left - half, top - half, 2 * half, 2 * half);
  }
}

/** @param {Context} context @param {View} view @param {NonNullable<Scene['picked']>} picked */
function drawPicked(context, { px, py, scale, inks }, { x, y, spread }) {
  context.strokeStyle = inks.ink;
  context.lineWidth = 1.5;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.ellipse(px(x), py(y), spread[0] * scale, spread[1] * scale, 0, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
  ring(context, px(x), py(y), 7, inks.ink, 2);
}

/** @param {Context} context @param {View} view @param {NonNullable<Scene['yours']>} yours */
function drawYours(context, { px, py, inks }, { x, y }) {
  const [left, top] = [px(x), py(y)];
  context.beginPath();
  for (const [dx, dy] of [[0, -9], [9, 0], [0, 9], [-9, 0]]) context.lineTo(left + dx, top + dy);
  context.closePath();
  context.lineWidth = 5;
  context.strokeStyle = inks.surface;
  context.stroke();
  context.fillStyle = inks.ink;
  context.fill();
}

/** @param {Context} context @param {View} view */
function drawAxes(context, { px, py, size, reach, inks }) {
  context.fillStyle = inks.muted;
  context.font = `12px ${inks.font}`;
  const every = reach > 6 ? 2 : 1;
  for (let at = -Math.floor(reach / every) * every; at <= reach; at += every) {
    const text = String(at).replace('-', '−');
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.fillText(text, px(at), size - 8);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText(text, LEFT - 8, py(at));
  }
  context.strokeStyle = inks.line;
  context.lineWidth = 1;
  context.strokeRect(LEFT + 0.5, TOP + 0.5, size - LEFT - RIGHT - 1, size - TOP - BOTTOM - 1);
}
