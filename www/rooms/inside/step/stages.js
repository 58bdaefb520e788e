// The stages of a step: lit up one after the other, and a strip to leaf through where there is no room for all.

import { find } from '../../../kit/find.js';

const LIT_MS = 420;
const EACH_MS = 150;

/** @param {HTMLElement} panel */
export function createStages(panel) {
  const list = find(panel, '.stages');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const narrow = matchMedia('(max-width: 639px)');

  /** What scrolls must be reached by keyboard, and what does not need not. */
  function makeReachable() {
    if (narrow.matches) list.tabIndex = 0;
    else list.removeAttribute('tabindex');
  }

  narrow.addEventListener('change', makeReachable);
  makeReachable();
  return {
    light() {
      if (still.matches) return;
      const seen = [...list.children].filter((stage) => !stage.hasAttribute('hidden'));
      const ground = getComputedStyle(panel).getPropertyValue('--lit');
      seen.forEach((stage, at) => {
        stage.getAnimations().forEach((animation) => animation.cancel());
        const lit = { background: ground, boxShadow: `0 0 0 8px ${ground}` };
        const dark = { background: 'transparent', boxShadow: '0 0 0 8px transparent' };
        stage.animate([dark, { ...lit, offset: 0.25 }, dark], { delay: at * EACH_MS, duration: LIT_MS, easing: 'ease-out' });
      });
    },
  };
}
