// All models to choose from, in two rows. Looking around chooses nothing: that would end the run under way.

import { onLanguage, t, translate } from '../words/i18n.js';
import { GROUPS, PRESETS, presetOf } from '../run/presets.js';
import { make, named } from '../kit/make.js';
import { modelIcon } from './model-icon.js';

/** A tile's accessible name: its whole title, with the short name that stands on the tile in it, for people who speak what they see. */
function spoken(id) {
  const [title, short] = ['title', 'short'].map((name) => t(`models.${id}.${name}`));
  return title.toLowerCase().includes(short.toLowerCase()) ? title : t('models.spoken', { short, title });
}

const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * @param {(id: string) => HTMLElement} find
 * @param {{onChoose: (id: string) => void, onLook: (id: string) => void}} actions onLook: someone looks at one, or no longer
 */
export function createGallery(find, { onChoose, onLook }) {
  const [root, title, about] = ['gallery', 'model-title', 'model-about'].map(find);
  let chosen = PRESETS[0].id;
  const buttons = new Map();

  for (const { id: group, presets } of GROUPS) {
    const row = make('div', { className: 'chips' });
    for (const preset of presets) {
      const button = make('button', { type: 'button', className: 'chip' }, [modelIcon(preset.id), named(make('span'), { t: `models.${preset.id}.short` })]);
      button.setAttribute('role', 'radio');
      named(button, { tTitle: `models.${preset.id}.title`, preset: preset.id });
      buttons.set(preset.id, button);
      row.append(button);
    }
    root.append(make('div', { className: 'chip-group' }, [named(make('p'), { t: `models.${group}.label` }), row]));
  }
  const order = [...buttons.values()];

  function describe(id) {
    const preset = presetOf(id);
    title.textContent = preset.title;
    about.textContent = preset.about;
    onLook(id);
  }

  function translated() {
    translate(root);
    for (const [id, button] of buttons) {
      button.setAttribute('aria-label', spoken(id));
      button.setAttribute('aria-description', presetOf(id).about);
    }
    describe(chosen);
  }

  /** One of them is where Tab lands; arrow keys reach the others. */
  function show(id) {
    chosen = id;
    describe(id);
    for (const [key, button] of buttons) {
      button.setAttribute('aria-checked', String(key === id));
      button.tabIndex = key === id ? 0 : -1;
    }
  }

  const under = (event) => event.target.closest('[data-preset]')?.dataset.preset;
  root.addEventListener('click', (event) => { if (under(event) && under(event) !== chosen) onChoose(under(event)); });
  root.addEventListener('pointerover', (event) => describe(under(event) ?? chosen));
  root.addEventListener('pointerleave', () => describe(chosen));
  root.addEventListener('focusin', (event) => describe(under(event) ?? chosen));
  root.addEventListener('focusout', () => describe(chosen));
  root.addEventListener('keydown', (event) => {
    const at = order.indexOf(event.target);
    const to = { Home: 0, End: order.length - 1 }[event.key] ?? (event.key in MOVES ? (at + MOVES[event.key] + order.length) % order.length : at);
    if (at < 0 || to === at) return;
    event.preventDefault();
    order[to].focus();
  });
  onLanguage(translated);
  translated();
  show(chosen);

  return {
    /** @param {string} id of the model that is loaded */
    show(id) {
      if (id === chosen) return;
      show(id);
      // Only the row moves, and not the page.
      const button = buttons.get(id);
      for (const row of button ? [button.parentElement, button.parentElement.parentElement] : []) {
        const [inner, outer] = [button, row].map((element) => element.getBoundingClientRect());
        row.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
      }
    },
  };
}
