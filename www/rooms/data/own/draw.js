// A pad on which one symbol after the other is drawn; each joins the set with one press.

import { createPad } from '../../train/pad.js';
import { make, named } from '../../../kit/make.js';
import { hasInk } from '../../../maths/digit.js';
import { t } from '../../../words/i18n.js';

/** @param {{onAdd: (image: Uint8Array, label: number|null) => void}} events image: 784 bytes */
export function createDrawing({ onAdd }) {
  const canvas = named(make('canvas', { className: 'pad real', id: 'own-pad', width: 280, height: 280, tabIndex: 0 }), { tLabel: 'own.pad', tRole: 'own.pad-role' });
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-describedby', 'own-pad-help');
  const add = named(make('button', { type: 'button', className: 'primary', disabled: true }), { t: 'own.add' });
  const clear = named(make('button', { type: 'button' }), { t: 'own.clear-pad' });
  const label = make('select', { id: 'own-label' }, [named(make('option', { value: '' }), { t: 'own.no-label' }), ...Array.from({ length: 10 }, (_, digit) => make('option', { value: String(digit), textContent: String(digit) }))]);
  const element = make('div', { className: 'own-draw' }, [
    named(make('h3'), { t: 'own.draw' }), canvas,
    make('div', { className: 'pad-buttons' }, [add, clear]),
    make('div', { className: 'own-row' }, [named(make('label', { htmlFor: label.id }), { t: 'own.label' }), label]),
    named(make('p', { className: 'fine', id: 'own-pad-help' }), { t: 'own.pad-help' }),
  ]);

  /** @type {Float32Array|null} */
  let drawn = null;
  const pad = createPad(canvas, {
    onChange(image) {
      drawn = hasInk(image) ? image : null;
      add.disabled = drawn === null;
    },
    onTouched() {},
  });

  const chosen = () => (label.value === '' ? null : Number(label.value));

  function take() {
    if (!drawn) return;
    onAdd(Uint8Array.from(drawn, (value) => Math.round(255 * value)), chosen());
    drawn = null;
    add.disabled = true;
    pad.clear();
  }

  add.addEventListener('click', () => {
    take();
    // A button that can do nothing more would lose the focus.
    canvas.focus({ preventScroll: true });
  });
  clear.addEventListener('click', () => pad.clear());
  // Before the pad itself, which lowers its brush at Enter as at Space.
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target !== canvas) return;
    event.preventDefault();
    event.stopPropagation();
    take();
  }, { capture: true });

  return {
    element,
    /** That of the next image. */
    get label() { return chosen(); },
    say: () => { canvas.setAttribute('aria-roledescription', t('own.pad-role')); },
  };
}
