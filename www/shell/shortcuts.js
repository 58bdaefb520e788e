// Single keys for the transport bar, off while someone types or draws, and off altogether on request.

const KEEPS_KEYS = 'input, select, textarea, [contenteditable], [role="application"]';
const KEEPS_SPACE = 'button, summary, a, label';

/**
 * @param {HTMLInputElement} enabled the checkbox that turns them off, for people whose tools send stray keys
 * @param {{onToggle: () => void, onStep: (part?: string) => void, onRestart: () => void}} actions
 */
export function createShortcuts(enabled, { onToggle, onStep, onRestart }) {
  const ofCritic = (part) => () => { if (!document.getElementById('step-d').hidden) onStep(part); };
  const actions = { ' ': onToggle, k: onToggle, s: () => onStep('both'), d: ofCritic('discriminator'), g: ofCritic('generator'), r: onRestart };

  document.addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase();
    if (!enabled.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !Object.hasOwn(actions, key)) return;
    if (event.target.closest?.(KEEPS_KEYS)) return;
    if (key === ' ' && event.target.closest?.(KEEPS_SPACE)) return;
    event.preventDefault();
    actions[key]();
  });
}
