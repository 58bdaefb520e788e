// The page's whole state and its form in the address. No DOM.

import { sameRecipe } from '../engine/recipe.js';
import { t } from '../words/i18n.js';
import { listed, shortened } from '../words/sentences.js';
import { LANGUAGES, nearestLanguage } from '../words/tags.js';
import { entriesOf } from './hash.js';
import { lessonEntries, lessonReaders, wholePage } from './lesson.js';
import { FIRST, PRESETS, presetOf } from './presets.js';
import { RECIPE_KEYS, recipeOfText, recipeReaders, recipeText } from './recipe.js';
import { SETTINGS, accepts, effective, objection, parseSetting } from './settings.js';

export { PRESETS, SETTINGS, parseSetting };

export const DEVICES = ['auto', 'webgpu', 'cpu'].map((id) => ({ id, get label() { return t(`settings.device.${id}`); } }));

const MAX_STEPS = 10_000_000;
/** What an address may say without saying anything of a run. */
const PLACES = ['lang', 'room', 'chapter', 'compare-a', 'compare-b'];

/**
 * @typedef {object} State
 * @property {string} preset
 * @property {import('./settings.js').Values} settings  every setting; those without effect are as the preset has them
 * @property {import('./recipe.js').Recipe} [data]  what is done with the training images first, where something is
 * @property {string} device
 * @property {number|null} steps  how many steps `run` trains; null is "until paused"
 * @property {boolean} run        train as soon as the page is loaded
 * @property {import('../words/tags.js').Language} [lang]   the page's words, where the address says; no part of the run
 * @property {string} [room]      which room of the page is open, where it is not the first
 * @property {string} [chapter]   which chapter of the tutorial
 * @property {Sides} [sides]      the data of the two runs in the room that compares, where it is by data
 * @property {import('./lesson.js').Lesson} lesson  which parts the page has, and its colours
 */

/** What is done with the training images of A, and of B. @typedef {[import('./recipe.js').Recipe, import('./recipe.js').Recipe]} Sides */

/**
 * @param {string} [id] the preset's; vae where there is no such preset
 * @returns {State}
 */
export function initialState(id = 'vae') {
  const preset = presetOf(id);
  return {
    preset: preset.id,
    settings: { ...preset.initial },
    device: 'auto',
    steps: null,
    run: false,
    lesson: wholePage(),
  };
}

/**
 * Reads the hash. Whatever it cannot use becomes a problem in words; the rest still applies.
 * @param {string} hash with or without the leading #
 * @param {{rooms?: string[], chapters?: string[]}} [places] names that `room` and `chapter` may have; the first room needs none
 * @returns {{state: State, problems: string[], bare: boolean}} bare: the hash says nothing of a run
 */
export function parseHash(hash, { rooms = ['train'], chapters = [] } = {}) {
  const entries = entriesOf(hash);
  const given = new Map(entries);
  // Wherever in the address the preset stands, the rest is read on top of its values.
  const isPreset = (/** @type {string} */ id) => PRESETS.some((preset) => preset.id === id);
  const bare = [...given.keys()].every((key) => PLACES.includes(key));
  const named = entries.filter(([key, value]) => key === 'preset' && isPreset(value)).at(-1)?.[1];
  const state = initialState(named ?? (bare ? FIRST : undefined));
  const preset = presetOf(state.preset);
  /** @type {string[]} */
  const problems = [];
  const keys = ['preset', 'device', 'steps', 'run', 'room', 'chapter', 'compare-a', 'compare-b', 'lang', 'view', 'hide', 'theme', ...SETTINGS.map((setting) => setting.key), ...RECIPE_KEYS];
  /** @type {import('./recipe.js').Recipe} */
  const data = {};
  /** @type {Sides} */
  const sides = [{}, {}];
  /** @param {number} at @returns {(value: string) => void} */
  const side = (at) => (value) => { sides[at] = recipeOfText(value, (problem) => problems.push(problem)); };
  /** @param {string} key of what is said @param {string} value that cannot be used @param {string[]} names that can */
  const unknown = (key, value, names) => problems.push(t(key, { value: shortened(value), known: listed(names) }));
  /** @type {Record<string, (value: string) => void>} */
  const readers = {
    preset(value) {
      if (!isPreset(value)) unknown('troubles.no-preset', value, PRESETS.map(({ id }) => id));
    },
    device(value) {
      if (DEVICES.some(({ id }) => id === value)) state.device = value;
      else unknown('troubles.no-device', value, DEVICES.map(({ id }) => id));
    },
    steps(value) {
      const steps = Number(value);
      if (/^\d+$/.test(value) && steps >= 1 && steps <= MAX_STEPS) state.steps = steps;
      else problems.push(t('troubles.bad-steps', { max: MAX_STEPS, value: shortened(value) }));
    },
    run(value) {
      if (['0', '1', 'false', 'true', ''].includes(value)) state.run = value === '1' || value === 'true';
      else problems.push(t('troubles.bad-run', { value: shortened(value) }));
    },
    room(value) {
      if (value === rooms[0]) return;
      if (rooms.includes(value)) state.room = value;
      else unknown('troubles.no-room', value, rooms);
    },
    chapter(value) {
      if (chapters.includes(value)) state.chapter = value;
      else unknown('troubles.no-chapter', value, chapters);
    },
    'compare-a': side(0),
    'compare-b': side(1),
    lang(value) {
      const lang = nearestLanguage(value);
      if (lang) state.lang = lang;
      else unknown('troubles.no-language', value, Object.keys(LANGUAGES));
    },
    ...lessonReaders(state.lesson, (problem) => problems.push(problem)),
    ...recipeReaders(data, (problem) => problems.push(problem)),
  };
  for (const setting of SETTINGS) {
    readers[setting.key] = (value) => {
      const result = parseSetting(setting, value);
      if ('value' in result) state.settings[setting.key] = result.value;
      else problems.push(result.problem);
    };
  }
  /** @type {Map<string, string>} */
  const usable = new Map();
  /** @type {Set<string>} */
  const contradicted = new Set();
  for (const [key, value] of entries) {
    const told = problems.length;
    if (Object.hasOwn(readers, key)) readers[key](value);
    else problems.push(t('troubles.no-setting', { key: shortened(key), known: listed(keys) }));
    if (problems.length > told) continue;
    if ((usable.get(key) ?? value) !== value) contradicted.add(key);
    usable.set(key, value);
  }
  for (const key of contradicted) problems.push(t('troubles.twice', { key }));
  // Only now: whether a setting has an effect depends on others, which may stand behind it.
  for (const setting of SETTINGS) {
    const { key } = setting;
    const value = state.settings[key];
    if (!given.has(key) || value === preset.initial[key] || accepts(setting, value, preset, state.settings)) continue;
    problems.push(objection(setting, preset, state.settings));
  }
  state.settings = effective(preset, state.settings);
  if (Object.keys(data).length > 0) state.data = data;
  if (!sameRecipe(...sides)) state.sides = sides;
  return { state, problems, bare };
}

/**
 * The settings that differ from the preset's, and what is done with the data: what the address names and `pg.load` is given.
 * @param {Pick<State, 'preset'|'settings'|'data'>} state
 * @returns {import('./settings.js').Values}
 */
export function changesOf({ preset, settings, data }) {
  const { initial } = presetOf(preset);
  const changes = Object.fromEntries(Object.keys(initial).filter((key) => key in settings && settings[key] !== initial[key]).map((key) => [key, settings[key]]));
  return { ...changes, ...data };
}

/**
 * The same with some settings changed; those that have no effect then are as the preset has them.
 * @param {State} state
 * @param {import('./settings.js').Values} changes
 * @returns {State}
 */
export const withSettings = (state, changes) => ({ ...state, settings: effective(presetOf(state.preset), { ...state.settings, ...changes }) });

/**
 * The shortest hash that brings this state back: preset and seed always, the rest where it differs from the start.
 * @param {State} state
 */
export function formatHash(state) {
  const start = initialState(state.preset);
  const query = new URLSearchParams({ preset: state.preset, seed: String(state.settings.seed) });
  for (const [key, value] of Object.entries(changesOf(state))) query.set(key, String(value));
  if (state.device !== start.device) query.set('device', state.device);
  if (state.steps !== null) query.set('steps', String(state.steps));
  if (state.run) query.set('run', '1');
  if (state.lang) query.set('lang', state.lang);
  if (state.room) query.set('room', state.room);
  if (state.chapter) query.set('chapter', state.chapter);
  for (const [at, recipe] of (state.sides ?? []).entries()) if (Object.keys(recipe).length > 0) query.set(`compare-${'ab'[at]}`, recipeText(recipe));
  for (const [key, value] of lessonEntries(state.lesson)) query.set(key, value);
  return `#${query}`;
}

/** What of an address is seen, and not the run. @param {State} state */
export const lookOf = ({ lang, room, chapter, sides, lesson }) => ({ lang, room, chapter, sides, lesson });

/** What of an address is the run and how it begins, and not what is seen of it. @param {State} state */
export const runPart = ({ lang, room, chapter, sides, ...state }) => formatHash({ ...state, lesson: wholePage() });

/**
 * Whether two states make the same run: preset, settings, data and device, not whether it plays. What one of them leaves out is the preset's.
 * @param {Pick<State, 'preset'|'settings'|'data'|'device'>} a
 * @param {Pick<State, 'preset'|'settings'|'data'|'device'>} b
 */
export function sameRun(a, b) {
  const { initial } = presetOf(a.preset);
  return a.preset === b.preset && a.device === b.device && sameRecipe(a.data ?? {}, b.data ?? {})
    && Object.keys(initial).every((key) => (a.settings[key] ?? initial[key]) === (b.settings[key] ?? initial[key]));
}

/**
 * Another preset with its own values; the seed, the data, the device, the language and the page's parts stay.
 * @param {State} state
 * @param {string} id the preset's
 * @returns {State}
 */
export function withPreset(state, id) {
  const start = initialState(id);
  const { data, device, lesson, lang, room, chapter, sides } = state;
  return {
    ...start, settings: { ...start.settings, seed: state.settings.seed }, device, lesson,
    ...(data && { data }),
    ...(lang && { lang }), ...(room && { room }), ...(chapter && { chapter }), ...(sides && { sides }),
  };
}
