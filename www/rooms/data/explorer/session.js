// What can be done once all images are there: place them, colour and filter them, look at one, select some, drop and relabel.

import { effect, onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';
import { count } from '../../../words/sentences.js';
import { draftOf } from '../draft.js';
import { keepRecipe } from '../kept-recipes.js';
import { createChoices } from './controls/choices.js';
import { decimalsFor } from './controls/in-digits.js';
import { createLook } from './controls/look.js';
import { createSelection } from './controls/selection.js';
import { canEdit, createEdits } from './edits/draft-edits.js';
import { PIXEL_SCORES, asker, engineScores } from './engine/scores.js';
import { createMaps } from './maps/maps.js';
import { findWorth } from './worth/find-worth.js';
import { createWorth } from './worth/worth.js';

/**
 * Puts its controls into the places; ends with the scope that it is called in.
 * @param {object} parts
 * @param {import('../../bench.js').Bench} parts.bench
 * @param {import('./opened.js').Kept} parts.kept changed
 * @param {import('./thread/worker.js').Facts} parts.facts
 * @param {import('./thread.js').Thread<import('./thread/worker.js').ExplorerThread>} parts.thread
 * @param {ReturnType<typeof import('./stage/stage.js').createStage>} parts.stage
 * @param {ReturnType<typeof import('./controls/task.js').createTasks>} parts.tasks
 * @param {HTMLElement} parts.state    says how many are shown
 * @param {HTMLElement} parts.problem  what went wrong before is gone with the next try
 * @param {{whole: Element, top: Element, side: Element, below: Element}} parts.places whole: busy until it is ready
 * @param {(work: () => Promise<unknown>) => Promise<unknown>} parts.safely says what goes wrong
 * @param {(error: unknown) => void} parts.fail
 * @param {{all: number[], select: (which: number[]) => void}} parts.selection
 */
export function createSession({ bench, kept, facts, thread, stage, tasks, state, problem, places, safely, fail, selection }) {
  const { pg } = bench;
  const { chosen } = kept;
  const { remote } = thread;
  const { train, labels } = facts;
  const classes = 1 + labels.reduce((most, label) => Math.max(most, label), 0);
  const ask = asker(pg);
  const edits = createEdits(draftOf(bench).recipe, kept);
  const maps = createMaps({ thread, pg, facts });
  /** @type {Map<string, import('./engine/scores.js').Scores>} */
  const scores = new Map();
  let shown = facts.count;
  let placedBy = 'label';
  let opened = false;
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
  const strip = createSelection({
    classes, canEdit: canEdit(),
    on: {
      drop: () => edits.drop(trainOf(selection.all)), relabel: (label) => edits.relabel(trainOf(selection.all), () => label, (at) => labels[at]), undo: () => edits.undo(),
      keep() {
        keepRecipe(draftOf(bench).recipe.value);
        bench.notice('explorer', () => t('explorer.kept'), { actions: [{ get label() { return t('explorer.to-recipe'); }, run: () => document.getElementById('recipe')?.scrollIntoView() }] });
      },
      clear: () => selection.select([]), inSight: () => safely(async () => selection.select(await thread.or(remote.within(stage.area())))),
    },
  });
  const worth = createWorth({
    facts, engine: ask !== null, canEdit: canEdit(), edits: () => edits.now, images: (which) => thread.or(remote.images(which)),
    find: (onProgress, onFound) => findWorth({ thread, labels, train, scores: ask && scoresOf }, onProgress, onFound),
    on: { fly: (index) => safely(() => fly(index)), drop: (index) => edits.drop([index]), relabel: (index, label) => edits.relabel([index], () => label, (at) => labels[at]) },
  });
  places.top.replaceWith(choices.element);
  places.side.append(look.element, strip.element);
  places.below.replaceWith(worth.element);

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
      if (!ask || PIXEL_SCORES.includes(name)) return { values: undefined };
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
      // They are there already; that the typical ones come first needs no show.
      if (name === 'label') return thread.or(remote.placeByLabel(opened));
      if (name === 'score') return thread.or(remote.placeByScore(decimalsFor(range ? range.high - range.low : 1)));
      return maps.place(name, task);
    }).catch((error) => { fail(error); return null; });
    if (!placed) {
      if (chosen.place === name) choices.put('place', placedBy);
      return;
    }
    stage.show(placed, { atOnce: !opened, stay: name === placedBy });
    stage.busyUntil(thread.or(remote.settled()));
    placedBy = name;
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
    const perLabel = Array.from({ length: classes }, (_, digit) => selection.all.filter((at) => labels[at] === digit).length);
    const inTrain = trainOf(selection.all).length;
    const images = await thread.or(remote.images(strip.some(selection.all)));
    strip.show({ train: inTrain, test: selection.all.length - inTrain, perLabel, dropped: dropped.size, relabelled: relabelled.size, canUndo: edits.canUndo }, images);
    worth.say();
  }

  function say() {
    const ofScore = range && range.count < facts.count && chosen.place === 'score' ? ` ${t('explorer.without', { count: count(facts.count - range.count) })}` : '';
    state.textContent = t('explorer.shown', { shown: count(shown), all: count(facts.count) }) + ofScore;
  }

  choices.offer(Boolean(pg.model?.hasEncoder));
  effect(() => {
    const { dropped, relabelled } = edits.now;
    remote.setEdits([...dropped], [...relabelled]);
    safely(tell);
  });
  onEnd(pg.on('loaded', (model) => {
    choices.offer(model.hasEncoder);
    scores.delete('reconstruction');
  }));
  safely(async () => {
    await applyScore();
    await thread.or(remote.colourBy(chosen.colour));
    await applyPlace();
    opened = true;
    places.whole.removeAttribute('aria-busy');
  });
  return { show, tell, say: () => { choices.say(); look.say(); strip.say(); worth.say(); say(); } };
}
