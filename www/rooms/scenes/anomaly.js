// A digit is left out of training: does the model find it among the others?

import { recipeOf } from '../../engine/recipe.js';
import { createDigits } from '../../kit/digits.js';
import { asImage, make, named } from '../../kit/make.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { save } from '../take/save.js';
import { plays, sceneOf } from './fits.js';
import { createPlaying } from './playing.js';
import { ALL, commandOf, csvOf, leftOut } from './numbers.js';
import { createResults, methodName, showNumbers } from './results.js';

const NAME = 'anomaly';
const INFO = sceneOf(NAME);
const SHOWN = { columns: 10, rows: 1 };

/** @typedef {import('../../engine/types.d.ts').Played} Played */

/** @type {import('../cards.js').CardDefinition} */
export const anomaly = { name: 'scene-anomaly', title: 'scenes.anomaly.title', fits: (model) => plays(INFO, model.capabilities), create };

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const playing = createPlaying(bench, NAME);
  const results = createResults();
  const state = make('p', { className: 'fine' });
  const digit = named(make('select', {}, ALL.map((one) => make('option', { value: String(one), textContent: String(one), selected: one === 4 }))), { tLabel: 'scenes.anomaly.digit' });
  const train = named(make('button', { type: 'button' }), { t: 'scenes.anomaly.train' });
  const find = named(make('button', { type: 'button' }), { t: 'scenes.anomaly.find' });
  const rows = ['model', 'plain'].map((role) => {
    const canvas = make('canvas', { className: 'digits real' });
    const caption = make('figcaption');
    return { figure: make('figure', { hidden: true, className: `strange-${role}` }, [caption, canvas]), caption, canvas, digits: createDigits(canvas, SHOWN) };
  });
  card.classList.add('scene');
  card.append(
    named(make('p', { className: 'explain' }), { t: 'scenes.anomaly.question' }), state,
    make('div', { className: 'scene-tools' }, [train, digit, find, ...playing.parts]), playing.problem,
    ...rows.map(({ figure }) => figure), results.root,
  );
  translate(card);
  /** @type {Played|null} */
  let found = null;

  train.addEventListener('click', () => {
    const kept = ALL.filter((one) => one !== Number(digit.value));
    bench.trainOn({ 'data.digits': kept.join(',') });
  });
  find.addEventListener('click', async () => {
    found = await playing.play({ count: Math.min(INFO.count, bench.pg.data?.test ?? INFO.count), seed: 1 }) ?? found;
    if (found) bench.announce(t('scenes.measured'));
    say();
  });
  results.csv.addEventListener('click', () => { if (found) save('scene-anomaly.csv', new Blob([csvOf(found)], { type: 'text/csv' })); });

  function say() {
    const { model } = bench.pg;
    const missing = model ? leftOut(recipeOf(model)) : [];
    state.textContent = missing.length === 0 ? t('scenes.anomaly.none') : t('scenes.anomaly.missing', { digits: missing.join(', ') });
    find.disabled = missing.length === 0;
    results.root.hidden = !found;
    [found?.numbers, found?.plain].forEach((answer, at) => {
      rows[at].figure.hidden = !answer;
      if (!answer || !found) return;
      rows[at].caption.textContent = t('scenes.anomaly.strangest', { method: methodName(answer.method) });
      asImage(rows[at].canvas, rows[at].caption.textContent);
      rows[at].digits.show(at === 0 ? found.images : found.plain.images);
    });
    if (!found) return;
    showNumbers(results.table, found);
    results.command.textContent = commandOf(found, {});
  }

  onLanguage(say);
  say();
  return {
    loaded() {
      playing.end();
      found = null;
      say();
    },
  };
}
