// Pictures for the pad: chosen, dropped anywhere on the page, or pasted.

import { onLanguage, t } from '../../words/i18n.js';
import { fitted, inkOfPixels, MAX_BYTES, MAX_PIXELS, refusal, sizeOfImage } from '../../maths/image-input.js';
import { make } from '../../kit/make.js';

/** Side of the sheet; the header of a file is within the first bytes of it. */
const SHEET = 280;
const HEADER = 1 << 20;
const TEXT_FIELDS = 'input, textarea, select, [contenteditable]';

/**
 * @param {Blob} file
 * @returns {Promise<{sheet: Float32Array} | {problem: string}>} problem: a key of languages/
 */
export async function sheetOf(file) {
  const size = sizeOfImage(await file.slice(0, HEADER).arrayBuffer());
  const refused = refusal(size, file.size);
  if (refused) return { problem: refused };
  let bitmap = null;
  try {
    // One side only, so that a photograph that its camera has turned keeps its shape.
    const side = size.width >= size.height ? 'resizeWidth' : 'resizeHeight';
    bitmap = await createImageBitmap(file, { [side]: Math.min(2 * SHEET, Math.max(size.width, size.height)), resizeQuality: 'high' });
  } catch {
    return { problem: 'broken' };
  }
  const place = fitted(bitmap, SHEET);
  const canvas = new OffscreenCanvas(place.width, place.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, place.width, place.height);
  bitmap.close();
  const ink = inkOfPixels(context.getImageData(0, 0, place.width, place.height).data, place.width, place.height);
  if (!ink) return { problem: 'empty' };
  const sheet = new Float32Array(SHEET * SHEET);
  for (let y = 0; y < place.height; y++) sheet.set(ink.subarray(y * place.width, (y + 1) * place.width), (place.y + y) * SHEET + place.x);
  return { sheet };
}

/**
 * @param {HTMLElement} buttons where the button to choose a file goes
 * @param {HTMLElement} target  what lights up while a file is over the page
 * @param {{onSheet: (sheet: Float32Array) => void, onProblem: (text: string|null) => void}} events null: the last problem is over
 */
export function createImageDrop(buttons, target, { onSheet, onProblem }) {
  const input = make('input', { type: 'file', accept: 'image/png,image/jpeg,image/webp,image/gif', hidden: true, id: 'pad-file' });
  const button = make('button', { type: 'button', id: 'pad-picture' });
  button.addEventListener('click', () => input.click());
  buttons.append(button, input);
  const name = () => {
    button.textContent = t('share.picture');
    button.title = t('share.pictureHint');
  };
  onLanguage(name);
  name();

  /** Only the newest picture counts: an older one may take longer to decode. */
  let asked = 0;
  async function take(file) {
    const mine = ++asked;
    const { sheet, problem } = file ? await sheetOf(file).catch(() => ({ problem: 'broken' })) : { problem: 'kind' };
    if (mine !== asked) return;
    onProblem(problem ? t(`share.picture-${problem}`, { megabytes: MAX_BYTES / 1e6, megapixels: MAX_PIXELS / 1e6 }) : null);
    if (sheet) onSheet(sheet);
  }

  input.addEventListener('change', () => {
    if (input.files.length > 0) take(input.files[0]);
    // The same file may be chosen again.
    input.value = '';
  });
  const carriesFile = (event) => event.dataTransfer?.types.includes('Files');
  const light = (on) => target.toggleAttribute('data-drop', on);
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
    take(event.dataTransfer.files[0]);
  });
  document.addEventListener('paste', (event) => {
    const file = [...(event.clipboardData?.files ?? [])][0];
    if (!file || event.target.closest?.(TEXT_FIELDS)) return;
    event.preventDefault();
    take(file);
  });
}
