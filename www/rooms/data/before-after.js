// What a recipe makes of the training images: how many each step leaves, how many of each digit, and some before and after.

import { messageOf } from '../../engine/thrown.js';
import { createLabelledRow } from '../../kit/labelled-row.js';
import { asImage, make, named } from '../../kit/make.js';
import { effect, onEnd } from '../../kit/scope.js';
import { onLanguage, t, textOr, translate } from '../../words/i18n.js';
import { count, listed } from '../../words/sentences.js';
import { draftOf } from './draft.js';

/** As wide as a digit can be looked at: fewer on a phone. */
const SHOWN = matchMedia('(max-width: 639px)').matches ? 8 : 16;
/** A hand that drags a slider asks for many recipes, and wants the last. */
const PAUSE_MS = 150;

/** @type {import('../cards.js').CardDefinition} */
export const beforeAfter = { name: 'before-after', title: 'data.pictures.title', fits: () => true, create };

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const { recipe } = draftOf(bench);
  const stages = make('ol', { className: 'data-stages' });
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });
  const [before, after] = ['data.pictures.before', 'data.pictures.after'].map((title) => createLabelledRow({ columns: SHOWN, title }));
  const again = named(make('button', { type: 'button' }), { t: 'data.pictures.again' });
  const bars = make('div', { className: 'data-bars' });
  const about = named(make('p', { className: 'explain' }), { t: 'data.pictures.about' });
  card.append(stages, problem, before.element, after.element, make('div', { className: 'data-shares' }, [bars, make('div', {}, [again, about])]));
  translate(card);

  let epoch = 1;
  let asked = 0;
  let timer = 0;
  onEnd(() => { clearTimeout(timer); asked += 1; });
  /** @type {import('../../engine/types.d.ts').DataPreview|null} */
  let shown = null;

  async function look() {
    const mine = ++asked;
    card.setAttribute('aria-busy', 'true');
    try {
      const found = await bench.pg.previewData(recipe.value, { seed: Number(bench.state().settings.seed), epoch, count: SHOWN });
      if (mine !== asked) return;
      shown = found;
      problem.hidden = true;
      before.show(found.originals, found.labels, null);
      after.show(found.drawn, found.told, found.labels);
      say();
    } catch (error) {
      if (mine !== asked) return;
      problem.textContent = messageOf(error);
      problem.hidden = false;
    } finally {
      if (mine === asked) card.removeAttribute('aria-busy');
    }
  }

  function say() {
    if (!shown) return;
    const all = shown.before.reduce((sum, one) => sum + one);
    const left = shown.stages.map(([key, images]) => stage(textOr(`data.${key}.label`, key), images));
    stages.replaceChildren(stage(t('data.stage.all'), all), ...left, stage(t('data.stage.epoch'), shown.after.reduce((sum, one) => sum + one)));
    // Shares, so that a few hundred images show their balance too.
    const shares = [shown.before, shown.after].map((images) => images.map((one) => one / images.reduce((sum, other) => sum + other)));
    const most = Math.max(...shares.flat());
    const { after: now } = shown;
    bars.replaceChildren(...now.map((images, digit) => {
      const [old, fresh] = [bar('was', shares[0][digit] / most), bar('now', shares[1][digit] / most)];
      return make('div', { className: 'data-bar' }, [make('span', { className: 'bars' }, [old, fresh]), make('b', { textContent: String(digit) }), make('span', { className: 'fine', textContent: count(images) })]);
    }));
    asImage(bars, t('data.bars', { told: listed(now.map((images, digit) => `${digit}: ${count(images)}`)) }));
  }

  effect(() => {
    void recipe.value;
    clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE_MS);
  });
  again.addEventListener('click', () => {
    epoch += 1;
    look();
  });
  onLanguage(say);
  onEnd(bench.pg.on('dataset', () => { look(); }));
  // An engine that started again, on another device or after a crash, has broken off what it was asked.
  return { loaded: () => { if (!problem.hidden) look(); } };
}

/** @param {string} title @param {number} images */
const stage = (title, images) => make('li', {}, [make('span', { textContent: title }), make('b', { textContent: count(images) })]);

/** @param {string} name @param {number} share of the longest */
function bar(name, share) {
  const element = make('i', { className: name });
  element.style.setProperty('--share', String(share));
  return element;
}
