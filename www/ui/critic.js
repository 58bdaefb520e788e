// What the critic makes of real digits, of forged ones, and of the visitor's own.

import { SIDE } from '../digit.js';
import { extremes, isProbability, pick, probability, shareBelow, shareRight, thresholdOf } from '../scores.js';
import { gameLoss, percent } from '../words.js';
import { createBelief } from './belief.js';
import { createDigits } from './digits.js';

/** Images in each of the four rows. */
const SHOWN = 6;

/** @param {(id: string) => HTMLElement} find */
export function createCritic(find) {
  const belief = createBelief(find('belief'));
  const row = (id) => createDigits(find(id), { columns: SHOWN, rows: 1 });
  const rows = { real: { most: row('real-most'), least: row('real-least') }, fake: { most: row('fake-most'), least: row('fake-least') } };
  const [note, verdict, figure] = ['belief-note', 'verdict', 'verdict-figure'].map(find);
  let scored = null;
  let drawing = null;

  /** How often it is right, or how far apart it finds them. */
  function sum({ real, fake, objective }) {
    const right = shareRight(real.scores, fake.scores, thresholdOf(objective));
    if (right !== null) return `It is right about ${percent(right)}.`;
    return `This critic draws no such line: it gives heights, and real digits stand ${gameLoss(mean(real.scores) - mean(fake.scores))} higher on average.`;
  }

  function judgeDrawing() {
    belief.mark(drawing);
    if (drawing === null || !scored) {
      figure.textContent = '–';
      verdict.textContent = drawing === null ? 'Draw something, and the critic will say what it thinks.' : '';
      return;
    }
    const { real, fake, objective } = scored;
    const among = `more than ${percent(shareBelow(real.scores, drawing))} of the real test digits and ${percent(shareBelow(fake.scores, drawing))} of the forged ones`;
    figure.textContent = isProbability(objective) ? percent(probability(drawing)) : gameLoss(drawing);
    verdict.textContent = isProbability(objective) ? `sure that it is real: ${among}.` : `is its score: ${among}.`;
  }

  return {
    /**
     * @param {{real: {images: Float32Array, scores: Float32Array}, fake: {images: Float32Array, scores: Float32Array}, objective: string}} judged
     */
    show(judged) {
      scored = judged;
      belief.show(judged.real.scores, judged.fake.scores, thresholdOf(judged.objective));
      for (const kind of ['real', 'fake']) {
        const { images, scores } = judged[kind];
        const found = extremes(scores, SHOWN);
        for (const end of ['most', 'least']) rows[kind][end].show(pick(images, found[end], SIDE * SIDE));
      }
      note.textContent = sum(judged);
      find('belief').setAttribute('aria-label', `The critic’s scores of ${judged.real.scores.length} real and as many forged digits. ${note.textContent}`);
      judgeDrawing();
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
      note.textContent = '';
      judgeDrawing();
    },
  };
}

const mean = (scores) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
