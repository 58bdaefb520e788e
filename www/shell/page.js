// All parts of the page, made and wired to one another; what they show comes from outside.

import { find as within, ofKind } from '../kit/find.js';
import { breathe } from '../kit/breathe.js';
import { hasInk } from '../maths/digit.js';
import { onLanguage, t } from '../words/i18n.js';
import { presetOf } from '../run/presets.js';
import { failure } from '../engine/worker/failure.js';
import { count, objectiveNote } from '../words/sentences.js';
import { createCodeBars } from '../rooms/train/code-bars.js';
import { createCritic } from '../rooms/train/discriminator.js';
import { createDeviceBadge } from './device-badge.js';
import { createDigitPicker } from '../kit/digit-picker.js';
import { createDigits } from '../kit/digits.js';
import { createGallery } from './gallery.js';
import { createImageDrop } from '../rooms/train/image-drop.js';
import { showKind } from '../kit/kinds.js';
import { createLayers } from './layers.js';
import { createLossParts } from '../rooms/train/loss-parts.js';
import { createLosses } from '../rooms/train/losses.js';
import { createModelFacts } from './model-facts.js';
import { createThumbnail } from './thumbnail.js';
import { createNotices } from './notices.js';
import { createPad } from '../rooms/train/pad.js';
import { createSettings } from '../rooms/train/settings-form.js';
import { createShortcuts } from './shortcuts.js';
import { createStatus } from './status.js';
import { createStepPanel } from '../rooms/inside/step/step-panel.js';
import { createTimeline } from '../rooms/train/timeline-bar.js';
import { createTrained } from './trained.js';
import { createTransport } from './transport.js';

/** Of the data set that needs no mention. */
const MNIST = 'mnist';

/** As the page came: the training room is not in the document while another is open. @type {Map<string, Element>} */
const places = new Map([...document.querySelectorAll('[id]')].map((element) => [element.id, element]));
/** The element of this id, as `byId` of kit/find.js finds it, also while its room is not in the document. @type {import('../kit/find.js').ById} */
export const find = (id, kind) => ofKind(places.get(id), `#${id}`, kind);

/**
 * @typedef {import('../engine/types.d.ts').Model} Model
 * @typedef {Awaited<ReturnType<typeof createPage>>['pictures']} Pictures  what the model draws, and what it makes of digits
 */

/**
 * @param {object} actions
 * @param {() => void} actions.onToggle
 * @param {(part?: import('../engine/types.d.ts').StepPart) => void} actions.onStep
 * @param {() => void} actions.onRestart
 * @param {(state: import('../run/address.js').State) => void} actions.onApply
 * @param {(id: string) => void} actions.onChoose    another preset
 * @param {(device: 'cpu'|'webgpu') => void} actions.onSwitch
 * @param {(name: 'vae'|'gan') => void} actions.onTrained  trained weights are wanted instead of first ones
 * @param {() => void} actions.onDrawing    the digit on the pad has changed, or which one it is said to be
 * @param {() => void} actions.onWanted     another digit is wanted of a model that is told it
 * @param {(capabilities: string[]) => void} actions.onCapabilities what the model can do, of which cards and words depend
 * @param {(preset: string) => Promise<{parts: import('../engine/types.d.ts').Part[]}>} actions.onDescribe what a preset's model would be
 * @param {(late?: () => boolean) => void} actions.onTestDigit  a test digit is wanted on the pad, unless it comes too late
 * @returns a promise: it rests in between, so that the page answers whoever touches it
 */
export async function createPage({ onToggle, onStep, onRestart, onApply, onChoose, onSwitch, onTrained, onDrawing, onWanted, onTestDigit, onCapabilities, onDescribe }) {
  const controls = { onToggle, onStep, onRestart };
  /** @param {string} id */
  const canvas = (id) => find(id, HTMLCanvasElement);
  const timeline = createTimeline(find, createDigits(canvas('samples'), { columns: 8, rows: 8 }));
  const pictures = {
    samples: timeline,
    real: createDigits(canvas('real'), { columns: 10, rows: 1 }),
    rebuilt: createDigits(canvas('rebuilt'), { columns: 10, rows: 1 }),
    seen: createDigits(canvas('seen'), { columns: 1, rows: 1, framed: false }),
    redrawn: createDigits(canvas('redrawn'), { columns: 1, rows: 1, framed: false }),
    code: createCodeBars(find('code')),
    styles: createDigits(canvas('styles'), { columns: 10, rows: 1 }),
    critic: createCritic(find),
  };
  await breathe();
  const thumbnail = createThumbnail(find('after-a-minute'));
  const facts = createModelFacts(find('model-facts'), onDescribe);
  let touched = false;
  /** @type {Model|null} */
  let shown = null;
  /** What the check after the last epoch said. @type {{story: () => string, game: boolean}|null} */
  let checked = null;

  const page = {
    notices: createNotices(find('notices')),
    status: createStatus(find),
    transport: createTransport(find, controls),
    device: createDeviceBadge(find, { onSwitch }),
    settings: createSettings(find('settings', HTMLFormElement), { onApply }),
    gallery: createGallery(find, { onChoose, onLook: (id) => { facts.show(id); thumbnail.show(id); } }),
    facts,
    trained: createTrained(find, { onTrained }),
    layers: createLayers(find),
    steps: createStepPanel(find),
    losses: createLosses(find),
    parts: createLossParts(find),
    pictures,
    timeline,
    wantedDigit: createDigitPicker(find('wanted-digit'), { all: true, onPick: () => { timeline.live(); onWanted(); } }),
    drawnDigit: createDigitPicker(find('drawn-digit'), { onPick: onDrawing }),
    /** @type {Float32Array|null} the digit on the pad, as the model takes it; null where nothing is drawn */
    drawing: null,
    pad: createPad(canvas('pad'), {
      onChange(image) {
        page.drawing = hasInk(image) ? image : null;
        pictures.seen.show(image);
        onDrawing();
      },
      onTouched: () => { touched = true; },
    }),

    /** What the visitor asks for, before it is there. @param {string} preset */
    expect(preset) {
      page.gallery.show(preset);
      page.trained.show(preset);
      fit(presetOf(preset).capabilities);
    },
    /** A new model: nothing of the old one stays in sight. @param {Model} model */
    showModel(model) {
      const { step, stepsPerEpoch } = model;
      page.gallery.show(model.preset);
      page.trained.show(model.preset);
      fit(model.capabilities);
      page.layers.show(model);
      page.steps.start(model);
      page.losses.start(model);
      timeline.clear();
      page.parts.show(null);
      pictures.critic.clear();
      page.transport.clearSpeed();
      page.transport.setStep(step, stepsPerEpoch);
      shown = model;
      checked = null;
      fillIn();
    },
    /** What the check after an epoch said: of the bound where there is one, or of the game. @param {() => string} story @param {{game: boolean}} of */
    showEpoch(story, { game }) {
      checked = { story, game };
      fillIn();
    },
    /** A real digit waits on the pad, unless someone has drawn already. */
    offerDigit() {
      // The answer takes a moment, in which someone may begin to draw.
      if (!touched) onTestDigit(() => touched);
    },
    /** @param {string[]} missing */
    refuse(missing) {
      const words = () => t('troubles.unsupported', { missing: missing.join(t('troubles.and')) });
      const say = () => { find('unsupported').textContent = words(); };
      onLanguage(say);
      say();
      find('unsupported').hidden = false;
      return failure('unsupported', words());
    },
  };

  /** Shows what fits a model, in the document and in the training room, wherever that is. @param {string[]} capabilities */
  function fit(capabilities) {
    onCapabilities(capabilities);
    showKind(capabilities);
    const train = find('room-train');
    if (!train.isConnected) showKind(capabilities, train);
  }

  /** The words that depend on the model, wherever they stand. */
  function fillIn() {
    if (!shown) return;
    for (const place of find('room-train').querySelectorAll('[data-latent-dim]')) place.textContent = count(shown.latentDim);
    const { name, train, test } = shown.data;
    find('trained-on').hidden = name === MNIST;
    find('trained-on').textContent = t('own.trained-on', { name, count: count(train + test) });
    find('objective-note').textContent = objectiveNote(String(shown.settings.objective));
    find('epoch-note').textContent = checked && !checked.game ? checked.story() : t('page.epoch-dots');
    find('game-note').textContent = checked?.game ? checked.story() : '';
  }

  onLanguage(fillIn);
  createShortcuts(find('keys-on', HTMLInputElement), controls);
  createImageDrop(/** @type {HTMLElement} */ (find('pad-clear').parentElement), find('pad'), {
    onSheet: (sheet) => page.pad.lay(sheet),
    onProblem: (words) => (words ? page.notices.show('picture', words, { problem: true }) : page.notices.dismiss('picture')),
  });
  find('pad-clear').addEventListener('click', () => page.pad.clear());
  find('pad-digit').addEventListener('click', () => onTestDigit());
  within(document, '[data-skip]').addEventListener('click', (event) => {
    // A real jump would change the hash, and the hash is the page's state.
    event.preventDefault();
    find('room').focus();
  });
  return page;
}
