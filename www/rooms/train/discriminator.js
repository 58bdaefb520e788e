// What the critic makes of real digits, of forged ones, and of the visitor's own.

import { SIDE } from '../../maths/digit.js';
import { onLanguage, t } from '../../words/i18n.js';
import { extremes, isProbability, pick, probability, shareBelow, shareRight, thresholdOf } from '../../maths/scores.js';
import { mean } from '../../maths/statistics.js';
import { gameLoss, percent } from '../../words/sentences.js';
import { createBelief } from '../../kit/belief.js';
import { createDigits } from '../../kit/digits.js';

/** Images in each of the four rows. */
const SHOWN = 6;

const KINDS = /** @type {const} */ (['real', 'fake']);
const ENDS = /** @type {const} */ (['most', 'least']);

/**
 * @typedef {{images: Float32Array, scores: Float32Array}} Scored  digits, and the logit of each
 * @typedef {{real: Scored, fake: Scored, objective: string}} Judged
 */

/** @param {import('../../kit/find.js').ById} find */
export function createCritic(find) {
  const hills = find('belief', SVGSVGElement);
  const belief = createBelief(hills);
  /** @param {string} id */
  const row = (id) => createDigits(find(id, HTMLCanvasElement), { columns: SHOWN, rows: 1 });
  const rows = { real: { most: row('real-most'), least: row('real-least') }, fake: { most: row('fake-most'), least: row('fake-least') } };
  const [note, verdict, figure] = ['belief-note', 'verdict', 'verdict-figure'].map((id) => find(id));
  /** @type {Judged|null} */
  let scored = null;
  /** @type {number|null} */
  let drawing = null;

  /** How often it is right, or how far apart it finds them. @param {Judged} judged */
  function sum({ real, fake, objective }) {
    const right = shareRight(real.scores, fake.scores, thresholdOf(objective));
    if (right !== null) return t('page.belief-right', { percent: percent(right) });
    return t('page.belief-heights', { height: gameLoss(mean(real.scores) - mean(fake.scores)) });
  }

  function judgeDrawing() {
    belief.mark(drawing);
    if (drawing === null || !scored) {
      figure.textContent = '–';
      verdict.textContent = drawing === null ? t('page.verdict-empty') : '';
      return;
    }
    const { real, fake, objective } = scored;
    const among = { real: percent(shareBelow(real.scores, drawing)), forged: percent(shareBelow(fake.scores, drawing)) };
    figure.textContent = isProbability(objective) ? percent(probability(drawing)) : gameLoss(drawing);
    verdict.textContent = t(isProbability(objective) ? 'page.verdict-sure' : 'page.verdict-score', among);
  }

  function say() {
    note.textContent = scored ? sum(scored) : '';
    if (scored) hills.setAttribute('aria-label', t('page.belief-told', { count: scored.real.scores.length, note: note.textContent }));
    judgeDrawing();
  }
  onLanguage(say);

  return {
    /** @param {Judged} judged */
    show(judged) {
      scored = judged;
      belief.show(judged.real.scores, judged.fake.scores, thresholdOf(judged.objective));
      for (const kind of KINDS) {
        const { images, scores } = judged[kind];
        const found = extremes(scores, SHOWN);
        for (const end of ENDS) rows[kind][end].show(pick(images, found[end], SIDE * SIDE));
      }
      say();
    },
    /** @param {number|null} score the critic's of what is on the pad */
    showDrawing(score) {
      drawing = score;
      judgeDrawing();
    },
    /** A new model. */
    clear() {
      scored = null;
      drawing = null;
      belief.clear();
      for (const kind of Object.values(rows)) for (const digits of Object.values(kind)) digits.show(null);
      say();
    },
  };
}
