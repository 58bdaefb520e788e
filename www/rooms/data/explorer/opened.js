// The explorer while it is open: its thread, its canvas, and what its controls do.

import * as Comlink from '../../../vendor/comlink.js';
import { messageOf } from '../../../engine/thrown.js';
import { make, named } from '../../../kit/make.js';
import { effect, onEnd } from '../../../kit/scope.js';
import { channelsOf, colour, onThemeChange } from '../../../kit/theme.js';
import { onLanguage, t, textOr, translate } from '../../../words/i18n.js';
import { count } from '../../../words/sentences.js';
import { draftOf } from '../draft.js';
import { keepRecipe } from '../kept-recipes.js';
import { createChoices } from './controls/choices.js';
import { canEdit, createEdits } from './edits/draft-edits.js';
import { findWorth } from './worth/find-worth.js';
import { decimalsFor } from './controls/in-digits.js';
import { createLook } from './controls/look.js';
import { createMaps } from './maps/maps.js';
import { canShow, ownImages } from './engine/own-images.js';
import { asker, engineScores } from './engine/scores.js';
import { createSelection } from './controls/selection.js';
import { createStage } from './stage/stage.js';
import { createTasks } from './controls/task.js';
import { startThread } from './thread.js';
import { createTools } from './controls/tools.js';
import { createWorth } from './worth/worth.js';

/** @typedef {import('./thread/worker.js').ExplorerThread} ExplorerThread */
/** @typedef {{chosen: import('./controls/choices.js').Choices, before: import('./edits/edits.js').Edits[]}} Kept what is found again the next time */

/** @returns {import('./thread/scene.js').Inks} */
const readInks = () => ({
  labels: Array.from({ length: 10 }, (_, digit) => channelsOf(colour(`--digit-${digit}`))),
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
  const { chosen } = kept;
  /** @type {import('./thread.js').Thread<ExplorerThread>} */
  const thread = startThread(new URL('./thread/worker.js', import.meta.url));
  const { remote } = thread;
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
  /** What depends on all images being there. @type {ReturnType<typeof ready>|null} */
  let parts = null;

  safely(async () => {
    if (pg.data && !canShow(pg.data)) throw new Error(t('explorer.too-many'));
    const { size, ratio } = stage.measure();
    const own = pg.data ? await ownImages(pg, pg.data) : null;
    if (ended) return;
    state.textContent = t('explorer.loading');
    const canvas = stage.canvas.transferControlToOffscreen();
    const setup = { inks: readInks(), size, ratio, own, base: new URL('../../../data/', import.meta.url).href, calm: matchMedia('(prefers-reduced-motion: reduce)').matches };
    const facts = await thread.or(remote.open(Comlink.transfer(canvas, [canvas]), setup, Comlink.proxy((here, all, placed) => {
      state.textContent = t('explorer.arrived', { here: count(here), all: count(all) });
      stage.show(placed, true);
    })));
    if (!ended) parts = ready(facts);
  });

  /** @param {import('./thread/worker.js').Facts} facts */
  function ready(facts) {
    const { train, labels } = facts;
    const classes = 1 + labels.reduce((most, label) => Math.max(most, label), 0);
    const ask = asker(pg);
    const edits = createEdits(draftOf(bench).recipe, kept);
    const maps = createMaps({ thread, pg, facts });
    /** @type {Map<string, import('./engine/scores.js').Scores>} */
    const scores = new Map();
    let shown = facts.count;
    let placedBy = 'label';
    let range = /** @type {{low: number, high: number, count: number}|null} */ (null);

    /** @param {string} name @param {(done: number) => void} onProgress */
    async function scoresOf(name, onProgress) {
      const known = scores.get(name);
      if (known || !ask) return /** @type {import('./engine/scores.js').Scores} */ (known);
      const fresh = await engineScores(ask, name, facts, onProgress);
      scores.set(name, fresh);
      return fresh;
    }

    const choices = createChoices(chosen, { classes, engine: ask !== null, onChange: (what) => safely(() => changed(what)) });
    const look = createLook(facts);
    const selection = createSelection({
      classes, canEdit: canEdit(),
      on: {
        drop: () => edits.drop(trainOf(selected)), relabel: (label) => edits.relabel(trainOf(selected), () => label, (at) => labels[at]), undo: () => edits.undo(),
        keep() {
          keepRecipe(draftOf(bench).recipe.value);
          bench.notice('explorer', () => t('explorer.kept'), { actions: [{ get label() { return t('explorer.to-recipe'); }, run: () => document.getElementById('recipe')?.scrollIntoView() }] });
        },
        clear: () => select([]), inSight: () => safely(async () => select(await thread.or(remote.within(stage.area())))),
      },
    });
    const worth = createWorth({
      facts, engine: ask !== null, canEdit: canEdit(), edits: () => edits.now, images: (which) => thread.or(remote.images(which)),
      find: (onProgress) => findWorth({ thread, labels, train, scores: ask && scoresOf }, onProgress),
      on: { fly: (index) => safely(() => fly(index)), drop: (index) => edits.drop([index]), relabel: (index, label) => edits.relabel([index], () => label, (at) => labels[at]) },
    });
    top.replaceWith(choices.element);
    side.append(look.element, selection.element);
    below.replaceWith(worth.element);

    /** @param {number[]} which */
    const trainOf = (which) => which.filter((at) => at < train);

    /** @param {keyof import('./controls/choices.js').Choices} what */
    async function changed(what) {
      problem.hidden = true;
      if (what === 'score') await applyScore();
      else if (what === 'colour') await thread.or(remote.colourBy(chosen.colour));
      else if (what !== 'place') await applyFilter();
      if (what === 'place' || (what === 'score' && chosen.place === 'score')) await applyPlace();
    }

    async function applyFilter() {
      const { digits, part, low, high } = chosen;
      shown = await thread.or(remote.setFilter({ digits, part, low, high }));
      say();
    }

    async function applyScore() {
      const name = chosen.score;
      const values = await tasks.run(async (task) => {
        if (!ask || ['ink', 'mean-distance'].includes(name)) return { values: undefined };
        task.tell('score', 0);
        return scoresOf(name, (done) => task.tell('score', done));
      }).catch((error) => {
        choices.put('score', 'mean-distance');
        fail(error);
        return { values: undefined };
      });
      if (!values) {
        choices.put('score', 'mean-distance');
        return;
      }
      range = await thread.or(remote.setScore(chosen.score, values.values));
      await applyFilter();
    }

    async function applyPlace() {
      const name = chosen.place;
      const placed = await tasks.run(async (task) => {
        if (name === 'label') return thread.or(remote.placeByLabel());
        if (name === 'score') return thread.or(remote.placeByScore(decimalsFor(range ? range.high - range.low : 1)));
        return maps.place(name, task);
      }).catch((error) => { fail(error); return null; });
      if (!placed) {
        if (chosen.place === name) choices.put('place', placedBy);
        return;
      }
      placedBy = name;
      stage.show(placed);
      // Its tile is on its way.
      stage.mark(null);
    }

    /** @param {number} index */
    async function show(index) {
      const [about, image] = await thread.or(Promise.all([remote.about(index), remote.images([index])]));
      const { dropped, relabelled } = edits.now;
      const inTrain = index < train;
      const told = inTrain ? relabelled.get(index) ?? null : null;
      return { about, words: look.show({ index, label: about.label, told, dropped: inTrain && dropped.has(index), score: about.score, scoreName: chosen.score }, image) };
    }

    /** @param {number} index */
    async function fly(index) {
      const { about, words } = await show(index);
      if (Number.isFinite(about.x)) stage.flyTo(about);
      stage.mark(about);
      stage.host.scrollIntoView({ block: 'nearest' });
      bench.announce(words);
    }

    async function tell() {
      const { dropped, relabelled } = edits.now;
      const perLabel = Array.from({ length: classes }, (_, digit) => selected.filter((at) => labels[at] === digit).length);
      const inTrain = trainOf(selected).length;
      const images = await thread.or(remote.images(selection.some(selected)));
      selection.show({ train: inTrain, test: selected.length - inTrain, perLabel, dropped: dropped.size, relabelled: relabelled.size, canUndo: edits.canUndo }, images);
      worth.say();
    }

    function say() {
      const few = facts.every > 1 ? ` ${t('explorer.few', { every: facts.every })}` : '';
      const ofScore = range && range.count < facts.count && chosen.place === 'score' ? ` ${t('explorer.without', { count: count(facts.count - range.count) })}` : '';
      state.textContent = t('explorer.shown', { shown: count(shown), all: count(facts.count) }) + ofScore + few;
    }

    choices.offer(Boolean(pg.model?.hasEncoder));
    effect(() => {
      const { dropped, relabelled } = edits.now;
      remote.setEdits([...dropped], [...relabelled]);
      safely(tell);
    });
    onThemeChange(() => { remote.setInks(readInks()); });
    onEnd(pg.on('loaded', (model) => {
      choices.offer(model.hasEncoder);
      scores.delete('reconstruction');
    }));
    safely(async () => {
      await applyScore();
      await thread.or(remote.colourBy(chosen.colour));
      await applyPlace();
    });
    return { show, tell, say: () => { choices.say(); look.say(); selection.say(); worth.say(); say(); } };
  }

  /** @param {number[]} which @param {boolean} [add] to those that are selected */
  function select(which, add = false) {
    selected = add ? [...new Set([...selected, ...which])].sort((a, b) => a - b) : which;
    remote.select(selected);
    if (parts) safely(parts.tell);
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
}
