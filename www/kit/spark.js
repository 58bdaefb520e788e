// A line so small that it stands in a row of a table: orders of magnitude over the run.

import { contextOf } from './find.js';
import { asImage, make } from './make.js';
import { inkOf, onThemeChange } from './theme.js';

const [WIDTH, HEIGHT] = [180, 30];

/** @typedef {{steps: number[], values: number[]}} Points */

export function createSpark() {
  const canvas = make('canvas', { className: 'spark', width: WIDTH * 2, height: HEIGHT * 2 });
  const context = contextOf(canvas);
  /** @type {{line: Points, range: [low: number, high: number]}|null} */
  let shown = null;

  function paint() {
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (!shown) return;
    const { line: { steps, values }, range: [low, high] } = shown;
    const ink = `rgb(${inkOf(canvas).join(' ')}`;
    /** @param {number} value */
    const y = (value) => canvas.height * (1 - (value - low) / (high - low));
    // Where a pull is 1: something to compare rows by.
    context.fillStyle = `${ink} / 0.25)`;
    context.fillRect(0, Math.round(y(0)), canvas.width, 1);
    if (steps.length === 0) return;
    const first = steps[0];
    const span = Math.max(1, steps[steps.length - 1] - first);
    context.strokeStyle = `${ink})`;
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.beginPath();
    steps.forEach((step, at) => {
      const x = 3 + ((canvas.width - 6) * (step - first)) / span;
      if (at === 0) context.moveTo(x, y(values[at]));
      else context.lineTo(x, y(values[at]));
    });
    // A single point is a line of no length.
    if (steps.length === 1) context.lineTo(6, y(values[0]));
    context.stroke();
  }

  onThemeChange(paint);
  return {
    canvas,
    /**
     * @param {Points} line
     * @param {[low: number, high: number]} range
     * @param {string} label
     */
    show(line, range, label) {
      shown = { line, range };
      asImage(canvas, label);
      paint();
    },
  };
}
