// Everything of a run that can be taken along: films, pictures, losses, a link, weights, a script, the run itself.

import { onLanguage, t, translate } from '../i18n.js';
import { csvFile, linkOf, pngFile, runFile, scriptFile, weightsFile } from '../record/files.js';
import { filmOfHistory, filmOfWalk } from '../record/film.js';
import { encodeGif } from '../record/gif.js';
import { LossLog } from '../record/losses.js';
import { fileSize, runName } from '../record/names.js';
import { readHeader } from '../record/safetensors.js';
import { save } from '../record/save.js';
import { recordWebm, webmType } from '../record/webm.js';
import { colour } from '../ui/theme.js';
import { count } from '../words.js';
import { card as html } from './record-card.js';

/** Larger files are no runs of ours; reading one would fill the memory. */
const MAX_FILE = 512e6;
const LINK_MS = 1000;

/** @type {import('./host.js').ViewDefinition} */
export const RECORD = { name: 'record', title: 'record.title', fits: () => true, create };

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const { pg, timeline } = bench;
  card.append(...html());
  const find = (name) => card.querySelector(`[data-part="${name}"]`);
  const [progress, cancel, result, link, chooser] = ['progress', 'cancel', 'result', 'link', 'file'].map(find);
  const films = [...card.querySelectorAll('[data-film]')];
  const log = new LossLog();
  const canRecord = webmType() !== undefined;
  /** The last file of weights of this run, which the script loads. */
  let weights = null;
  /** @type {AbortController|null} of the film under way */
  let filming = null;
  let linked = 0;
  let said = () => t('record.hint');

  function say(words, { aloud = true } = {}) {
    said = words;
    result.textContent = words();
    if (aloud) bench.announce(words());
  }

  const saved = (...files) => {
    for (const { name, blob } of files) save(name, blob);
    say(() => files.map(({ name, blob }) => t('record.saved', { name, size: fileSize(blob.size) })).join(' '));
  };

  /** A button that makes something; what goes wrong is told. */
  function on(name, make) {
    const button = find(name);
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        await make();
      } catch (error) {
        if (error.name !== 'AbortError' && error.code !== 'closed') bench.notice('record', t('record.failed', { why: error.message }), { problem: true });
      } finally {
        button.disabled = false;
        // A button that was switched off, or gone, has lost the focus.
        if (document.activeElement === document.body) button.focus({ preventScroll: true });
      }
    });
  }

  const colours = () => ({ paper: rgb('--surface'), ink: rgb('--model') });

  function setFilming(controller) {
    filming = controller;
    progress.hidden = cancel.hidden = !controller;
    progress.value = 0;
    for (const button of films) button.disabled = Boolean(controller) || (button.dataset.film === 'webm' && !canRecord);
  }

  /** @param {'gif'|'webm'} format @param {string} suffix of the file @param {(options: any) => Promise<any>|any} shoot */
  async function film(format, suffix, shoot) {
    const name = `${runName(pg.model, pg.step)}${suffix}.${format}`;
    const controller = new AbortController();
    const { signal } = controller;
    const part = (from, to) => ({ signal, onProgress: (share) => { progress.value = from + (to - from) * share; } });
    setFilming(controller);
    cancel.focus({ preventScroll: true });
    say(() => t(format === 'gif' ? 'record.making-gif' : 'record.making-webm'));
    try {
      const pictures = await shoot(part(0, 0.3));
      if (!pictures) {
        say(() => t('record.too-short'));
        return;
      }
      const make = format === 'gif' ? encodeGif : recordWebm;
      saved({ name, blob: await make(pictures, colours(), part(0.3, 1)) });
    } catch (error) {
      say(() => t(signal.aborted ? 'record.cancelled' : 'record.hint'));
      throw error;
    } finally {
      setFilming(null);
    }
  }

  for (const format of ['gif', 'webm']) {
    on(`history-${format}`, () => film(format, '', () => filmOfHistory(timeline.history)));
    on(`walk-${format}`, () => film(format, '-walk', (options) => filmOfWalk(pg, { ...options, seed: Math.floor(Math.random() * 2 ** 32) })));
  }
  cancel.addEventListener('click', () => filming?.abort());

  on('png', async () => {
    const { frame } = timeline;
    if (frame) saved(await pngFile(pg.model, frame, colours()));
    else say(() => t('record.too-short'));
  });
  on('csv', async () => {
    if (log.steps.length === 0) return say(() => t('record.no-losses'));
    saved(await csvFile(pg.model, log));
    const { every } = log;
    if (every > 1) say(() => t('record.thinned', { every: count(every), rows: count(log.steps.length) }));
  });
  on('weights', async () => {
    weights = await weightsFile(pg);
    saved(weights);
  });
  on('script', async () => {
    const files = [];
    if (!weights) {
      weights = await weightsFile(pg);
      files.push(weights);
    }
    saved(...files, scriptFile(pg.model, weights, bench.state()));
  });
  on('run', async () => saved(await runFile(pg)));

  find('load').addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', async () => {
    const [file] = chooser.files;
    // The same file may be chosen again.
    chooser.value = '';
    if (file) await load(file).catch((error) => bench.notice('record', t('record.failed', { why: error.message }), { problem: true }));
  });

  async function load(file) {
    const refuse = (key) => bench.notice('record', t(key, { name: file.name }), { problem: true });
    if (file.size > MAX_FILE) return refuse('record.too-large');
    const bytes = new Uint8Array(await file.arrayBuffer());
    const header = readHeader(bytes);
    if (!header) return refuse('record.no-safetensors');
    if (!header.run) return refuse('record.foreign');
    if (!await bench.restore(bytes)) return;
    const whole = header.tensors.some(({ name }) => name.startsWith('optimizer.'));
    say(() => t(whole ? 'record.loaded' : 'record.loaded-weights', { name: file.name, step: count(header.run.step) }));
  }

  find('copy').addEventListener('click', async () => {
    link.value = linkOf(bench.state(), pg.step);
    try {
      await navigator.clipboard.writeText(link.value);
      say(() => t('record.copied'));
    } catch {
      link.select();
      say(() => t('record.copy-by-hand'));
    }
  });

  const showLink = () => { link.value = linkOf(bench.state(), pg.step); };

  setFilming(null);
  find('no-webm').hidden = canRecord;
  onLanguage(() => { result.textContent = said(); });
  translate(card);
  say(() => t('record.hint'), { aloud: false });

  return {
    loaded(model) {
      filming?.abort();
      weights = null;
      log.start(model.losses);
      showLink();
    },
    stepped({ history }) {
      for (const { step, losses } of history) log.add(step, losses);
      if (performance.now() - linked < LINK_MS) return;
      linked = performance.now();
      showLink();
    },
    recovered: (step) => log.truncate(step),
  };
}

/** A colour's red, green and blue. */
const rgb = (name) => colour(name).match(/[\d.]+/g).slice(0, 3).map(Number);
