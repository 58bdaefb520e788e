// One step, stage by stage: what went in, what came out, what was lost, and how hard that pulls at each layer.

import { SIDE } from '../../../maths/digit.js';
import { barOf, pulls } from '../../../maths/pulls.js';
import { onLanguage, t } from '../../../words/i18n.js';
import { layerAt, shortNetworkName } from '../../../words/layers.js';
import { thresholdOf } from '../../../maths/scores.js';
import { count, gameLoss, loss } from '../../../words/sentences.js';
import { createBelief } from '../../../kit/belief.js';
import { createDigits } from '../../../kit/digits.js';
import { make } from '../../../kit/make.js';
import { createStages } from './stages.js';
import { createStepCodes } from './step-codes.js';

const GRID = { columns: 6, rows: 2 };
const SHOWN = GRID.columns * GRID.rows * SIDE * SIDE;
const ROLES = { encoder: 'real', mean: 'code-role', logvar: 'code-role', decoder: 'model', generator: 'model', discriminator: 'critic-role' };
const LOSSES = {
  loss: [loss, ''], recon_loss: [loss, 'model'], kl_loss: [loss, 'code-role'],
  d_loss: [gameLoss, 'critic-role'], g_loss: [gameLoss, 'model'], gradient_penalty: [gameLoss, 'code-role'],
};
const RULES = { adam: 'Adam', rmsprop: 'RMSProp', sgd: 'SGD' };
const ALONE = ['discriminator', 'generator'];

/** @param {(id: string) => HTMLElement} find */
export function createStepPanel(find) {
  const [panel, title, part, losses, gradients, update] = ['steps', 'steps-title', 'steps-part', 'step-losses', 'step-gradients', 'step-update'].map(find);
  const pictures = { images: ['step-images', 'step-batch'], fakes: ['step-fakes'], rebuilt: ['step-rebuilt'] };
  const digits = Object.fromEntries(Object.entries(pictures).map(([name, ids]) => [name, ids.map((id) => createDigits(find(id), GRID))]));
  const belief = createBelief(find('step-scores'));
  let model = null;
  let last = null;

  const codes = createStepCodes(find);
  const stages = createStages(panel);
  /** Whether the visitor wants no more of a run in slow motion. */
  let dismissed = false;

  find('steps-close').addEventListener('click', () => { panel.hidden = true; dismissed = true; });

  /** Bars in the order in which a signal passes the layers. */
  function showPulls(networks) {
    const largest = Math.max(0, ...networks.flatMap(({ layers }) => layers.map(({ norm }) => norm)));
    gradients.replaceChildren(...networks.map(({ network, layers }) => {
      const rows = layers.map(({ name, norm }) => {
        const bar = make('span', { className: 'bar-of', title: `${nameOf(network, name)}: ${norm.toPrecision(2)}` });
        bar.style.setProperty('--share', barOf(norm, largest).toFixed(3));
        return make('li', {}, [make('span', { textContent: nameOf(network, name) }), bar]);
      });
      return make('div', { className: ROLES[network] ?? '' }, [make('b', { textContent: shortNetworkName(network) }), make('ul', {}, rows)]);
    }));
  }

  const partOf = (network) => model.parts.find(({ name }) => name === network);
  const nameOf = (network, name) => layerAt(partOf(network), name);

  function updateText({ settings }, networks) {
    const names = networks.map(({ network }) => network);
    const weights = model.parts.filter(({ name }) => names.includes(name)).reduce((sum, { parameters }) => sum + parameters, 0);
    return names.length === 0 ? t('page.no-update') : t('page.update', { rule: RULES[settings.optimizer], weights: count(weights), rate: settings.lr });
  }

  /** Everything but the pictures, which need no language. */
  function say(detail) {
    title.textContent = t('page.step-title', { step: count(detail.step) });
    part.textContent = ALONE.includes(detail.part) ? t(`page.learnt.${detail.part}`) : '';
    if (detail.realScores) {
      const { realScores, fakeScores } = detail;
      find('step-scores').setAttribute('aria-label', t('page.step-scores-of', { real: realScores.length, forged: fakeScores.length }));
    }
    losses.replaceChildren(...model.losses.filter((name) => name in detail.losses && name in LOSSES).map((name) => {
      const [format, role] = LOSSES[name];
      return make('div', { className: role }, [make('dt', { textContent: t(`page.loss.${name}`) }), make('dd', { textContent: format(detail.losses[name]) })]);
    }));
    const networks = pulls(detail.gradients);
    showPulls(networks);
    update.textContent = updateText(model, networks);
  }
  onLanguage(() => { if (last) say(last); });

  return {
    /** A new model: what is shown is none of its steps. */
    start(loaded) {
      model = loaded;
      last = null;
      panel.hidden = true;
    },
    /** Slow motion may show itself again. */
    follow() {
      dismissed = false;
    },
    /**
     * @param {import('../../../engine/playground.js').StepDetail} detail
     * @param {{asked?: boolean}} [options] asked: by the visitor, for this one step
     */
    show(detail, { asked = true } = {}) {
      if (asked) dismissed = false;
      if (dismissed) return;
      panel.hidden = false;
      codes.show(detail);
      stages.light();
      for (const [name, grids] of Object.entries(digits)) grids.forEach((grid) => grid.show(detail[name]?.subarray(0, SHOWN) ?? null));
      if (detail.realScores) {
        const { realScores, fakeScores } = detail;
        belief.show(realScores, fakeScores, thresholdOf(model.settings.objective));
      }
      last = detail;
      say(detail);
      panel.dataset.part = detail.part;
    },
  };
}
