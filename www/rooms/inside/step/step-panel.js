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
import { ROLES } from '../../../kit/networks.js';
import { createStages } from './stages.js';
import { createStepCodes } from './step-codes.js';

const GRID = { columns: 6, rows: 2 };
const SHOWN = GRID.columns * GRID.rows * SIDE * SIDE;
/** How a loss is written, and a class of the style sheet. @type {Record<string, [format: (value: number) => string, role: string]>} */
const LOSSES = {
  loss: [loss, ''], recon_loss: [loss, 'model'], kl_loss: [loss, 'code-role'], prior_loss: [loss, 'code-role'], flow_loss: [gameLoss, 'model'],
  d_loss: [gameLoss, 'critic-role'], g_loss: [gameLoss, 'model'], gradient_penalty: [gameLoss, 'code-role'],
};
/** @type {Record<string, string>} */
const RULES = { adam: 'Adam', rmsprop: 'RMSProp', sgd: 'SGD' };
const ALONE = ['discriminator', 'generator'];

/**
 * @typedef {import('../../../engine/types.d.ts').Model} Model
 * @typedef {import('../../../engine/types.d.ts').StepDetail} StepDetail
 * @typedef {ReturnType<typeof pulls>} Pulls
 */

/** @param {import('../../../kit/find.js').ById} find */
export function createStepPanel(find) {
  const [panel, title, part, losses, gradients, update] = ['steps', 'steps-title', 'steps-part', 'step-losses', 'step-gradients', 'step-update'].map((id) => find(id));
  /** @param {string} id */
  const grid = (id) => createDigits(find(id, HTMLCanvasElement), GRID);
  const digits = { images: [grid('step-images'), grid('step-batch')], fakes: [grid('step-fakes')], rebuilt: [grid('step-rebuilt')] };
  const scores = find('step-scores', SVGSVGElement);
  const belief = createBelief(scores);
  /** @type {Model|null} */
  let model = null;
  /** @type {StepDetail|null} */
  let last = null;

  const codes = createStepCodes(find);
  const stages = createStages(panel);
  /** Whether the visitor wants no more of a run in slow motion. */
  let dismissed = false;

  find('steps-close').addEventListener('click', () => { panel.hidden = true; dismissed = true; });

  /** Bars in the order in which a signal passes the layers. @param {Pulls} networks */
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

  /** @param {string} network @param {string} name of a layer */
  const nameOf = (network, name) => layerAt(model?.parts.find((one) => one.name === network), name);

  /** @param {Model} model @param {Pulls} networks */
  function updateText({ settings, parts }, networks) {
    const names = networks.map(({ network }) => network);
    const weights = parts.filter(({ name }) => names.includes(name)).reduce((sum, { parameters }) => sum + parameters, 0);
    return names.length === 0 ? t('page.no-update') : t('page.update', { rule: RULES[String(settings.optimizer)], weights: count(weights), rate: String(settings.lr) });
  }

  /** Everything but the pictures, which need no language. @param {Model} model @param {StepDetail} detail */
  function say(model, detail) {
    title.textContent = t('page.step-title', { step: count(detail.step) });
    part.textContent = ALONE.includes(detail.part) ? t(`page.learnt.${detail.part}`) : '';
    const { realScores, fakeScores } = detail;
    if (realScores && fakeScores) {
      scores.setAttribute('aria-label', t('page.step-scores-of', { real: realScores.length, forged: fakeScores.length }));
    }
    losses.replaceChildren(...model.losses.filter((name) => name in detail.losses && name in LOSSES).map((name) => {
      const [format, role] = LOSSES[name];
      return make('div', { className: role }, [make('dt', { textContent: t(`page.loss.${name}`) }), make('dd', { textContent: format(detail.losses[name]) })]);
    }));
    const networks = pulls(detail.gradients);
    showPulls(networks);
    update.textContent = updateText(model, networks);
  }
  onLanguage(() => { if (model && last) say(model, last); });

  return {
    /** A new model: what is shown is none of its steps. @param {Model} loaded */
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
     * @param {StepDetail} detail
     * @param {{asked?: boolean}} [options] asked: by the visitor, for this one step
     */
    show(detail, { asked = true } = {}) {
      if (asked) dismissed = false;
      if (dismissed || !model) return;
      panel.hidden = false;
      codes.show(detail);
      stages.light();
      const { images, fakes, rebuilt, realScores, fakeScores } = detail;
      digits.images.forEach((one) => one.show(images.subarray(0, SHOWN)));
      digits.fakes.forEach((one) => one.show(fakes?.subarray(0, SHOWN) ?? null));
      digits.rebuilt.forEach((one) => one.show(rebuilt?.subarray(0, SHOWN) ?? null));
      if (realScores && fakeScores) belief.show(realScores, fakeScores, thresholdOf(String(model.settings.objective)));
      last = detail;
      say(model, detail);
      panel.dataset.part = detail.part;
    },
  };
}
