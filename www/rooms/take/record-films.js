// The films of the record card: made while the page goes on, one at a time, with a way to stop.

import { t } from '../../words/i18n.js';
import { filmOfHistory, filmOfWalk } from './film/film.js';
import { encodeGif } from './film/gif.js';
import { runName } from './names.js';
import { recordWebm, webmType } from './film/webm.js';

/** @typedef {import('./film/film.js').Film} Film */
/** @typedef {{signal: AbortSignal, onProgress: (share: number) => void}} FilmOptions */

/** The share of the progress bar that belongs to the pictures; the rest is for the file. */
const SHOT = 0.3;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('../../kit/find.js').partsOf>} parts.find
 * @param {import('../bench.js').Bench} parts.bench
 * @param {(name: string, make: () => Promise<void>|void) => void} parts.on  what a button does
 * @param {(words: () => string) => void} parts.say
 * @param {(files: import('./files.js').RunFile[]) => void} parts.saved
 * @param {() => {paper: number[], ink: number[]}} parts.colours
 * @returns {{stop: () => void}}
 */
export function createFilms({ find, bench, on, say, saved, colours }) {
  const { pg, timeline } = bench;
  const progress = find('progress', HTMLProgressElement);
  const cancel = find('cancel', HTMLButtonElement);
  const canRecord = webmType() !== undefined;
  /** @type {AbortController|null} of the film under way */
  let filming = null;

  /** @param {AbortController|null} controller */
  function setFilming(controller) {
    filming = controller;
    progress.hidden = cancel.hidden = !controller;
    progress.value = 0;
    for (const kind of ['history', 'walk']) {
      find(`${kind}-gif`, HTMLButtonElement).disabled = Boolean(controller);
      find(`${kind}-webm`, HTMLButtonElement).disabled = Boolean(controller) || !canRecord;
    }
  }

  /**
   * @param {'gif'|'webm'} format
   * @param {string} suffix of the file
   * @param {(options: FilmOptions) => Promise<Film|null>|Film|null} shoot null: there is nothing to see yet
   */
  async function make(format, suffix, shoot) {
    if (!pg.model) return;
    const name = `${runName(pg.model, pg.step)}${suffix}.${format}`;
    const controller = new AbortController();
    const { signal } = controller;
    const part = (/** @type {number} */ from, /** @type {number} */ to) => ({ signal, onProgress: (/** @type {number} */ share) => { progress.value = from + (to - from) * share; } });
    setFilming(controller);
    cancel.focus({ preventScroll: true });
    say(() => t(`record.making-${format}`));
    try {
      const film = await shoot(part(0, SHOT));
      if (!film) {
        say(() => t('record.too-short'));
        return;
      }
      const write = format === 'gif' ? encodeGif : recordWebm;
      saved([{ name, blob: await write(film, colours(), part(SHOT, 1)) }]);
    } catch (error) {
      say(() => t(signal.aborted ? 'record.cancelled' : 'record.hint'));
      throw error;
    } finally {
      setFilming(null);
    }
  }

  for (const format of /** @type {const} */ (['gif', 'webm'])) {
    on(`history-${format}`, () => make(format, '', () => filmOfHistory(timeline.history)));
    on(`walk-${format}`, () => make(format, '-walk', (options) => filmOfWalk(pg, { ...options, seed: Math.floor(Math.random() * 2 ** 32) })));
  }
  const stop = () => filming?.abort();
  cancel.addEventListener('click', stop);
  find('no-webm').hidden = canRecord;
  setFilming(null);
  return { stop };
}
