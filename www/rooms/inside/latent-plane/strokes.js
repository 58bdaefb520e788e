// Shapes on a canvas that others are made of.

/** A text that can be read on any ground. */
export function haloed(context, text, x, y, ink, surface) {
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = surface;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

export function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

export function disc(context, x, y, radius, ink) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
}

export function ring(context, x, y, radius, ink, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = ink;
  context.lineWidth = width;
  context.stroke();
}
