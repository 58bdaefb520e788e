// Pictures for the pad: chosen, dropped anywhere on the page, or pasted. The visitor sees what the model will see before it is taken.

import { MAX_BYTES, MAX_PIXELS } from '../../maths/picture/file.js';
import { make, named } from '../../kit/make.js';
import { innerScope } from '../../kit/scope.js';
import { intoText } from '../../kit/typing.js';
import { t, translate } from '../../words/i18n.js';

/**
 * @param {HTMLElement} buttons where the button to choose a file goes
 * @param {HTMLElement} target  what lights up while a file is over the page
 * @param {{onSheet: (sheet: Float32Array) => void, onProblem: (words: (() => string)|null) => void}} events words: in the page's language; null: the last problem is over
 */
export function createImageDrop(buttons, target, { onSheet, onProblem }) {
  const input = make('input', { type: 'file', accept: 'image/png,image/jpeg,image/webp,image/gif', hidden: true, id: 'pad-file' });
  const button = named(make('button', { type: 'button', id: 'pad-picture' }), { t: 'picture.use', tTitle: 'picture.use-hint' });
  button.addEventListener('click', () => input.click());
  buttons.append(button, input);
  translate(buttons);

  /** @type {ReturnType<typeof import('./drawing/picture-dialog.js').createPictureDialog>|null} */
  let dialog = null;
  const own = innerScope();
  /** Only the newest picture counts: an older one may take longer to decode. */
  let asked = 0;

  /** @param {File|undefined} file */
  async function take(file) {
    const mine = ++asked;
    const say = (/** @type {string} */ problem) => {
      if (mine === asked) onProblem(() => t(`picture.no-${problem}`, { megabytes: MAX_BYTES / 1e6, megapixels: MAX_PIXELS / 1e6 }));
    };
    if (!file) return say('kind');
    target.setAttribute('aria-busy', 'true');
    /** @type {Awaited<ReturnType<typeof import('./drawing/open-picture.js').openPicture>>|null} */
    let picture = null;
    try {
      // Most visits use no picture.
      const [{ openPicture }, { createPictureDialog }] = await Promise.all([import('./drawing/open-picture.js'), import('./drawing/picture-dialog.js')]);
      picture = await openPicture(file);
      if (mine !== asked) return undefined;
      target.removeAttribute('aria-busy');
      if ('problem' in picture) return say(picture.problem);
      onProblem(null);
      dialog ??= own.run(createPictureDialog);
      const sheet = await dialog.choose(picture);
      if (sheet) onSheet(sheet);
    } catch {
      say('reader');
    } finally {
      if (mine === asked) target.removeAttribute('aria-busy');
      picture?.close();
    }
    return undefined;
  }

  input.addEventListener('change', () => {
    if (input.files?.length) take(input.files[0]);
    // The same file may be chosen again.
    input.value = '';
  });
  const carriesFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
  const light = (/** @type {boolean} */ on) => target.toggleAttribute('data-drop', on);
  // Everywhere: a browser shows a file that is dropped beside the pad instead of the page, and the run would be gone.
  window.addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    light(true);
  });
  window.addEventListener('dragleave', (event) => { if (!event.relatedTarget) light(false); });
  window.addEventListener('drop', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    light(false);
    take(event.dataTransfer?.files[0]);
  });
  document.addEventListener('paste', (event) => {
    const file = event.clipboardData?.files[0];
    if (!file || intoText(event)) return;
    event.preventDefault();
    take(file);
  });
}
