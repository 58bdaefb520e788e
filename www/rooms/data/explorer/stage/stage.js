// The explorer's canvas and what lies over it, and how one moves about on it: wheel, drag, pinch, double click, keys.

import { listen, onEnd } from '../../../../kit/scope.js';
import { make, named } from '../../../../kit/make.js';
import { between, fit, limited, panBy, sameView, tileSize, toPlane, toScreen, zoomAt } from './camera.js';
import { createBrush } from './brush.js';
import { onGestures } from './gestures.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
/** Milliseconds in which the view goes most of its way after a turn of the wheel, and in which it flies to an image. */
const EASE_MS = 60;
const FLIGHT_MS = 900;
const KEY_PAN = 80;
const KEY_ZOOM = 1.5;
/** Pixels of a tile that one has flown to. */
const SEEN = 56;

/** @typedef {import('./camera.js').View} View */
/** @typedef {'move'|'rectangle'|'lasso'} Mode */

/**
 * @param {object} events
 * @param {(view: View) => void} events.onLook   the view, once a frame while it changes
 * @param {(size: import('./camera.js').Size, ratio: number) => void} events.onResize
 * @param {(x: number, y: number, reach: number, chosen: boolean) => void} events.onPoint a place on the plane is under the pointer; chosen: it was pressed
 * @param {(line: number[], add: boolean) => void} events.onBrush a line was drawn around images; add: to those that are selected
 * @param {() => void} events.onEscape
 */
export function createStage({ onLook, onResize, onPoint, onBrush, onEscape }) {
  const canvas = make('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  const names = make('div', { className: 'explorer-names' });
  const mark = make('div', { className: 'explorer-mark', hidden: true });
  const cross = make('div', { className: 'explorer-cross' });
  const brush = createBrush();
  const host = named(make('div', { className: 'explorer-stage', tabIndex: 0 }, [canvas, names, mark, cross, brush.element]), { tLabel: 'explorer.stage' });
  host.setAttribute('role', 'application');
  host.setAttribute('aria-describedby', 'explorer-keys');

  let size = { width: 1, height: 1 };
  /** @type {View} */
  let view = { x: 0, y: 0, scale: 1 };
  /** Where it is on its way to. */
  let goal = view;
  /** @type {{from: View, start: number}|null} */
  let flight = null;
  /** Whether the visitor sees all of it, as it was placed. */
  let whole = true;
  /** @type {import('../thread/worker.js').Placed} */
  let placed = { names: [], bounds: { left: 0, top: 0, right: 1, bottom: 1 }, kind: 'grid' };
  /** @type {{x: number, y: number}|null} */
  let marked = null;
  /** @type {Mode} */
  let mode = 'move';
  let frame = 0;
  let last = 0;
  /** How many placings are on their way. */
  let placings = 0;

  /** Nothing can be picked or brushed with certainty while it moves. */
  function sayBusy() {
    if (frame || placings > 0) host.setAttribute('aria-busy', 'true');
    else host.removeAttribute('aria-busy');
  }

  /** @param {number} now */
  function tick(now) {
    frame = 0;
    if (flight) {
      const part = Math.min(1, (now - flight.start) / FLIGHT_MS);
      view = between(flight.from, goal, part * part * (3 - 2 * part));
      if (part === 1) flight = null;
    } else {
      view = between(view, goal, calm.matches ? 1 : 1 - Math.exp(-Math.max(1, now - last) / EASE_MS));
      if (sameView(view, goal)) view = goal;
    }
    last = now;
    onLook(view);
    lay();
    if (view !== goal) frame = requestAnimationFrame(tick);
    sayBusy();
  }

  function soon() {
    if (frame) return;
    last = performance.now() - 16;
    frame = requestAnimationFrame(tick);
    sayBusy();
  }

  /** @param {View} wanted @param {boolean} [atOnce] as a finger moves it */
  function go(wanted, atOnce = false) {
    flight = null;
    whole = false;
    goal = limited(wanted, placed.bounds, size, placed.kind);
    if (atOnce) view = { ...goal };
    soon();
  }

  /** @param {View} to */
  function fly(to) {
    goal = to;
    flight = calm.matches ? null : { from: view, start: performance.now() };
    soon();
  }

  /** What lies over the canvas goes with it. */
  function lay() {
    placed.names.forEach(({ x, y }, at) => {
      const [left, top] = toScreen(view, size, x, y);
      /** @type {HTMLElement} */ (names.children[at]).style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
    });
    mark.hidden = !marked;
    if (!marked) return;
    const side = Math.max(10, tileSize(view)) + 4;
    const [left, top] = toScreen(view, size, marked.x, marked.y);
    Object.assign(mark.style, { width: `${side}px`, height: `${side}px`, transform: `translate(${(left - side / 2).toFixed(1)}px, ${(top - side / 2).toFixed(1)}px)` });
  }

  const resized = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = host;
    if (width === 0 || height === 0 || (width === size.width && height === size.height)) return;
    size = { width, height };
    brush.resize(size);
    onResize(size, ratio());
    if (whole) goal = view = fit(placed.bounds, size);
    soon();
  });
  resized.observe(host);
  onEnd(() => { resized.disconnect(); cancelAnimationFrame(frame); });

  onGestures(host, brush, {
    get view() { return view; },
    get goal() { return goal; },
    get size() { return size; },
    get mode() { return mode; },
    go, onPoint, onBrush,
  });

  /** @type {Record<string, () => void>} */
  const keys = {
    '+': () => zoom(KEY_ZOOM), '=': () => zoom(KEY_ZOOM), '-': () => zoom(1 / KEY_ZOOM), Home: showAll, Escape: onEscape,
    // Whoever has no pointer finds the nearest one, further away than a finger's breadth.
    Enter: () => onPoint(goal.x, goal.y, Math.min(size.width, size.height) / 4 / goal.scale, true),
  };
  /** @type {Record<string, [number, number]>} */
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  host.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = ways[event.key];
    if (way) go(panBy(goal, ...(/** @type {[number, number]} */ (way.map((one) => one * KEY_PAN * (event.shiftKey ? 4 : 1))))));
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
    else return;
    event.preventDefault();
  });
  listen(calm, 'change', soon);

  /** @param {number} factor */
  function zoom(factor) {
    go(zoomAt(goal, size, factor, size.width / 2, size.height / 2));
  }
  function showAll() {
    fly(fit(placed.bounds, size));
    whole = true;
  }

  return {
    host,
    canvas,
    get size() { return size; },
    get view() { return view; },
    zoom,
    showAll,
    /** @param {Mode} wanted */
    set mode(wanted) {
      mode = wanted;
      host.dataset.mode = wanted;
    },
    /** Takes its size from the page. */
    measure() {
      size = { width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) };
      brush.resize(size);
      return { size, ratio: ratio() };
    },
    /**
     * Images were placed anew: all of them come into sight.
     * @param {import('../thread/worker.js').Placed} now
     * @param {{atOnce?: boolean, stay?: boolean}} [how] stay: but not where the visitor has gone somewhere on the same map
     */
    show(now, { atOnce = false, stay = false } = {}) {
      placed = now;
      names.replaceChildren(...now.names.map(({ text }) => make('span', { textContent: text })));
      if (whole || !stay) {
        if (atOnce) goal = view = fit(now.bounds, size);
        else fly(fit(now.bounds, size));
        whole = true;
      }
      // The names are new in any case.
      soon();
    },
    /** Images are on their way to other places until then. @param {Promise<unknown>} there */
    busyUntil(there) {
      placings += 1;
      sayBusy();
      const done = () => {
        placings -= 1;
        sayBusy();
      };
      there.then(done, done);
    },
    /** Puts a frame around a place, or none. @param {{x: number, y: number}|null} place */
    mark(place) {
      marked = place && Number.isFinite(place.x) ? place : null;
      lay();
    },
    /** Flies to a place. @param {{x: number, y: number}} place */
    flyTo({ x, y }) {
      whole = false;
      fly({ x, y, scale: Math.max(SEEN, view.scale) });
    },
    /** What is in sight, as a rectangle on the plane. */
    area: () => [...toPlane(goal, size, 0, 0), ...toPlane(goal, size, size.width, size.height)],
  };
}

/** Pixels of the canvas to one of the page. */
const ratio = () => Math.min(2, devicePixelRatio || 1);
