// Symbols on paper by the camera, which is asked for only when somebody presses the button: each picture that is taken joins the set.

import { findDigit, LOOK } from '../../../maths/picture/find.js';
import { markOf } from '../../../image-files/convert.js';
import { make, named } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';

/** @param {{onAdd: (image: Uint8Array) => void}} events image: 784 bytes */
export function createCamera({ onAdd }) {
  const start = named(make('button', { type: 'button' }), { t: 'own.camera' });
  const take = named(make('button', { type: 'button', className: 'primary' }), { t: 'own.camera-take' });
  const stop = named(make('button', { type: 'button' }), { t: 'own.camera-stop' });
  const video = named(make('video', { muted: true, playsInline: true }), { tLabel: 'own.camera-view' });
  const view = make('div', { className: 'own-camera', hidden: true }, [video, make('div', { className: 'recipe-actions' }, [take, stop])]);
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });
  const element = make('div', { className: 'own-files' }, [make('div', { className: 'recipe-actions' }, [start]), view, problem]);
  // Without https, and in frames that forbid it, there is none to ask for.
  element.hidden = !navigator.mediaDevices?.getUserMedia;

  /** @type {MediaStream|null} */
  let stream = null;
  let ended = false;
  /** Key of the words that say what went wrong. @type {string|null} */
  let wrong = null;

  function say() {
    problem.hidden = wrong === null;
    problem.textContent = wrong ? t(wrong) : '';
  }

  function end() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.srcObject = null;
    view.hidden = true;
    start.hidden = false;
  }
  onEnd(() => {
    ended = true;
    end();
  });

  start.addEventListener('click', async () => {
    wrong = null;
    start.disabled = true;
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      stream = opened;
      // Somebody may have gone to another room while the browser asked.
      if (ended) {
        end();
        return;
      }
      video.srcObject = opened;
      start.hidden = true;
      view.hidden = false;
      await video.play();
      take.focus();
    } catch (error) {
      end();
      wrong = error instanceof Error && error.name === 'NotAllowedError' ? 'own.camera-denied' : 'own.camera-none';
    } finally {
      start.disabled = false;
      say();
    }
  });

  take.addEventListener('click', () => {
    const { videoWidth, videoHeight } = video;
    const scale = Math.min(1, LOOK / Math.max(videoWidth, videoHeight, 1));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
    wrong = 'own.camera-nothing';
    if (context && width > 0) {
      context.imageSmoothingQuality = 'high';
      context.drawImage(video, 0, 0, width, height);
      const found = findDigit(context.getImageData(0, 0, width, height).data, width, height);
      if (found && !found.doubtful) {
        wrong = null;
        onAdd(markOf(found));
      }
    }
    say();
  });
  stop.addEventListener('click', () => {
    end();
    start.focus();
  });

  return { element, say };
}
