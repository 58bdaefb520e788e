// The explorer while it is open: its thread, its canvas, and the images on their way.

import * as Comlink from '../../../vendor/comlink.js';
import { messageOf } from '../../../engine/thrown.js';
import { make, named } from '../../../kit/make.js';
import { innerScope, onEnd } from '../../../kit/scope.js';
import { channelsOf, colour, onThemeChange } from '../../../kit/theme.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { count } from '../../../words/sentences.js';
import { createTasks } from './controls/task.js';
import { createTools } from './controls/tools.js';
import { allImages } from './engine/all-images.js';
import { createSession } from './session.js';
import { createStage } from './stage/stage.js';
import { startThread } from './thread.js';

/** @typedef {import('./thread/worker.js').ExplorerThread} ExplorerThread */
/** @typedef {{chosen: import('./controls/choices.js').Choices, before: import('./edits/edits.js').Edits[]}} Kept what is found again the next time */

/** MNIST's labels. */
const DIGITS = 10;

/** @returns {import('./thread/scene.js').Inks} */
const readInks = () => ({
  labels: Array.from({ length: DIGITS }, (_, digit) => channelsOf(colour(`--digit-${digit}`))),
  low: channelsOf(colour('--train')), high: channelsOf(colour('--model')), muted: channelsOf(colour('--muted')),
});

/**
 * Fills the place; ends with the scope that it is called in.
 * @param {HTMLElement} place
 * @param {import('../../bench.js').Bench} bench
 * @param {Kept} kept changed
 */
export function openExplorer(place, bench, kept) {
  const { pg } = bench;
  /** @type {import('./thread.js').Thread<ExplorerThread>} */
  const thread = startThread(new URL('./thread/worker.js', import.meta.url));
  const { remote } = thread;
  const own = innerScope();
  let ended = false;
  onEnd(() => { ended = true; thread.end(); });

  const stage = createStage({
    onLook: (view) => { remote.look(view); },
    onResize: (size, ratio) => { remote.resize(size, ratio); },
    onPoint: (...at) => point(...at),
    onBrush: async (line, add) => select(await thread.or(remote.within(line)), add),
    onEscape: () => select([]),
  });
  const tools = createTools(stage);
  const tasks = createTasks();
  const state = make('p', { className: 'recipe-state' });
  state.setAttribute('role', 'status');
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });
  const side = make('div', { className: 'explorer-side' });
  const keys = named(make('p', { className: 'fine', id: 'explorer-keys' }), { t: 'explorer.keys' });
  const top = make('div');
  const below = make('div');
  place.replaceChildren(top, make('div', { className: 'explorer-main' }, [make('div', { className: 'explorer-left' }, [make('div', { className: 'explorer-head' }, [state, tools]), stage.host, tasks.element, problem, keys]), side]), below);
  translate(place);
  place.setAttribute('aria-busy', 'true');
  onEnd(() => place.removeAttribute('aria-busy'));

  /** @param {unknown} error */
  function fail(error) {
    if (ended) return;
    problem.textContent = t('explorer.failed', { message: messageOf(error) });
    problem.hidden = false;
  }
  /** Where something goes wrong, it is said; the rest works. @param {() => Promise<unknown>} work */
  const safely = (work) => work().catch(fail);

  /** @type {number[]} */
  let selected = [];
  /** What depends on all images being there. @type {ReturnType<typeof createSession>|null} */
  let parts = null;

  safely(async () => {
    const { size, ratio } = stage.measure();
    state.textContent = t('explorer.loading');
    const canvas = stage.canvas.transferControlToOffscreen();
    const setup = { inks: readInks(), size, ratio, classes: pg.data ? 1 : DIGITS, calm: matchMedia('(prefers-reduced-motion: reduce)').matches };
    // The engine answers while the thread starts.
    const opening = thread.or(remote.open(Comlink.transfer(canvas, [canvas]), setup));
    await allImages(pg, async (part, piece) => {
      await opening;
      if (ended) return;
      const shown = await thread.or(remote.take(part, Comlink.transfer(piece, [piece.images.buffer])));
      if (!shown || ended) return;
      state.textContent = t('explorer.arrived', { here: count(shown.here), all: count(shown.all) });
      stage.show(shown.placed, { atOnce: true, stay: true });
    });
    if (ended) return;
    const facts = await thread.or(remote.facts());
    if (ended) return;
    // What it makes (effects, listeners) ends with the explorer, though it comes later.
    parts = own.run(() => createSession({ bench, kept, facts, thread, stage, tasks, state, problem, places: { whole: place, top, side, below }, safely, fail, selection: { get all() { return selected; }, select } }));
  });

  /** @param {number[]} which @param {boolean} [add] to those that are selected */
  function select(which, add = false) {
    if (!parts) return;
    selected = add ? [...new Set([...selected, ...which])].sort((a, b) => a - b) : which;
    remote.select(selected);
    safely(parts.tell);
  }

  let looking = false;
  /** @type {Parameters<typeof point>|null} */
  let next = null;
  /** @param {number} x @param {number} y @param {number} reach @param {boolean} chosenNow */
  async function point(x, y, reach, chosenNow) {
    if (!parts) return;
    // A mouse that moves asks for many, and wants the last.
    if (looking && !chosenNow) {
      next = [x, y, reach, chosenNow];
      return;
    }
    looking = true;
    await safely(async () => {
      const index = await thread.or(remote.pick(x, y, reach));
      if (index < 0 || !parts) {
        if (chosenNow) stage.mark(null);
        return;
      }
      const { about, words } = await parts.show(index);
      stage.mark(about);
      if (chosenNow) bench.announce(words);
    });
    looking = false;
    const wanted = next;
    next = null;
    if (wanted) point(...wanted);
  }

  onLanguage(() => parts?.say());
  onThemeChange(() => { if (parts) remote.setInks(readInks()); });
}
