// Two amounts over the steps, one upon the other.

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT] = [600, 160];
/** More points than this say no more on so small a picture: every other one is dropped. */
const MOST = 240;

/** @typedef {{step: number, lower: number, upper: number}} Point */

/** @param {[string, string]} classes of the lower amount, and of the upper */
export function createStack(classes) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('class', 'stack-chart');
  const areas = classes.map((name) => {
    const path = svg.appendChild(document.createElementNS(SVG, 'path'));
    path.setAttribute('class', name);
    return path;
  });
  /** @type {Point[]} */
  let points = [];

  function draw() {
    const last = points.at(-1)?.step ?? 1;
    const first = points[0]?.step ?? 0;
    const most = Math.max(1, ...points.map(({ lower, upper }) => lower + upper));
    /** @param {number} step */
    const x = (step) => ((step - first) / Math.max(1, last - first)) * WIDTH;
    /** @param {number} amount */
    const y = (amount) => HEIGHT - (amount / most) * (HEIGHT - 4);
    /** @param {(point: Point) => number} amountOf */
    const line = (amountOf) => points.map((point) => `${x(point.step).toFixed(1)} ${y(amountOf(point)).toFixed(1)}`);
    const [floor, middle, top] = [line(() => 0), line(({ lower }) => lower), line(({ lower, upper }) => lower + upper)];
    /** @param {string[]} low @param {string[]} high */
    const area = (low, high) => (points.length > 1 ? `M${high.join('L')}L${low.toReversed().join('L')}Z` : '');
    areas[0].setAttribute('d', area(floor, middle));
    areas[1].setAttribute('d', area(middle, top));
  }

  return {
    svg,
    /** @param {number} step @param {number} lower @param {number} upper */
    add(step, lower, upper) {
      points.push({ step, lower, upper });
      if (points.length > MOST) points = points.filter((_, index) => index % 2 === 0 || index === points.length - 1);
      draw();
    },
    clear() {
      points = [];
      draw();
    },
  };
}
