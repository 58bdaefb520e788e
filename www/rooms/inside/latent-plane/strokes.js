// Shapes on a canvas that others are made of.

/** @typedef {CanvasRenderingContext2D|OffscreenCanvasRenderingContext2D} Pen */

/**
 * A text that can be read on any ground.
 * @param {Pen} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} ink
 * @param {string} surface the ground's colour
 */
export function haloed(context, text, x, y, ink, surface) {
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = surface;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

/** @param {Pen} context @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
export function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** @param {Pen} context @param {number} x @param {number} y @param {number} radius @param {string} ink */
export function disc(context, x, y, radius, ink) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
}

/** @param {Pen} context @param {number} x @param {number} y @param {number} radius @param {string} ink @param {number} width of the line */
export function ring(context, x, y, radius, ink, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = ink;
  context.lineWidth = width;
  context.stroke();
}
