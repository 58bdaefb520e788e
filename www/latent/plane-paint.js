// How the plane of two-number codes looks: the prior's circles, numbered axes, a dot for every digit.

import { colour } from '../ui/theme.js';
import { middles } from './places.js';
import { disc, haloed, line, ring } from './strokes.js';

/** Room for the axes' numbers. */
export const [LEFT, RIGHT, TOP, BOTTOM] = [26, 6, 6, 26];

/** @returns {{surface: string, line: string, muted: string, ink: string, code: string, digits: string[]}} of the theme */
export function readInks() {
  const inks = Object.fromEntries(['surface', 'line', 'muted', 'ink', 'code'].map((name) => [name, colour(`--${name}`)]));
  return { ...inks, digits: Array.from({ length: 10 }, (_, digit) => colour(`--digit-${digit}`)) };
}

/** Each kind's dot as a small picture: a thousand of them are drawn in a millisecond or two. */
export function makeDots(inks, size, ratio) {
  const radius = size < 400 ? 2.7 : 3.4;
  const half = radius + 1;
  return inks.digits.map((ink) => {
    const side = Math.ceil(2 * half * ratio);
    const dot = new OffscreenCanvas(side, side);
    const pen = dot.getContext('2d');
    disc(pen, side / 2, side / 2, (radius + 0.8) * ratio, inks.surface);
    disc(pen, side / 2, side / 2, radius * ratio, ink);
    return { dot, half };
  });
}

/**
 * @param {CanvasRenderingContext2D} context in pixels of the page
 * @param {object} view
 * @param {number} view.size   of the square
 * @param {number} view.reach  how far the axes go
 * @param {number} view.scale  pixels of one unit
 * @param {(x: number) => number} view.px
 * @param {(y: number) => number} view.py
 * @param {string} view.font   the family
 * @param {ReturnType<typeof readInks>} view.inks
 * @param {ReturnType<typeof makeDots>} view.dots
 * @param {Float32Array} view.shown where the dots are now
 * @param {import('./plane-canvas.js').Scene} scene
 */
export function paintPlane(context, view, scene) {
  const { size } = view;
  context.clearRect(0, 0, size, size);
  context.save();
  context.beginPath();
  context.rect(LEFT, TOP, size - LEFT - RIGHT, size - TOP - BOTTOM);
  context.clip();
  drawPrior(context, view);
  drawDots(context, view, scene);
  if (scene.named) drawNames(context, view, scene);
  if (scene.picked) drawPicked(context, view, scene.picked);
  if (scene.yours) drawYours(context, view, scene.yours);
  context.restore();
  drawAxes(context, view);
}

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

function drawDots(context, { px, py, shown, dots }, { labels, alone }) {
  for (const strong of alone === null ? [true] : [false, true]) {
    context.globalAlpha = strong ? 0.9 : 0.13;
    for (let i = 0; i < labels.length; i++) {
      if ((alone === null || labels[i] === alone) !== strong || Number.isNaN(shown[2 * i])) continue;
      const { dot, half } = dots[labels[i]];
      context.drawImage(dot, px(shown[2 * i]) - half, py(shown[2 * i + 1]) - half, 2 * half, 2 * half);
    }
  }
  context.globalAlpha = 1;
}

/** The numeral of each kind over its middle, where it does not lie on another. */
function drawNames(context, { px, py, size, shown, inks, font }, { labels, alone }) {
  const placed = [];
  context.font = `700 ${size < 400 ? 20 : 26}px ${font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { label, x, y } of middles(shown, labels)) {
    if (alone !== null && alone !== label) continue;
    const [left, top] = [px(x), py(y)];
    if (placed.some(([a, b]) => Math.hypot(a - left, b - top) < 22)) continue;
    placed.push([left, top]);
    haloed(context, String(label), left, top, inks.digits[label], inks.surface);
  }
}

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

function drawAxes(context, { px, py, size, reach, inks, font }) {
  context.fillStyle = inks.muted;
  context.font = `12px ${font}`;
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
