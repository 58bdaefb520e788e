// Which scenes a model plays.

import { SCENES } from '../../engine/schema.js';

/** @typedef {import('../../engine/schema.d.ts').Scene} Scene */

/** @param {string} name @returns {Scene} */
export function sceneOf(name) {
  const scene = SCENES.find((one) => one.name === name);
  if (!scene) throw new Error(`There is no scene “${name}”.`);
  return scene;
}

/** Whether models with these capabilities play it. @param {Scene} scene @param {import('../../engine/schema.d.ts').Capability[]} capabilities */
export function plays({ needs, refuses }, capabilities) {
  return needs.some((one) => capabilities.includes(one)) && !refuses.some((one) => capabilities.includes(one));
}
