// What callers hand in, as plain data of our own: it goes to another thread, where functions, proxies and the like cannot, and the
// caller may change what is theirs while the call waits for its turn. Which values are good, the engine says; here only what they are.

import { RECIPE } from './schema.js';
import { coded, failure } from './worker/failure.js';

/** @typedef {import('./schema.d.ts').Value} Value */

/**
 * Reads an argument; what is thrown on the way (a getter, a proxy that was revoked) is the caller's, and no good input.
 * @template T
 * @param {() => T} read
 * @returns {T}
 */
export function reading(read) {
  try {
    return read();
  } catch (error) {
    const known = coded(error);
    throw known.code === 'failed' ? failure('bad-input', `What was handed in could not be read (${known.message}).`) : known;
  }
}

/** @param {unknown} value @param {string} name @param {string} example @returns {string} */
export function text(value, name, example) {
  if (typeof value === 'string') return value;
  throw failure('bad-input', `The ${name} must be a word, ${example} for example, not ${kindOf(value)}.`);
}

/** One that is whole. @param {unknown} value @param {string} name @returns {number} */
export function number(value, name) {
  if (typeof value === 'number') return value;
  throw failure('bad-input', `The ${name} must be a whole number, not ${kindOf(value)}.`);
}

/** One that may have decimals. @param {unknown} value @param {string} name @returns {number} */
export function real(value, name) {
  if (typeof value === 'number') return value;
  throw failure('bad-input', `The ${name} must be a number, not ${kindOf(value)}.`);
}

/** @param {unknown} value @returns {(progress: any) => void} */
export function progress(value) {
  if (typeof value === 'function') return /** @type {(progress: any) => void} */ (value);
  throw failure('bad-input', `onProgress must be a function, not ${kindOf(value)}.`);
}

/**
 * What stops a call.
 * @param {unknown} value a signal of this page, or of another one
 * @param {boolean} [heard] whether it is listened to; where it is only looked at, whatever has an `aborted` will do
 * @returns {AbortSignal}
 */
export function signal(value, heard = true) {
  const listens = (/** @type {object} */ one) => !heard || ('addEventListener' in one && 'removeEventListener' in one);
  if (typeof value === 'object' && value !== null && 'aborted' in value && listens(value)) return /** @type {AbortSignal} */ (value);
  throw failure('bad-input', `The signal must be that of an AbortController, not ${kindOf(value)}.`);
}

/**
 * Settings by key. One that is undefined is left out.
 * @param {unknown} value an object, a Map, or nothing
 * @returns {Record<string, Value>}
 */
export function settings(value) {
  const given = value instanceof Map ? Object.fromEntries(value) : object(value, 'settings', '{ seed: 0 }');
  const entries = Object.entries(given).filter(([, one]) => one !== undefined);
  for (const [key, one] of entries) {
    if (!['number', 'string', 'boolean'].includes(typeof one)) {
      throw failure('bad-input', `The setting “${key}” must be a number, a word, true or false, not ${kindOf(one)}.`);
    }
  }
  return /** @type {Record<string, Value>} */ (Object.fromEntries(entries));
}

/**
 * Settings of the data alone.
 * @param {unknown} value an object, a Map, or nothing
 * @returns {Record<string, Value>}
 */
export function recipe(value) {
  const given = settings(value);
  const known = RECIPE.map(({ key }) => key);
  const other = Object.keys(given).find((key) => !known.includes(key));
  if (other === undefined) return given;
  throw failure('unknown-setting', `There is no setting “${other}” of the data. Those of the data are: ${known.join(', ')}.`);
}

/**
 * Those options that a call knows, each read in its way; others do no harm.
 * @template {Record<string, (value: unknown) => unknown>} Readers
 * @param {unknown} value an object, or nothing
 * @param {Readers} readers
 * @returns {{[Key in keyof Readers]?: ReturnType<Readers[Key]>}}
 */
export function options(value, readers) {
  const given = object(value, 'options', '{ seed: 1 }');
  /** @type {Record<string, unknown>} */
  const known = {};
  for (const [key, read] of Object.entries(readers)) if (given[key] !== undefined && given[key] !== null) known[key] = read(given[key]);
  return /** @type {{[Key in keyof Readers]?: ReturnType<Readers[Key]>}} */ (known);
}

/**
 * @typedef {object} CommonOptions
 * @property {import('./types.d.ts').Values} [image] n·784 values
 * @property {number|ArrayLike<number>|null} [label] for a model that is told the digit
 * @property {import('./types.d.ts').Values} [mask] 784 values, 1 where a pixel is missing
 * @property {number} [start]
 * @property {number} [count]
 * @property {number} [seed]
 * @property {(progress: import('./types.d.ts').SceneProgress) => void} [onProgress]
 * @property {AbortSignal} [signal]
 * @typedef {CommonOptions & {[option: string]: unknown}} SceneOptions with the scene's own, which are numbers
 */

/** What a scene is asked. @param {unknown} value an object, or nothing */
export function scene(value) {
  const readers = {
    image: (/** @type {unknown} */ one) => some(one, 'image'), label, mask: (/** @type {unknown} */ one) => some(one, 'mask'),
    start: (/** @type {unknown} */ one) => number(one, 'start'), count: (/** @type {unknown} */ one) => number(one, 'count'), seed,
    onProgress: progress, signal,
  };
  const own = Object.entries(object(value, 'options', '{ seed: 1 }')).filter(([key, one]) => !(key in readers) && one !== undefined);
  return { ...options(value, readers), options: Object.fromEntries(own.map(([key, one]) => [key, real(one, key)])) };
}

/**
 * Images of one's own. Which numbers and labels are good, the engine says.
 * @param {unknown} value
 * @returns {import('./types.d.ts').OwnImages|null} null: none, MNIST
 */
export function ownImages(value) {
  if (value === null || value === undefined) return null;
  const { name = '', images, labels } = object(value, 'data', '{ name, images, labels }');
  const none = labels === undefined || labels === null;
  return { name: text(name, 'name', '“runes”'), images: imageBytes(images, 'images'), labels: none ? null : imageBytes(labels, 'labels') };
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} a copy */
function imageBytes(value, name) {
  if (value instanceof Uint8Array || value instanceof Uint8ClampedArray) return new Uint8Array(value);
  throw failure('bad-input', `The ${name} must be a Uint8Array, 0 to 255 a pixel and 0 to 9 a label, not ${kindOf(value)}.`);
}

/** A digit for all images, or a list with one an image. @param {unknown} value @returns {number|number[]} */
export const label = (value) => (typeof value === 'object' ? filled(list(value, 'label'), 'label') : number(value, 'label'));

/** @param {unknown} value @returns {number} */
export const seed = (value) => number(value, 'seed');

/** Images, codes: a typed array, or a list of numbers. @param {unknown} value @param {string} name @returns {Float32Array} a copy */
export const numbers = (value, name) => (value instanceof Float32Array ? value.slice() : Float32Array.from(list(value, name)));

/** The same where it may be left out, and so cannot be empty. @param {unknown} value @param {string} name @returns {Float32Array} a copy */
export const some = (value, name) => filled(numbers(value, name), name);

/** @template {ArrayLike<number>} T @param {T} all @param {string} name @returns {T} */
function filled(all, name) {
  if (all.length > 0) return all;
  throw failure('bad-input', `The ${name} is an empty list. Leave it out, or give its numbers.`);
}

/** A file. @param {unknown} value @returns {Uint8Array} a copy */
export function bytes(value) {
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  throw failure('bad-input', `A saved run must be a Uint8Array or an ArrayBuffer, not ${kindOf(value)}.`);
}

/** @param {unknown} value @param {string} name @returns {number[]} */
function list(value, name) {
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    throw failure('bad-input', `The ${name} must be a Float32Array, or a list of numbers, not ${kindOf(value)}.`);
  }
  const all = Array.from(/** @type {Iterable<unknown>} */ (value));
  const at = all.findIndex((one) => typeof one !== 'number');
  if (at >= 0) throw failure('bad-input', `The ${name} must be numbers; number ${at} of the list is ${kindOf(all[at])}.`);
  return /** @type {number[]} */ (all);
}

/** @param {unknown} value @param {string} name @param {string} example @returns {Record<string, unknown>} nothing is an empty one */
export function object(value, name, example) {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value) && !ArrayBuffer.isView(value)) return /** @type {Record<string, unknown>} */ (value);
  throw failure('bad-input', `The ${name} must be a plain object, ${example} for example, not ${kindOf(value)}.`);
}

/** For people: never throws, also not on what cannot be read. @param {unknown} value @returns {string} */
export function kindOf(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return kindOfObject(value);
  if (typeof value === 'string') return `the word “${value.slice(0, 40)}”`;
  if (typeof value === 'number') return `the number ${value}`;
  return typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

/** @param {object} value */
function kindOfObject(value) {
  try {
    return Array.isArray(value) ? 'a list' : `an object (${value.constructor?.name ?? 'Object'})`;
  } catch {
    // A proxy that was revoked, a getter that throws.
    return 'an object';
  }
}
