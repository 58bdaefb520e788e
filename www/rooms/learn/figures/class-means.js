// The mean digit of each class and of any mixture, and what someone who knows only that is surprised by.

import { PIXELS } from '../../../maths/digit.js';
import { locale, t } from '../../../words/i18n.js';
import { pick } from '../../../maths/scores.js';
import { make } from '../../../kit/make.js';
import { count, oneAfterAnother } from '../../../words/sentences.js';
import { meanOf, sumsOf, surprises } from '../logic/means.js';
import { action, digitsCanvas, words } from '../parts/canvas.js';

const LOOKED_AT = 2000;
const HANDFUL = { columns: 10, rows: 3 };
/** A bar as long as it may be, in nats. */
const LONGEST = 500;
const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  let chosen = [...ALL];
  /** @type {import('../../../engine/types.d.ts').LabelledImages|null} */
  let digits = null;
  /** @type {ReturnType<typeof sumsOf>|null} */
  let sums = null;

  const classes = ALL.map((digit) => {
    const picture = digitsCanvas({ columns: 1, role: 'real', label: 'tutorial.means-one', framed: false });
    picture.canvas.setAttribute('aria-hidden', 'true');
    const button = make('button', { type: 'button', className: 'class-button' }, [picture.canvas, make('span', { textContent: String(digit) })]);
    button.addEventListener('click', () => choose(chosen.includes(digit) ? chosen.filter((other) => other !== digit) : [...chosen, digit].sort()));
    return { button, picture };
  });
  const mixture = digitsCanvas({ columns: 1, role: 'model', label: 'tutorial.means-mixture', framed: false });
  const handful = digitsCanvas({ ...HANDFUL, role: 'real', label: 'tutorial.means-handful' });
  const said = make('p', { className: 'fine means-said' });
  said.setAttribute('aria-live', 'polite');
  const bars = ALL.map((digit) => {
    const [bar, number] = [make('span', { className: 'surprise-bar' }), make('span', { className: 'surprise-number', textContent: '–' })];
    return { bar, number, row: make('li', {}, [make('b', { textContent: String(digit) }), bar, number]) };
  });

  const buttons = make('div', { className: 'class-buttons', role: 'group' }, classes.map(({ button }) => button));
  buttons.dataset.tLabel = 'tutorial.means-classes';
  body.append(
    buttons,
    make('div', { className: 'row-of-buttons' }, [
      action('tutorial.means-all', () => choose([...ALL])), action('tutorial.means-two', () => choose([0, 1])),
      action('tutorial.means-alike', () => choose([4, 9])), action('tutorial.means-again', draw),
    ]),
    make('div', { className: 'means-pictures' }, [
      make('div', {}, [mixture.canvas, words('p', 'tutorial.means-mixture-caption', 'fine')]),
      make('div', {}, [handful.canvas, words('p', 'tutorial.means-handful-caption', 'fine')]),
    ]),
    words('p', 'tutorial.means-surprise', 'figure-heading'),
    make('ol', { className: 'surprises' }, bars.map(({ row }) => row)),
    said,
  );

  /** @param {number[]} next */
  function choose(next) {
    // Of nothing there is no mean.
    chosen = next.length > 0 ? next : chosen;
    show();
    draw();
  }

  function show() {
    const of = sums;
    if (!of) return;
    const known = meanOf(of, chosen);
    const nats = surprises(of, known);
    mixture.show(known.mean);
    classes.forEach(({ button, picture }, digit) => {
      const seen = chosen.includes(digit);
      button.setAttribute('aria-pressed', String(seen));
      button.setAttribute('aria-label', t('tutorial.means-button', { digit }));
      picture.show(meanOf(of, [digit]).mean);
      const { bar, number, row } = bars[digit];
      row.className = seen ? 'seen' : 'unseen';
      bar.style.setProperty('--share', String(Math.min(1, nats[digit] / LONGEST)));
      number.textContent = seen ? nats[digit].toFixed(0) : t('tutorial.means-unseen', { nats: nats[digit].toFixed(0) });
    });
    /** @param {number[]} which */
    const mean = (which) => which.reduce((sum, digit) => sum + nats[digit], 0) / which.length;
    const others = ALL.filter((digit) => !chosen.includes(digit));
    const shown = new Intl.ListFormat(locale(), { type: 'conjunction' }).format(chosen.map(String));
    const averaged = t('tutorial.means-said', { count: count(known.count), shown, nats: mean(chosen).toFixed(0) });
    const missed = others.length > 0 ? t('tutorial.means-missed', { nats: mean(others).toFixed(0) }) : '';
    said.textContent = oneAfterAnother([averaged, missed].filter(Boolean));
  }

  /** Some of the digits that it would be shown, at random. */
  function draw() {
    if (!digits) return;
    const { images, labels } = digits;
    const shownTo = [...labels.keys()].filter((image) => chosen.includes(labels[image]));
    const picked = Array.from({ length: HANDFUL.columns * HANDFUL.rows }, () => shownTo[Math.floor(Math.random() * shownTo.length)]);
    handful.show(pick(images, picked, PIXELS));
  }

  return {
    async start() {
      if (digits) return;
      [mixture, handful].forEach((picture) => picture.show(null));
      const arrived = await bench.testDigits(LOOKED_AT);
      sums = sumsOf(arrived.images, arrived.labels);
      digits = arrived;
      show();
      draw();
    },
    words: show,
  };
}
