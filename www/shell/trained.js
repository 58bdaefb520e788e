// Offers trained weights where there are some for the chosen preset.

/** Which network belongs to which preset. */
const NETWORKS = { vae: 'vae', 'gan-relu': 'gan' };

/**
 * @param {(id: string) => HTMLElement} find
 * @param {{onTrained: (name: 'vae'|'gan') => void}} actions
 */
export function createTrained(find, { onTrained }) {
  const button = find('start-trained');
  let name;
  button.addEventListener('click', () => onTrained(name));
  return {
    /** @param {string} preset */
    show(preset) {
      name = NETWORKS[preset];
      button.hidden = name === undefined;
    },
  };
}
