// Buttons on the explorer: what a drag does, nearer, further, all of it.

import { make, named } from '../../../../kit/make.js';
import { onLanguage, t } from '../../../../words/i18n.js';

/** Outlines on 24 by 24. @type {Record<string, string>} */
const ICONS = {
  move: 'M12 3v18M3 12h18M12 3l-3 3m3-3 3 3M12 21l-3-3m3 3 3-3M3 12l3-3m-3 3 3 3M21 12l-3-3m3 3-3 3',
  rectangle: 'M4 6h16v12H4z',
  lasso: 'M12 5c5 0 8 2 8 5s-3 6-8 6-8-2-8-5 3-6 8-6zM9 16c0 2-1 4-4 4',
  in: 'M12 5v14M5 12h14',
  out: 'M5 12h14',
  all: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
};
const SVG = 'http://www.w3.org/2000/svg';

/** @param {ReturnType<typeof import('../stage/stage.js').createStage>} stage */
export function createTools(stage) {
  const modes = /** @type {const} */ (['move', 'rectangle', 'lasso']);
  const buttons = modes.map((mode) => button(mode, () => choose(mode)));
  /** @param {typeof modes[number]} mode */
  function choose(mode) {
    stage.mode = mode;
    buttons.forEach((one, at) => one.setAttribute('aria-pressed', String(modes[at] === mode)));
  }
  choose('move');
  const all = [...buttons, button('in', () => stage.zoom(1.6)), button('out', () => stage.zoom(1 / 1.6)), button('all', () => stage.showAll())];
  const element = named(make('div', { className: 'explorer-tools' }, all), { tLabel: 'explorer.tools' });
  element.setAttribute('role', 'toolbar');

  /** One stop for Tab; arrows go from button to button. @param {number} to @param {boolean} focus */
  function stand(to, focus) {
    const at = (to + all.length) % all.length;
    all.forEach((one, index) => { one.tabIndex = index === at ? 0 : -1; });
    if (focus) all[at].focus();
  }
  element.addEventListener('keydown', (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    stand(all.findIndex((one) => one === document.activeElement) + move, true);
  });
  stand(0, false);
  onLanguage(() => all.forEach(sayOf));
  return element;
}

/** @param {string} name @param {() => void} run */
function button(name, run) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  const path = picture.appendChild(document.createElementNS(SVG, 'path'));
  path.setAttribute('d', ICONS[name]);
  const made = make('button', { type: 'button' });
  made.append(picture);
  made.dataset.tool = name;
  made.addEventListener('click', run);
  sayOf(made);
  return made;
}

/** @param {HTMLElement} made */
function sayOf(made) {
  made.title = t(`explorer.tool.${made.dataset.tool}`);
  made.setAttribute('aria-label', made.title);
}
