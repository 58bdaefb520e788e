// Every room of the page, in the order of its navigation. A room is a folder with a room.js; its words are `rooms.NAME.…`.

/**
 * @typedef {object} Room
 * @property {string} name  of its folder, and in the address: `#room=name`
 * @property {string} icon  an outline on 24 by 24, for the navigation
 * @property {(again?: string) => Promise<RoomModule>} load  again: a query, since browsers keep in mind that an address has failed
 *
 * @typedef {object} RoomModule
 * @property {import('./cards.js').CardDefinition[]} [cards] what it shows, in order
 * @property {(place: HTMLElement, bench: import('./bench.js').Bench, wanted: {page: string|null}) => RoomView} [create] what a room
 *   that is no list of cards puts into its place; ends with its scope
 *
 * @typedef {object} RoomView
 * @property {(page: string|null, options: {focus: boolean}) => void} [turnTo] another page of it, as the address names it
 */

/** @type {Room[]} the first is where a visit begins */
export const ROOMS = [
  { name: 'train', icon: 'M4 19V9m5 10V5m5 14v-7m5 7V3', load: (again = '') => import(`./train/room.js${again}`) },
  { name: 'inside', icon: 'M5 6h.01M5 18h.01M12 4h.01M12 12h.01M12 20h.01M19 12h.01M5 6l7-2m-7 2 7 6M5 18l7-6m-7 6 7 2m0-16 7 8m-7 0h7m-7 8 7-8', load: (again = '') => import(`./inside/room.js${again}`) },
  { name: 'data', icon: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zm0 0v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3', load: (again = '') => import(`./data/room.js${again}`) },
  { name: 'scenes', icon: 'M4 4h16v16H4zM4 12h7v8m4-16v6h5m-9 2h4v-2', load: (again = '') => import(`./scenes/room.js${again}`) },
  { name: 'compare', icon: 'M4 5h6v14H4zM14 5h6v14h-6z', load: (again = '') => import(`./compare/room.js${again}`) },
  { name: 'learn', icon: 'M12 7v13M4 5c3 0 6 .5 8 2 2-1.5 5-2 8-2v13c-3 0-6 .5-8 2-2-1.5-5-2-8-2z', load: (again = '') => import(`./learn/room.js${again}`) },
  { name: 'take', icon: 'M12 3v12m-5-5 5 5 5-5M4 20h16', load: (again = '') => import(`./take/room.js${again}`) },
];

export const ROOM_NAMES = ROOMS.map(({ name }) => name);
