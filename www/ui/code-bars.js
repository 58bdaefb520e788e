// A code as bars around zero: up is positive, down is negative.

/** Codes of trained models lie mostly in -3..3. */
const REACH = 3;

/** @param {HTMLElement} root */
export function createCodeBars(root) {
  return {
    /** @param {Float32Array|number[]} code */
    show(code) {
      while (root.children.length > code.length) root.lastChild.remove();
      while (root.children.length < code.length) root.append(document.createElement('span'));
      code.forEach((value, index) => {
        const height = Math.max(-1, Math.min(1, value / REACH));
        root.children[index].style.setProperty('--value', height.toFixed(3));
      });
      const used = code.filter((value) => Math.abs(value) > 0.25).length;
      root.setAttribute('aria-label', `The code of your drawing: ${code.length} numbers, ${used} of them clearly away from zero`);
    },
  };
}
