// Files of images: chosen, or dropped on the card; what becomes of them is shown before they join the set.

import { PIXELS } from '../../../maths/digit.js';
import * as Comlink from '../../../vendor/comlink.js';
import { createDigits } from '../../../kit/digits.js';
import { asImage, make, named } from '../../../kit/make.js';
import { innerScope, onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';
import { count } from '../../../words/sentences.js';

const COLUMNS = matchMedia('(max-width: 639px)').matches ? 8 : 12;
const MOST_ROWS = 3;
/** Columns and rows of a sheet. */
const MOST_PLACES = 40;

/** @typedef {import('../../../image-files/read.js').Set} Set */
/** @typedef {import('../../../image-files/worker.js').DataWorker} DataWorker */

/** What each label is called, in words. @param {string[]} names */
export const namesOf = (names) => names.map((name, label) => `${label} = ${name}`).join(', ');

/**
 * @param {HTMLElement} target what lights up while a file is over it
 * @param {{onOpen: () => void, onSet: (set: Set, anew: boolean) => void}} events onOpen: there are files to look at; anew: in place of what there was
 */
export function createFiles(target, { onOpen, onSet }) {
  const input = make('input', { type: 'file', multiple: true, hidden: true, id: 'own-files' });
  const folder = make('input', { type: 'file', webkitdirectory: true, hidden: true, id: 'own-folder' });
  const choose = named(make('button', { type: 'button' }), { t: 'own.choose' });
  const chooseFolder = named(make('button', { type: 'button' }), { t: 'own.choose-folder' });
  const state = make('p', { className: 'recipe-state', role: 'status' });
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });

  const fit = make('select', { id: 'own-fit' }, ['whole', 'mark'].map((value) => named(make('option', { value }), { t: `own.fit-${value}` })));
  const places = ['columns', 'rows'].map((name) => make('input', { id: `own-${name}`, type: 'number', min: '1', max: String(MOST_PLACES), value: '1', inputMode: 'numeric' }));
  const [columns, rows] = places;
  const field = (/** @type {string} */ key, /** @type {HTMLInputElement|HTMLSelectElement} */ of) => make('div', { className: 'own-row' }, [named(make('label', { htmlFor: of.id }), { t: key }), of]);
  const sheet = make('div', { className: 'own-row' }, [field('own.columns', columns), field('own.rows', rows)]);
  const how = make('div', { className: 'own-how' }, [field('own.fit', fit), sheet]);
  const canvas = make('canvas', { className: 'digits real' });
  const summary = make('p', { className: 'own-summary' });
  const take = named(make('button', { type: 'button', className: 'primary' }), { t: 'own.take' });
  const anew = named(make('button', { type: 'button' }), { t: 'own.take-anew' });
  const cancel = named(make('button', { type: 'button' }), { t: 'own.cancel' });
  const preview = make('div', { className: 'own-preview', hidden: true }, [
    named(make('h4'), { t: 'own.preview' }), how, canvas, summary, make('div', { className: 'recipe-actions' }, [take, anew, cancel]),
  ]);
  const element = make('div', { className: 'own-files' }, [
    named(make('h3'), { t: 'own.files' }), named(make('p', { className: 'fine' }), { t: 'own.files-about' }),
    make('div', { className: 'recipe-actions' }, [choose, chooseFolder, input, folder]), state, problem, preview,
  ]);

  const own = innerScope();
  /** @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  /** @type {{thread: Worker, remote: Comlink.Remote<DataWorker>}|null} */
  let reader = null;
  /** Only the newest files count. */
  let asked = 0;
  /** @type {{set: Set, unread: string[], leftOut: number}|null} */
  let found = null;
  let pictures = 0;
  /** What is said, so that it can be said in another language. @type {{state: () => string, problem: (() => string)|null}} */
  let said = { state: () => '', problem: null };

  function close() {
    asked += 1;
    reader?.thread.terminate();
    reader = null;
    found = null;
    preview.hidden = true;
  }
  onEnd(close);

  function say() {
    state.textContent = said.state();
    problem.hidden = said.problem === null;
    problem.textContent = said.problem?.() ?? '';
    if (!found) return;
    const { set, unread, leftOut } = found;
    const all = set.images.length / PIXELS;
    const kinds = set.labels ? new Set(set.labels).size : 0;
    summary.textContent = [
      t(kinds > 0 ? 'own.found-labelled' : 'own.found', { count: count(all), kinds: count(kinds) }),
      ...(set.names && kinds > 0 ? [t('own.names', { names: namesOf(set.names) })] : []),
      ...(unread.length > 0 ? [t('own.unread', { count: count(unread.length), name: unread[0] })] : []),
      ...(leftOut > 0 ? [t('own.left-out', { count: count(leftOut) })] : []),
    ].join(' ');
    asImage(canvas, t('own.preview-told', { count: count(all) }));
  }

  /** @param {{problem: string, facts: Record<string, string|number>}} refused */
  function refuse({ problem: key, facts }) {
    const named = () => Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, typeof value === 'number' ? count(value) : value]));
    said = { state: () => '', problem: () => t(`own.no-${key}`, named()) };
    close();
    say();
  }

  /** @param {File[]} files */
  async function open(files) {
    close();
    if (files.length === 0) return;
    onOpen();
    const mine = asked;
    said = { state: () => t('own.reading'), problem: null };
    say();
    try {
      const thread = new Worker(new URL('../../../image-files/worker.js', import.meta.url), { type: 'module' });
      reader = { thread, remote: Comlink.wrap(thread) };
      /** @type {Promise<never>} A script that does not arrive, or memory that does not suffice, would leave the page waiting. */
      const failed = new Promise((_, reject) => { thread.addEventListener('error', () => reject(new Error('The thread has stopped.'))); });
      failed.catch(() => {});
      const opened = await Promise.race([reader.remote.open(files), failed]);
      if (mine !== asked) return;
      if ('problem' in opened) {
        refuse(opened);
        return;
      }
      ({ pictures } = opened);
      fit.value = opened.how.fit;
      columns.value = String(opened.how.columns);
      rows.value = String(opened.how.rows);
      how.hidden = pictures === 0;
      sheet.hidden = pictures !== 1;
      await Promise.race([convert(), failed]);
    } catch {
      if (mine === asked) refuse({ problem: 'reader', facts: {} });
    }
  }

  let turn = 0;
  async function convert() {
    if (!reader) return;
    const [mine, now] = [asked, ++turn];
    const [across, down] = places.map(({ value }) => Math.max(1, Math.min(MOST_PLACES, Math.round(Number(value)) || 1)));
    said = { state: () => t('own.converting'), problem: null };
    say();
    const wanted = { fit: /** @type {import('../../../image-files/convert.js').Fit} */ (fit.value), columns: across, rows: down };
    const answer = await reader.remote.convert(wanted, Comlink.proxy((done, all) => {
      if (mine !== asked || now !== turn) return;
      said = { state: () => t('own.converted', { done: count(done), all: count(all) }), problem: null };
      say();
    }));
    if (mine !== asked || now !== turn) return;
    if ('problem' in answer) {
      refuse(answer);
      return;
    }
    found = answer;
    said = { state: () => '', problem: null };
    preview.hidden = false;
    const shown = Math.min(found.set.images.length / PIXELS, COLUMNS * MOST_ROWS);
    const layout = { columns: COLUMNS, rows: Math.ceil(shown / COLUMNS) };
    own.run(() => { digits ??= createDigits(canvas, layout); });
    digits?.show(Float32Array.from(found.set.images.subarray(0, shown * PIXELS), (value) => value / 255), layout);
    say();
  }

  /** @param {boolean} inPlace */
  function done(inPlace) {
    if (!found) return;
    const { set } = found;
    close();
    choose.focus({ preventScroll: true });
    onSet(set, inPlace);
  }

  const again = () => { convert().catch(() => refuse({ problem: 'reader', facts: {} })); };
  for (const control of [fit, ...places]) control.addEventListener('change', again);
  take.addEventListener('click', () => done(false));
  anew.addEventListener('click', () => done(true));
  cancel.addEventListener('click', () => { close(); choose.focus(); });
  choose.addEventListener('click', () => input.click());
  chooseFolder.addEventListener('click', () => folder.click());
  for (const chosen of [input, folder]) {
    chosen.addEventListener('change', () => {
      open([...chosen.files ?? []]);
      // The same file may be chosen again.
      chosen.value = '';
    });
  }
  const light = (/** @type {boolean} */ on) => target.toggleAttribute('data-drop', on);
  const carriesFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
  // The page itself takes a picture that is dropped elsewhere for the drawing of the training room.
  for (const type of /** @type {const} */ (['dragover', 'drop'])) {
    target.addEventListener(type, (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      event.stopPropagation();
      light(type === 'dragover');
      if (type === 'drop') open([...event.dataTransfer?.files ?? []]);
    });
  }
  target.addEventListener('dragleave', (event) => { if (!target.contains(/** @type {Node|null} */ (event.relatedTarget))) light(false); });

  return { element, open, say };
}
