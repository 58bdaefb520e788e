// Steps against quality: the same noise led to digits in few steps and in many, each row with its distance from the exact paths.

import { rootMeanSquare } from '../../../maths/statistics.js';
import { createDigits } from '../../../kit/digits.js';
import { make, named } from '../../../kit/make.js';
import { t } from '../../../words/i18n.js';
import { passes } from './passes.js';

/** Steps from noise to digit. */
const STEPS = [1, 2, 5, 10, 20, 50, 100];
const GRID = { columns: 4, rows: 2 };
const SHOWN = GRID.columns * GRID.rows;
const SOLVERS = /** @type {const} */ (['euler', 'heun']);
/** What is taken for exact. */
const EXACT = { solver: 'heun', steps: 100 };

/**
 * @param {import('../../bench.js').Bench} bench
 * @returns {{element: HTMLElement, draw: () => Promise<number>, clear: () => void, words: () => void}} draw: anew from the model as it is now; answers
 *   the engine's milliseconds, and asks for nothing more once it is drawn or cleared again
 */
export function createFewSteps({ pg, cost }) {
  let solver = /** @type {typeof SOLVERS[number]} */ ('euler');
  let seed = 0;
  /** Only what was asked for last is shown. */
  let asked = 0;
  const choices = SOLVERS.map((name) => {
    const button = named(make('button', { type: 'button' }), { t: `inside.steps.${name}` });
    button.addEventListener('click', () => { solver = name; drawAgain(); });
    return { name, button };
  });
  const again = named(make('button', { type: 'button' }), { t: 'inside.steps.again' });
  again.addEventListener('click', () => { seed += 1; drawAgain(); });
  const rows = STEPS.map((steps) => {
    const canvas = make('canvas', { className: 'digits model' });
    canvas.setAttribute('role', 'img');
    const [name, number] = [make('span'), make('span', { className: 'fine' })];
    return { steps, canvas, name, number, off: NaN, digits: createDigits(canvas, GRID), element: make('figure', {}, [name, canvas, number]) };
  });
  const element = make('div', { className: 'few-steps' }, [make('div', { className: 'row-of-buttons' }, [...choices.map(({ button }) => button), again]), make('div', { className: 'steps-columns' }, rows.map((row) => row.element))]);

  /** @param {string} by @param {number} steps */
  async function ends(by, steps) {
    const told = pg.model?.conditional ? { label: Array.from({ length: SHOWN }, (_, at) => at) } : {};
    return (await pg.paths(SHOWN, { seed, solver: by, steps, ends: true, ...told })).images;
  }

  // Another model may come in between, and what breaks the engine is told by the page.
  const drawAgain = () => { draw().catch(() => {}); };

  async function draw() {
    const [id, { model }, by] = [++asked, pg, solver];
    words();
    let ms = 0;
    // The visitor sees the few steps first; the numbers come with the exact paths.
    /** @type {Float32Array[]} */
    const drawn = [];
    for (const { steps, digits } of rows) {
      const images = await ends(by, steps);
      ms += cost.paths ?? 0;
      if (id !== asked || pg.model !== model) return ms;
      digits.show(images);
      drawn.push(images);
    }
    const exact = by === EXACT.solver ? drawn[STEPS.indexOf(EXACT.steps)] : await ends(EXACT.solver, EXACT.steps);
    if (by !== EXACT.solver) ms += cost.paths ?? 0;
    if (id !== asked || pg.model !== model) return ms;
    rows.forEach((row, at) => { row.off = rootMeanSquare(drawn[at], exact); });
    words();
    return ms;
  }

  function words() {
    choices.forEach(({ name, button }) => button.setAttribute('aria-pressed', String(name === solver)));
    for (const { steps, name, canvas, number, off } of rows) {
      number.textContent = Number.isNaN(off) ? '–' : t('inside.steps.off', { off: off.toFixed(3) });
      name.textContent = t('inside.steps.row', { steps, passes: passes(solver, steps) });
      canvas.setAttribute('aria-label', t('inside.steps.label', { count: SHOWN, steps, solver: t(`inside.steps.${solver}`) }));
    }
  }

  return {
    element, draw, words,
    clear() {
      asked += 1;
      rows.forEach((row) => { row.digits.show(null); row.off = NaN; });
      words();
    },
  };
}
