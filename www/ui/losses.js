// Both charts: an autoencoder's bound, and the game of forger and critic. A VAE-GAN has both.

import { loss, gameLoss } from '../words.js';
import { createLossChart } from './loss-chart.js';

const GAME = ['d_loss', 'g_loss', 'gradient_penalty'];

/** @param {(id: string) => HTMLElement} find */
export function createLosses(find) {
  const bound = createLossChart(find('chart'), {
    format: loss,
    lines: [
      { name: 'train', words: 'page.line.train', colour: '--train', look: 'thin', readout: find('loss-train') },
      { name: 'test', words: 'page.line.test', colour: '--test', look: 'thick', readout: find('loss-test') },
      { name: 'epochs', colour: '--test', look: 'dots' },
    ],
  });
  const game = createLossChart(find('game-chart'), {
    format: gameLoss,
    range: { empty: [0, 2], grain: 0.1, least: -Infinity },
    lines: [
      { name: 'd_loss', words: 'page.line.critic', colour: '--critic', look: 'thin', readout: find('loss-d') },
      { name: 'g_loss', words: 'page.line.forger', colour: '--model', look: 'thin', readout: find('loss-g') },
      { name: 'gradient_penalty', words: 'page.line.penalty', colour: '--code', look: 'thin', readout: find('loss-penalty') },
      { name: 'test d_loss', colour: '--critic', look: 'thick' },
      { name: 'test g_loss', colour: '--model', look: 'thick' },
    ],
  });
  const both = [bound, game];

  return {
    /** A new model. @param {string[]} names of its losses */
    start(names) {
      find('legend-penalty').hidden = !names.includes('gradient_penalty');
      both.forEach((chart) => chart.clear());
    },
    /** The losses of one step. */
    addTrain(step, losses) {
      bound.add('train', step, losses.loss);
      for (const name of GAME) game.add(name, step, losses[name]);
    },
    /** On the few test digits that are looked at all the time. */
    addTest(step, losses) {
      bound.add('test', step, losses.loss);
      game.add('test d_loss', step, losses.d_loss);
      game.add('test g_loss', step, losses.g_loss);
    },
    /** On the whole test set, after an epoch. */
    addEpoch(step, losses) {
      bound.add('epochs', step, losses.loss);
    },
    truncate(step) {
      both.forEach((chart) => chart.truncate(step));
    },
  };
}
