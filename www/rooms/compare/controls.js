// Play, step and close for the two runs, and what they are doing.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { make } from '../../kit/make.js';

/** @param {{onToggle: () => void, onStep: () => void, onClose: () => void}} actions */
export function createControls({ onToggle, onStep, onClose }) {
  /** @param {string} id @param {string|null} key of its name, where it stays the same @param {() => void} action */
  const button = (id, key, action) => {
    const made = make('button', { type: 'button', id });
    if (key) made.dataset.t = key;
    made.addEventListener('click', action);
    return made;
  };
  const play = button('compare-play', null, onToggle);
  play.className = 'primary';
  const step = button('compare-step', 'compare.step', onStep);
  const close = button('compare-close', 'compare.close', onClose);
  const line = make('p', { id: 'compare-status' });
  const note = make('p', { className: 'fine' });
  note.dataset.t = 'compare.pageWaits';
  const element = make('div', { className: 'compare-controls' }, [play, step, close, make('div', {}, [line, note])]);
  let playing = false;
  const name = () => { play.textContent = t(playing ? 'compare.pause' : 'compare.play'); };
  onLanguage(name);
  translate(element);
  name();

  return {
    element,
    /** @param {import('./pair.js').Phase} phase @param {boolean} alive whether one of them still trains @param {string} text */
    show(phase, alive, text) {
      playing = phase === 'playing';
      play.disabled = step.disabled = ['opening', 'pausing', 'measuring'].includes(phase) || !alive;
      name();
      if (line.textContent !== text) line.textContent = text;
    },
  };
}
