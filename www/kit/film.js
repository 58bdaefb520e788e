// A slider that moves by itself, from its start to its end: a button plays and pauses it.

import { listen, onEnd } from './scope.js';
import { make } from './make.js';
import { t } from '../words/i18n.js';

/**
 * Someone who asks for less motion has the slider alone; and a film out of sight is nobody's.
 * @param {HTMLInputElement} slider
 * @param {{seconds: number, onMove: () => void}} film from one end to the other; onMove: after each move of the film's
 */
export function createFilm(slider, { seconds, onMove }) {
  const button = make('button', { type: 'button', className: 'film-button' });
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let frame = 0;
  let last = 0;
  /** Not the slider's value, which goes in steps. */
  let at = 0;
  const end = () => Number(slider.max);

  function say() {
    button.textContent = t(frame ? 'page.film-pause' : 'page.film-play');
    button.hidden = calm.matches;
  }

  /** @param {number} now */
  function tick(now) {
    at = Math.min(end(), at + ((now - last) / 1000 / seconds) * (end() - Number(slider.min)));
    last = now;
    slider.value = String(at);
    onMove();
    if (at < end()) frame = requestAnimationFrame(tick);
    else stop();
  }

  function play() {
    if (frame || calm.matches) return;
    at = Number(slider.value) < end() ? Number(slider.value) : Number(slider.min);
    last = performance.now();
    frame = requestAnimationFrame(tick);
    say();
  }

  function stop() {
    cancelAnimationFrame(frame);
    frame = 0;
    say();
  }

  button.addEventListener('click', () => (frame ? stop() : play()));
  slider.addEventListener('input', stop);
  listen(calm, 'change', stop);
  const sight = new IntersectionObserver(([{ isIntersecting }]) => { if (!isIntersecting) stop(); });
  sight.observe(slider);
  onEnd(() => { sight.disconnect(); cancelAnimationFrame(frame); });
  say();
  return {
    button, slider, play, stop, say,
    get playing() { return frame !== 0; },
  };
}
