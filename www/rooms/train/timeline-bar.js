// The samples card's history: a slider back through what was drawn before, and a button that plays it again.

import { onLanguage, t } from '../../words/i18n.js';
import { Timeline } from '../../run/timeline.js';
import { count } from '../../words/sentences.js';

/** Milliseconds a frame of the replay. */
const FRAME_MS = 60;

/**
 * @param {import('../../kit/find.js').ById} find
 * @param {ReturnType<typeof import('../../kit/digits.js').createDigits>} picture
 */
export function createTimeline(find, picture) {
  const range = find('timeline-range', HTMLInputElement);
  const [play, now] = ['timeline-play', 'timeline-now'].map((id) => find(id, HTMLButtonElement));
  const text = find('timeline-text');
  const history = new Timeline();
  /** @type {import('../../run/timeline.js').Frame|null} what is looked at instead of the newest */
  let seen = null;
  /** The newest samples. @type {{images: Float32Array, layout: import('../../kit/digits.js').Layout}|null} */
  let latest = null;
  let values = new Float32Array(0);
  let replay = 0;
  let drawing = 0;

  function say() {
    const { frames } = history;
    const last = Math.max(0, frames.length - 1);
    range.max = String(last);
    range.value = String(seen ? history.placeOf(seen) : last);
    range.disabled = play.disabled = last === 0;
    now.disabled = !seen;
    const step = count((seen ?? history.last)?.step ?? 0);
    text.textContent = t('record.at-step', { step });
    range.setAttribute('aria-valuetext', t(seen ? 'record.at-step' : 'record.live-step', { step }));
    play.setAttribute('aria-label', t(replay ? 'record.stop-replay' : 'record.replay'));
    play.classList.toggle('playing', replay !== 0);
  }

  function draw() {
    drawing = 0;
    if (!seen) {
      if (latest) picture.show(latest.images, latest.layout);
      return;
    }
    const { bytes } = seen;
    if (values.length !== bytes.length) values = new Float32Array(bytes.length);
    for (let at = 0; at < bytes.length; at++) values[at] = bytes[at] / 255;
    picture.show(values, seen);
  }

  /** @param {number} at the right end is the present */
  function look(at) {
    seen = at < history.frames.length - 1 ? history.frames[at] : null;
    drawing ||= requestAnimationFrame(draw);
    say();
  }

  function stop() {
    clearInterval(replay);
    replay = 0;
    say();
  }

  function live() {
    stop();
    look(history.frames.length);
  }

  range.addEventListener('input', () => {
    const at = Number(range.value);
    stop();
    look(at);
  });
  now.addEventListener('click', () => {
    live();
    // A button that has just gone pale keeps no focus.
    range.focus();
  });
  play.addEventListener('click', () => {
    if (replay) return stop();
    let at = seen ? history.placeOf(seen) : 0;
    look(at);
    replay = setInterval(() => {
      if (seen) at = Math.max(at, history.placeOf(seen));
      at += 1;
      look(at);
      if (!seen) stop();
    }, FRAME_MS);
    return say();
  });
  onLanguage(say);
  say();

  return {
    history,
    /** What is in sight: a frame of the past, or the newest. */
    get frame() {
      return seen ?? history.last;
    },
    /**
     * The newest samples; they are not drawn over the past that someone looks at.
     * @param {Float32Array} images
     * @param {import('../../kit/digits.js').Layout} layout
     */
    show(images, layout) {
      latest = { images, layout };
      if (!seen) picture.show(images, layout);
    },
    /** @param {{step: number, images: Float32Array, columns: number, rows: number, label?: number|null}} drawn */
    add(drawn) {
      history.add(drawn);
      say();
    },
    live,
    /** A new run. */
    clear() {
      history.clear();
      seen = null;
      stop();
    },
    /** The run went back to this step. @param {number} step */
    truncate(step) {
      history.truncate(step);
      if (seen && seen.step > step) live();
      else say();
    },
  };
}
