// The settings that the page has no field for and that are not as the preset has them: a script's, or the address's.

import { translate } from '../../words/i18n.js';
import { make, named } from '../../kit/make.js';

/** @param {{onReset: (key: string) => void}} actions back to the preset's value */
export function createOtherSettings({ onReset }) {
  const list = make('ul');
  const element = make('div', { className: 'others', id: 'other-settings', hidden: true }, [
    named(make('p'), { t: 'settings.others' }), named(make('p', { className: 'help' }), { t: 'settings.others.help' }), list,
  ]);
  let shown = '';

  return {
    element,
    /** @param {[string, number|string|boolean][]} entries key and value of each */
    show(entries) {
      const now = JSON.stringify(entries);
      if (now === shown) return;
      shown = now;
      const hadFocus = list.contains(document.activeElement);
      list.replaceChildren(...entries.map(([key, value]) => {
        const reset = named(make('button', { type: 'button' }), { t: 'settings.others.reset' });
        const words = make('code', { id: `other-${key}`, textContent: `${key} = ${value}` });
        reset.setAttribute('aria-describedby', words.id);
        reset.addEventListener('click', () => onReset(key));
        return make('li', {}, [words, reset]);
      }));
      element.hidden = entries.length === 0;
      translate(list);
      if (hadFocus) list.querySelector('button')?.focus();
    },
  };
}
