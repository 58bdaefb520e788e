// Where the figure is seen. Elsewhere (in a lesson of some cards, in another room) nobody needs its engine.

import { entriesOf } from '../run/hash.js';

/** Whether an address opens the page where the figure stands. @param {{hash: string, search: string}} address */
export function opensHere({ hash, search }) {
  const named = [...entriesOf(hash), ...new URLSearchParams(search)];
  return !named.some(([key, value]) => ['view', 'chapter'].includes(key) || (key === 'room' && value !== 'train'));
}

/** Once the page has opened the room, or the cards, that it was asked for. */
export function opened() {
  const { documentElement: page } = document;
  return /** @type {Promise<void>} */ (new Promise((resolve) => {
    const look = () => { if (page.dataset.room) { watch.disconnect(); resolve(); } };
    const watch = new MutationObserver(look);
    watch.observe(page, { attributeFilter: ['data-room'] });
    look();
  }));
}
