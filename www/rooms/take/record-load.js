// A run from a file. A file that cannot be used leaves the run as it is, and says why.

import { t } from '../../words/i18n.js';
import { readHeader } from './safetensors.js';
import { count } from '../../words/sentences.js';

/** Larger files are no runs of ours; reading one would fill the memory. */
const MAX_FILE = 512e6;

/**
 * @param {object} parts
 * @param {HTMLInputElement} parts.chooser
 * @param {import('../bench.js').Bench} parts.bench
 * @param {(words: () => string) => void} parts.say
 * @param {(error: unknown) => void} parts.fail
 */
export function createLoad({ chooser, bench, say, fail }) {
  chooser.addEventListener('change', () => {
    const file = chooser.files?.[0];
    if (file) load(file).catch(fail);
    // The same file may be chosen again.
    chooser.value = '';
  });

  /** @param {File} file */
  async function load(file) {
    const refuse = (/** @type {string} */ key) => bench.notice('record', () => t(key, { name: file.name }), { problem: true });
    if (file.size > MAX_FILE) return refuse('record.too-large');
    // It may have been moved, or be on a drive that is gone.
    const bytes = await file.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null);
    if (!bytes) return refuse('record.unreadable');
    const header = readHeader(bytes);
    if (!header) return refuse('record.no-safetensors');
    const { run } = header;
    if (!run) return refuse('record.foreign');
    if (!await bench.restore(bytes)) return undefined;
    const whole = header.tensors.some(({ name }) => name.startsWith('optimizer.'));
    return say(() => t(whole ? 'record.loaded' : 'record.loaded-weights', { name: file.name, step: count(run.step) }));
  }
}
