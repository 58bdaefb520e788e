// The line around images that are to be selected: a rectangle, or drawn by hand.

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels between two points of a line. */
const STEP = 4;

export function createBrush() {
  const element = document.createElementNS(SVG, 'svg');
  element.setAttribute('class', 'explorer-brush');
  element.setAttribute('aria-hidden', 'true');
  const outline = element.appendChild(document.createElementNS(SVG, 'polygon'));
  /** @type {'rectangle'|'lasso'} */
  let kind = 'rectangle';
  /** @type {[px: number, py: number][]} */
  let points = [];

  function draw() {
    const [first, last] = [points[0], points.at(-1)];
    const shape = kind === 'rectangle' && first && last ? [first, [last[0], first[1]], last, [first[0], last[1]]] : points;
    outline.setAttribute('points', shape.map((point) => point.join()).join(' '));
  }

  return {
    element,
    /** @param {import('./camera.js').Size} size */
    resize({ width, height }) {
      element.setAttribute('viewBox', `0 0 ${width} ${height}`);
    },
    /** @param {'rectangle'|'lasso'} wanted @param {number} px @param {number} py */
    start(wanted, px, py) {
      kind = wanted;
      points = [[px, py]];
      draw();
    },
    /** @param {number} px @param {number} py */
    to(px, py) {
      const [x, y] = points.at(-1) ?? [px, py];
      if (kind === 'rectangle') points = [points[0], [px, py]];
      else if (Math.hypot(px - x, py - y) >= STEP) points.push([px, py]);
      draw();
    },
    /** Two corners, or all points of the line; the line is gone. @returns {[px: number, py: number][]} none where nothing was drawn */
    end() {
      const drawn = points;
      this.clear();
      return drawn.length >= (kind === 'rectangle' ? 2 : 3) ? drawn : [];
    },
    clear() {
      points = [];
      draw();
    },
  };
}
