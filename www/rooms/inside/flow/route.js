// One network as a row of blocks, each with its name, its size, and a picture of what comes out of it.

import { SIDE } from '../../../maths/digit.js';
import { active, layout, reach } from '../../../maths/units.js';
import { t } from '../../../words/i18n.js';
import { layerName } from '../../../words/layers.js';
import { count } from '../../../words/sentences.js';
import { createDigits } from '../../../kit/digits.js';
import { createFold } from '../../../kit/fold.js';
import { asImage, make } from '../../../kit/make.js';
import { innerScope } from '../../../kit/scope.js';
import { ROLES, networkName, shapeText } from '../../../kit/networks.js';
import { createSigned } from '../../../kit/signed.js';

/** Random codes lie mostly in -3..3. */
const CODE_REACH = 3;

/**
 * @typedef {import('../../../engine/types.d.ts').Part} Part
 * @typedef {ReturnType<typeof import('../../../maths/units.js').blocks>[number]} Block
 */

/**
 * @param {Part} part of `model.parts`
 * @param {Block[]} blocks
 */
export function createRoute(part, blocks) {
  const heading = make('h3', { className: ROLES[part.name] ?? '' });
  const size = make('p', { className: 'fine' });
  const input = createInput(part);
  const steps = blocks.map((block, at) => createBlock(part.name, block, at === blocks.length - 1));
  const list = make('ol', { className: 'blocks' }, [...(input ? [input.root] : []), ...steps.map(({ root }) => root)]);
  /** What is to be drawn once it is unfolded. @type {(() => void)|null} */
  let waiting = null;
  const root = createFold([make('div', { className: 'route-head' }, [heading, size])], list, { className: `route of-${part.name}`, onOpen: () => { waiting?.(); waiting = null; } });

  return {
    root,
    /**
     * @param {Float32Array|null} given what goes in, where it is shown
     * @param {{values: Float32Array}[]} layers all of the network's
     * @param {Float32Array|null} picture what its last layer draws, 0..1
     */
    show(given, layers, picture) {
      const draw = () => {
        if (given) input?.show(given);
        steps.forEach((step, at) => step.show(layers[blocks[at].last].values, at === steps.length - 1 ? picture : null));
      };
      waiting = root.open ? null : draw;
      if (root.open) draw();
    },
    /** In the language of now. */
    say() {
      heading.textContent = networkName(part.name);
      // A single layer that is in sight says so itself.
      size.textContent = blocks.length === 1 && !root.hasAttribute('name') ? '' : t('inside.flow.size', { weights: count(part.parameters), from: shapeText(part.input, count) });
      input?.say();
      steps.forEach((step) => step.say());
    },
  };
}

/** The picture, or the code, at a network's door; heads and decoders go on where another network ended. @param {Part} part */
function createInput({ name }) {
  if (!['encoder', 'discriminator', 'generator'].includes(name)) return null;
  const canvas = make('canvas');
  const caption = make('b');
  const code = name === 'generator';
  canvas.className = code ? 'signed' : 'digits real';
  /** Made when first drawn: colours are those of a place in the page. @type {((values: Float32Array) => void)|null} */
  let draw = null;
  const own = innerScope();

  /** @returns {(values: Float32Array) => void} */
  function createDrawing() {
    if (!code) return createDigit(canvas).show;
    const signed = createSigned(canvas);
    return (values) => signed.show(values, layout([values.length, 1, 1]), () => CODE_REACH);
  }

  return {
    root: make('li', {}, [canvas, caption]),
    /** @param {Float32Array} values */
    show(values) {
      draw ??= own.run(createDrawing);
      draw(values);
    },
    say() {
      caption.textContent = t(code ? 'inside.flow.noise' : 'inside.flow.input');
      asImage(canvas, caption.textContent);
    },
  };
}

/** @param {string} network @param {Block} block @param {boolean} isLast */
function createBlock(network, block, isLast) {
  const drawsDigit = isLast && ['decoder', 'generator'].includes(network);
  const canvas = make('canvas', { width: SIDE, height: SIDE, className: drawsDigit ? 'digits model' : 'signed' });
  /** As above. @type {((output: Float32Array, picture: Float32Array|null) => void)|null} */
  let draw = null;
  const own = innerScope();
  const [channels, height, width] = block.shape;
  const single = channels * height * width === 1;
  const number = make('p', { className: 'number' });
  const [size, weights, state] = [0, 1, 2].map(() => make('span', { className: 'fine' }));
  const title = make('b');
  /** @type {Float32Array|null} */
  let values = null;

  /** @returns {(output: Float32Array, picture: Float32Array|null) => void} */
  function createDrawing() {
    if (drawsDigit) {
      const digit = createDigit(canvas);
      return (_, picture) => digit.show(picture);
    }
    const signed = createSigned(canvas);
    return (output) => signed.show(output, layout(block.shape), scaleOf(output));
  }

  return {
    root: make('li', {}, [single ? number : canvas, title, size, weights, state]),
    /** @param {Float32Array} output @param {Float32Array|null} picture what it draws, where it draws */
    show(output, picture) {
      values = output;
      if (single) {
        number.textContent = output[0].toFixed(2).replace('-', '−');
        return;
      }
      draw ??= own.run(createDrawing);
      draw(output, picture);
    },
    say() {
      title.textContent = [block.layer, ...block.then].map(layerName).join(' + ');
      size.textContent = shapeText(block.shape, count);
      weights.textContent = t('inside.flow.block', { weights: count(block.parameters) });
      state.textContent = values && block.then.length > 0 && !drawsDigit ? t('inside.flow.active', { active: count(active(values)), count: count(values.length) }) : '';
      asImage(canvas, t('inside.flow.label', { layer: title.textContent, state: state.textContent }));
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
const createDigit = (canvas) => createDigits(canvas, { columns: 1, rows: 1, framed: false });

/** One scale for all: feature maps that say little stay pale beside those that say much. @param {Float32Array} values */
function scaleOf(values) {
  const scale = reach(values);
  return () => scale;
}
