// The selected images as a strip of tiles, and what can be done with them.

import { createDigits } from '../../../../kit/digits.js';
import { asImage, make, named } from '../../../../kit/make.js';
import { innerScope } from '../../../../kit/scope.js';
import { t, translate } from '../../../../words/i18n.js';
import { count, listed, oneAfterAnother } from '../../../../words/sentences.js';

/** Tiles of the strip: evenly from all that are selected. */
const COLUMNS = 12;
const ROWS = 3;

/**
 * @param {object} options
 * @param {number} options.classes
 * @param {boolean} options.canEdit whether the engine can drop and relabel
 * @param {{drop: () => void, relabel: (label: number) => void, undo: () => void, keep: () => void, clear: () => void, inSight: () => void}} options.on
 */
export function createSelection({ classes, canEdit, on }) {
  const canvas = make('canvas', { className: 'digits real', width: 1, height: 1 });
  const counted = make('p', { className: 'explorer-counted' });
  counted.setAttribute('role', 'status');
  const edited = make('p', { className: 'fine' });
  const button = (/** @type {string} */ name, /** @type {() => void} */ run) => {
    const made = named(make('button', { type: 'button' }), { t: `explorer.${name}` });
    made.addEventListener('click', run);
    return made;
  };
  const [drop, undo, keep, clear, inSight] = [button('drop', on.drop), button('undo', on.undo), button('keep', on.keep), button('clear', on.clear), button('in-sight', on.inSight)];
  const label = make('select', { id: 'explorer-relabel' }, [
    named(make('option', { value: '' }), { t: 'explorer.relabel-as' }), ...Array.from({ length: classes }, (_, digit) => make('option', { value: String(digit), textContent: String(digit) })),
  ]);
  label.addEventListener('change', () => {
    if (label.value !== '') on.relabel(Number(label.value));
    label.value = '';
  });
  const relabel = make('span', { className: 'explorer-relabel' }, [named(make('label', { htmlFor: label.id, className: 'visually-hidden' }), { t: 'explorer.relabel' }), label]);
  const edits = make('div', { className: 'recipe-actions' }, [drop, ...(classes > 1 ? [relabel] : []), undo, keep]);
  const element = make('div', { className: 'explorer-selection' }, [
    named(make('h3'), { t: 'explorer.selection' }), counted, canvas, make('div', { className: 'recipe-actions' }, [inSight, clear]), edits, edited,
  ]);
  translate(element);
  edits.hidden = !canEdit;
  const own = innerScope();
  /** @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  let now = { train: 0, test: 0, perLabel: /** @type {number[]} */ ([]), dropped: 0, relabelled: 0, canUndo: false };

  function say() {
    const { train, test, perLabel } = now;
    const all = train + test;
    counted.textContent = all === 0 ? t('explorer.none') : oneAfterAnother([
      t('explorer.selected', { count: count(all) }),
      ...(classes > 1 ? [t('explorer.by-label', { list: listed(perLabel.flatMap((many, digit) => (many > 0 ? [t('explorer.of-digit', { count: count(many), digit })] : []))) })] : []),
      ...(test > 0 && canEdit ? [t('explorer.test-stay', { count: count(test) })] : []),
    ]);
    asImage(canvas, t('explorer.strip', { count: count(Math.min(all, COLUMNS * ROWS)) }));
    edited.textContent = now.dropped + now.relabelled > 0 ? t('explorer.edited', { dropped: count(now.dropped), relabelled: count(now.relabelled) }) : '';
    canvas.hidden = all === 0;
    clear.disabled = all === 0;
    drop.disabled = label.disabled = train === 0;
    undo.disabled = !now.canUndo;
    keep.disabled = now.dropped + now.relabelled === 0;
  }
  say();

  return {
    element,
    say,
    /** Which of the selected ones the strip has room for. @param {number[]} all */
    some: (all) => Array.from({ length: Math.min(all.length, COLUMNS * ROWS) }, (_, at) => all[Math.floor((at * all.length) / Math.min(all.length, COLUMNS * ROWS))]),
    /** @param {typeof now} wanted @param {Float32Array|null} images those of `some`, or what is there */
    show(wanted, images) {
      now = wanted;
      if (images && images.length > 0) {
        const rows = Math.ceil(images.length / 784 / COLUMNS);
        own.run(() => { digits ??= createDigits(canvas, { columns: COLUMNS, rows }); });
        digits?.show(images, { columns: COLUMNS, rows });
      }
      say();
    },
  };
}
