// A film as WebM, recorded from a canvas by the browser itself, as long as the film lasts.

import { contextOf } from '../../../kit/find.js';
import { colourIn, createGrid, shadesBetween } from './paint.js';

const SCALE = 2;
const BITS_PER_SECOND = 6_000_000;
const TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

/** What this browser can record, or nothing. @returns {string|undefined} */
export function webmType() {
  if (typeof MediaRecorder !== 'function' || !('captureStream' in HTMLCanvasElement.prototype)) return undefined;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type));
}

/**
 * @param {import('./film.js').Film} film
 * @param {{paper: number[], ink: number[]}} colours
 * @param {{onProgress: (share: number) => void, signal: AbortSignal}} options
 * @returns {Promise<Blob>}
 */
export async function recordWebm(film, colours, { onProgress, signal }) {
  const grid = createGrid(film, SCALE);
  const canvas = Object.assign(document.createElement('canvas'), { width: grid.width, height: grid.height });
  const context = contextOf(canvas);
  const picture = context.createImageData(grid.width, grid.height);
  const palette = shadesBetween(colours, 256);
  const stream = canvas.captureStream();
  const recorder = new MediaRecorder(stream, { mimeType: webmType(), videoBitsPerSecond: BITS_PER_SECOND });
  /** @type {Blob[]} */
  const parts = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const stopped = new Promise((resolve, reject) => {
    recorder.addEventListener('stop', resolve);
    recorder.addEventListener('error', ({ error }) => reject(error));
  });
  try {
    recorder.start();
    for (const [at, { bytes, ms }] of film.pictures.entries()) {
      signal.throwIfAborted();
      colourIn(grid.lay(bytes), picture, palette);
      context.putImageData(picture, 0, 0);
      onProgress((at + 1) / film.pictures.length);
      await new Promise((resolve) => { setTimeout(resolve, ms); });
    }
  } finally {
    if (recorder.state !== 'inactive') recorder.stop();
    stream.getTracks().forEach((track) => track.stop());
  }
  await stopped;
  return new Blob(parts, { type: 'video/webm' });
}
