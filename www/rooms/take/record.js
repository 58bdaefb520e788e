// Everything of a run that can be taken along: films, pictures, losses, a link, weights, a script, the run itself.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { csvFile, linkOf, pngFile, runFile, scriptFile, weightsFile } from './files.js';
import { fileSize } from './names.js';
import { save } from './save.js';
import { copyFrom } from '../../kit/copy.js';
import { onEnd } from '../../kit/scope.js';
import { colour } from '../../kit/theme.js';
import { count } from '../../words/sentences.js';
import { cardParts } from './record-card.js';
import { createFilms } from './record-films.js';
import { createLoad } from './record-load.js';

/** The link follows the run this often. */
const LINK_MS = 1000;

/** @type {import('../cards.js').CardDefinition} */
export const RECORD = { name: 'record', title: 'record.title', fits: () => true, create };

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const { pg, timeline } = bench;
  card.append(...cardParts());
  const find = (name) => card.querySelector(`[data-part="${name}"]`);
  const [result, link, chooser] = ['result', 'link', 'file'].map(find);
  const log = bench.log.losses;
  /** The last file of weights of this run, which the script loads. */
  let weights = null;
  let linked = 0;
  let said = () => t('record.hint');

  function say(words) {
    said = words;
    result.textContent = words();
    bench.announce(words());
  }

  /** @param {import('./files.js').File[]} files */
  function saved(...files) {
    for (const { name, blob } of files) save(name, blob);
    say(() => files.map(({ name, blob }) => t('record.saved', { name, size: fileSize(blob.size) })).join(' '));
  }

  function fail(error) {
    // What was cancelled, or asked of an engine that is gone, is known already.
    if (error.name === 'AbortError' || error.code === 'closed') return;
    bench.notice('record', t('record.failed', { why: error.message }), { problem: true });
  }

  /** What a button makes. */
  function on(name, make) {
    const button = find(name);
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        await make();
      } catch (error) {
        fail(error);
      } finally {
        button.disabled = false;
        // A button that was switched off, or is gone, has lost the focus.
        if (document.activeElement === document.body) button.focus({ preventScroll: true });
      }
    });
  }

  const colours = () => ({ paper: rgb('--surface'), ink: rgb('--model') });
  const films = createFilms({ find, bench, on, say, saved, colours });
  createLoad({ chooser, bench, say, fail });

  on('png', async () => {
    const { frame } = timeline;
    if (frame) saved(await pngFile(pg.model, frame, colours()));
    else say(() => t('record.too-short'));
  });
  on('csv', async () => {
    if (log.steps.length === 0) return say(() => t('record.no-losses'));
    saved(await csvFile(pg.model, log));
    const rows = log.steps.length;
    const { every } = log;
    return every > 1 ? say(() => t('record.thinned', { every: count(every), rows: count(rows) })) : undefined;
  });
  on('weights', async () => {
    weights = await weightsFile(pg);
    saved(weights);
  });
  on('script', async () => {
    const missing = weights ? [] : [await weightsFile(pg)];
    weights ??= missing[0];
    saved(...missing, scriptFile(pg.model, weights, bench.state()));
  });
  on('run', async () => saved(await runFile(pg)));
  find('load').addEventListener('click', () => chooser.click());
  on('copy', async () => {
    showLink();
    const key = await copyFrom(link) ? 'record.copied' : 'record.copy-by-hand';
    say(() => t(key));
  });

  function showLink() {
    linked = performance.now();
    link.value = linkOf(bench.state(), pg.step);
  }

  onEnd(films.stop);
  translate(card);
  result.textContent = said();
  onLanguage(() => { result.textContent = said(); });

  return {
    loaded() {
      films.stop();
      weights = null;
      showLink();
    },
    stepped() {
      if (performance.now() > linked + LINK_MS) showLink();
    },
  };
}

/** A colour's red, green and blue. */
const rgb = (name) => colour(name).match(/[\d.]+/g).slice(0, 3).map(Number);
