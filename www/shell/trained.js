// Offers trained weights where there are some for the chosen preset.

/** Which network belongs to which preset. @type {Record<string, 'vae'|'gan'|undefined>} */
const NETWORKS = { vae: 'vae', 'fast-gan': 'gan' };

/**
 * @param {import('../kit/find.js').ById} find
 * @param {{onTrained: (name: 'vae'|'gan') => void}} actions
 */
export function createTrained(find, { onTrained }) {
  const button = find('start-trained');
  /** @type {'vae'|'gan'|undefined} */
  let name;
  button.addEventListener('click', () => { if (name) onTrained(name); });
  return {
    /** @param {string} preset */
    show(preset) {
      name = NETWORKS[preset];
      button.hidden = name === undefined;
    },
  };
}
