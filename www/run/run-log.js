// What a run has left behind so far, whoever looks: its losses step by step, and how hard each layer was pulled.

import { GradientHistory } from '../maths/pulls.js';
import { LossLog } from './loss-log.js';

export class RunLog {
  losses = new LossLog();
  gradients = new GradientHistory();

  /** A new run. @param {{losses: string[]}} model */
  start({ losses }) {
    this.losses.start(losses);
    this.gradients = new GradientHistory();
  }

  /** @param {Pick<import('../engine/types.d.ts').StepReport, 'step'|'history'> & {gradients?: import('../engine/types.d.ts').GradientNorm[]|null}} report */
  stepped({ step, history, gradients }) {
    for (const point of history) this.losses.add(point.step, point.losses);
    if (gradients) this.gradients.add(step, gradients);
  }

  /** The run went back to this step. @param {number} step */
  truncate(step) {
    this.losses.truncate(step);
    this.gradients.truncate(step);
  }
}
