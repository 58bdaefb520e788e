// Everything of a run that can be taken along: films, pictures, losses, a link, weights, a script, the run itself.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { csvFile, linkOf, pngFile, runFile, scriptFile, weightsFile } from './files.js';
import { fileSize } from './names.js';
import { createOtherWays } from './other-ways.js';
import { save } from './save.js';
import { copyFrom } from '../../kit/copy.js';
import { partsOf } from '../../kit/find.js';
import { onEnd } from '../../kit/scope.js';
import { colour } from '../../kit/theme.js';
import { count, oneAfterAnother } from '../../words/sentences.js';
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
  const find = partsOf(card);
  const result = find('result');
  const [link, chooser] = [find('link', HTMLInputElement), find('file', HTMLInputElement)];
  const log = bench.log.losses;
  /** The last file of weights of this run, which the script loads. @type {import('./files.js').WeightsFile|null} */
  let weights = null;
  let linked = 0;
  let said = () => t('record.hint');

  /** @param {() => string} words */
  function say(words) {
    said = words;
    result.textContent = words();
    bench.announce(words());
  }

  const ways = createOtherWays(find('ways'), { address: () => linkOf(bench.state(), pg.step), say });

  /** @param {import('./files.js').RunFile[]} files @param {() => string} [more] to say of them */
  function saved(files, more) {
    const fates = files.map(({ name, blob }) => save(name, blob));
    say(() => oneAfterAnother([...files.map(({ name, blob }, at) => t(`record.${fates[at]}`, { name, size: fileSize(blob.size) })), ...(more ? [more()] : [])]));
    if (fates.some((fate) => fate !== 'asked')) ways.show(files);
  }

  /** @param {any} error */
  function fail(error) {
    // What was cancelled, or asked of an engine that is gone, is known already.
    if (error?.name === 'AbortError' || error?.code === 'closed') return;
    bench.notice('record', () => t('record.failed', { why: error?.message ?? String(error) }), { problem: true });
  }

  /** What a button makes. @param {string} name @param {() => Promise<void>|void} make */
  function on(name, make) {
    const button = find(name, HTMLButtonElement);
    button.addEventListener('click', async () => {
      ways.clear();
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

  /** Buttons are there with a model only. */
  function model() {
    if (!pg.model) throw new Error(t('record.no-model'));
    return pg.model;
  }
  const colours = () => ({ paper: rgb('--surface'), ink: rgb('--model') });
  const films = createFilms({ find, bench, on, say, saved, colours });
  createLoad({ chooser, bench, say, fail });

  on('png', async () => {
    const { frame } = timeline;
    if (frame) saved([await pngFile(model(), frame, colours())]);
    else say(() => t('record.too-short'));
  });
  on('csv', async () => {
    if (log.steps.length === 0) return say(() => t('record.no-losses'));
    const [every, rows] = [log.every, log.steps.length];
    return saved([await csvFile(model(), log)], every > 1 ? () => t('record.thinned', { every: count(every), rows: count(rows) }) : undefined);
  });
  on('weights', async () => {
    weights = await weightsFile(pg);
    saved([weights]);
  });
  on('script', async () => {
    const missing = weights ? [] : [await weightsFile(pg)];
    const loaded = weights ?? missing[0];
    weights = loaded;
    saved([...missing, scriptFile(model(), loaded, bench.state())]);
  });
  on('run', async () => saved([await runFile(pg)]));
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
      ways.clear();
      weights = null;
      showLink();
    },
    stepped() {
      if (performance.now() > linked + LINK_MS) showLink();
    },
  };
}

/** A colour's red, green and blue. @param {string} name of the custom property */
const rgb = (name) => (colour(name).match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
