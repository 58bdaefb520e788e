// The images of a set as tiles: one press on a tile removes it. By keys: arrows go from tile to tile, Delete or Enter removes.

import { PIXELS } from '../../../maths/digit.js';
import { createDigits } from '../../../kit/digits.js';
import { make } from '../../../kit/make.js';
import { innerScope } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';

const COLUMNS = matchMedia('(max-width: 639px)').matches ? 8 : 12;
/** More at once are no help to anybody. */
const MOST_ROWS = 8;

/** @param {{onRemove: (at: number) => void}} events at: place in the set */
export function createTiles({ onRemove }) {
  const canvas = make('canvas', { className: 'digits real' });
  canvas.setAttribute('aria-hidden', 'true');
  const grid = make('div', { className: 'own-places' });
  grid.setAttribute('role', 'group');
  grid.style.setProperty('--columns', String(COLUMNS));
  const element = make('div', { className: 'own-tiles' }, [canvas, grid]);
  const own = innerScope();
  /** Made when it is on the page: before that it has no colour. @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  /** Which tile the keys are at. */
  let at = 0;
  /** Place in the set of the first tile. */
  let first = 0;
  /** @type {import('./own-set.js').Item[]} */
  let shown = [];

  const buttons = () => /** @type {HTMLButtonElement[]} */ ([...grid.children]);

  /** @param {number} to @param {boolean} [focus] */
  function stand(to, focus = true) {
    const all = buttons();
    at = Math.max(0, Math.min(all.length - 1, to));
    all.forEach((button, index) => { button.tabIndex = index === at ? 0 : -1; });
    if (focus) all[at]?.focus();
  }

  function say() {
    grid.setAttribute('aria-label', t('own.tiles'));
    buttons().forEach((button, index) => {
      const { label } = shown[index];
      button.setAttribute('aria-label', t(label === null ? 'own.tile' : 'own.tile-labelled', { number: first + index + 1, label: label ?? '' }));
      button.title = t('own.remove');
    });
  }

  /** @type {Record<string, number>} */
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS, Home: -Infinity, End: Infinity };
  grid.addEventListener('keydown', (event) => {
    const move = moves[event.key];
    if (move) stand(at + move);
    else if (event.key === 'Delete' || event.key === 'Backspace') onRemove(first + at);
    else return;
    event.preventDefault();
  });
  grid.addEventListener('click', ({ target }) => {
    const index = buttons().findIndex((button) => button.contains(/** @type {Node} */ (target)));
    if (index < 0) return;
    at = index;
    onRemove(first + index);
  });

  return {
    element,
    /** The newest of them. @param {import('./own-set.js').Item[]} items */
    show(items) {
      const had = grid.contains(document.activeElement);
      first = Math.max(0, items.length - COLUMNS * MOST_ROWS);
      shown = items.slice(first);
      const rows = Math.max(1, Math.ceil(shown.length / COLUMNS));
      own.run(() => { digits ??= createDigits(canvas, { columns: COLUMNS, rows }); });
      const images = new Float32Array(shown.length * PIXELS);
      shown.forEach(({ image }, index) => { for (let pixel = 0; pixel < PIXELS; pixel++) images[index * PIXELS + pixel] = image[pixel] / 255; });
      digits?.show(images, { columns: COLUMNS, rows });
      grid.replaceChildren(...shown.map(({ label }) => make('button', { type: 'button', tabIndex: -1 }, label === null ? [] : [make('span', { textContent: String(label) })])));
      element.hidden = shown.length === 0;
      stand(at, had);
      say();
      return shown.length;
    },
    say,
  };
}
