// Fingers, mouse and wheel on the explorer's plane: one drags it or draws a line around images, two pinch.

import { panBy, tileSize, toPlane, zoomAt } from './camera.js';

/** Pixels that a finger may move while it taps, and that it may miss by. */
const STILL = 6;
const REACH = 10;
/** Nearer with each double click, and further with Shift. */
const [CLOSER, AWAY] = [2.5, 0.4];

/**
 * @typedef {object} Stage
 * @property {import('./camera.js').View} view
 * @property {import('./camera.js').View} goal where it is on its way to
 * @property {import('./camera.js').Size} size
 * @property {import('./stage.js').Mode} mode
 * @property {(wanted: import('./camera.js').View, atOnce?: boolean) => void} go
 * @property {(x: number, y: number, reach: number, chosen: boolean) => void} onPoint
 * @property {(line: number[], add: boolean) => void} onBrush
 */

/** @param {HTMLElement} host @param {ReturnType<typeof import('./brush.js').createBrush>} brush @param {Stage} stage */
export function onGestures(host, brush, stage) {
  /** @param {MouseEvent} event @returns {[px: number, py: number]} */
  function pixelOf(event) {
    const box = host.getBoundingClientRect();
    return [event.clientX - box.left - host.clientLeft, event.clientY - box.top - host.clientTop];
  }

  /** @param {MouseEvent} event @param {boolean} chosen */
  function point(event, chosen) {
    const [x, y] = toPlane(stage.view, stage.size, ...pixelOf(event));
    stage.onPoint(x, y, Math.max(tileSize(stage.view) / 2, REACH) / stage.view.scale, chosen);
  }

  /** Fingers, or the mouse, that are down, and where they were. @type {Map<number, [px: number, py: number]>} */
  const down = new Map();
  let moved = 0;
  let brushing = false;
  let adds = false;

  const middle = () => {
    const all = [...down.values()];
    const [x, y] = [0, 1].map((axis) => all.reduce((sum, at) => sum + at[axis], 0) / all.length);
    return { x, y, apart: all.length > 1 ? Math.hypot(all[0][0] - all[1][0], all[0][1] - all[1][1]) : 0 };
  };

  host.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    host.setPointerCapture(event.pointerId);
    down.set(event.pointerId, pixelOf(event));
    if (down.size > 1) {
      brushing = false;
      brush.clear();
      moved = Infinity;
      return;
    }
    moved = 0;
    brushing = stage.mode !== 'move' || event.shiftKey;
    adds = event.ctrlKey || event.metaKey || (event.shiftKey && stage.mode !== 'move');
    if (brushing) brush.start(stage.mode === 'lasso' ? 'lasso' : 'rectangle', ...pixelOf(event));
  });
  host.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType === 'mouse') point(event, false);
      return;
    }
    const was = middle();
    const at = pixelOf(event);
    down.set(event.pointerId, at);
    moved += Math.hypot(at[0] - before[0], at[1] - before[1]);
    if (brushing) {
      brush.to(...at);
      return;
    }
    if (moved <= STILL) return;
    const now = middle();
    const near = was.apart > 0 && now.apart > 0 ? zoomAt(stage.view, stage.size, now.apart / was.apart, was.x, was.y) : stage.view;
    stage.go(panBy(near, was.x - now.x, was.y - now.y), true);
  });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel'])) {
    host.addEventListener(name, (event) => {
      if (!down.delete(event.pointerId) || down.size > 0) return;
      const line = brushing ? brush.end() : [];
      brushing = false;
      if (name === 'pointercancel') return;
      if (moved <= STILL) point(event, true);
      else if (line.length > 0) stage.onBrush(line.flatMap(([px, py]) => toPlane(stage.view, stage.size, px, py)), adds);
    });
  }
  host.addEventListener('dblclick', (event) => stage.go(zoomAt(stage.goal, stage.size, event.shiftKey ? AWAY : CLOSER, ...pixelOf(event))));
  host.addEventListener('wheel', (event) => {
    event.preventDefault();
    // Lines and pages of some mice, in pixels; a trackpad's pinch comes as a wheel with Ctrl, in small numbers.
    const pixels = event.deltaY * [1, 30, 300][event.deltaMode];
    stage.go(zoomAt(stage.goal, stage.size, Math.exp(Math.max(-1, Math.min(1, -pixels * (event.ctrlKey ? 0.01 : 0.002)))), ...pixelOf(event)));
  }, { passive: false });
}
