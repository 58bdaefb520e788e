// The page's whole state and its form in the address: every setting and every default in one place, and no DOM.

/**
 * @typedef {object} Setting
 * @property {string} key       the name in the hash and in `pg.load`
 * @property {string} label     the name on the page
 * @property {'integer'|'number'|'word'} kind
 * @property {number|string} initial
 * @property {number} [min]
 * @property {number} [max]
 * @property {(number|string)[]} [offers]  values worth trying; all there are, for a word
 * @property {boolean} [more]   shown only on request
 * @property {string} help      what it does, for someone who has never trained a model
 */

/** @type {Setting[]} */
export const SETTINGS = [
  {
    key: 'batch_size', label: 'Batch size', kind: 'integer', initial: 128, min: 1, max: 4096, offers: [32, 64, 128, 256, 512],
    help: 'Digits looked at before each small correction. Fewer is noisier; more is steadier, and slower a step.',
  },
  {
    key: 'lr', label: 'Learning rate', kind: 'number', initial: 0.001, min: 0, max: 1, offers: [0.0001, 0.0003, 0.001, 0.003, 0.01],
    help: 'How big each correction is. Too small learns slowly; too big overshoots, and the loss breaks down.',
  },
  {
    key: 'seed', label: 'Seed', kind: 'integer', initial: 0, min: 0, max: Number.MAX_SAFE_INTEGER,
    help: 'Where all randomness starts. The same seed gives the same first weights and the same order of digits.',
  },
  {
    key: 'latent_dim', label: 'Code size', kind: 'integer', initial: 20, min: 1, max: 512, offers: [2, 5, 10, 20, 50], more: true,
    help: 'How many numbers a digit is squeezed into.',
  },
  {
    key: 'hidden_dim', label: 'Hidden units', kind: 'integer', initial: 400, min: 1, max: 4096, offers: [50, 100, 200, 400, 800], more: true,
    help: 'The width of the layer between picture and code. Wider can learn more, and takes longer.',
  },
  {
    key: 'beta', label: 'Weight of the code’s loss', kind: 'number', initial: 1, min: 0, max: 1000, offers: [0.1, 0.5, 1, 2, 4], more: true,
    help: 'More gives simpler codes and blurrier pictures; less gives sharper copies and stranger inventions.',
  },
  {
    key: 'optimizer', label: 'Optimizer', kind: 'word', initial: 'adam', offers: ['adam', 'rmsprop', 'sgd'], more: true,
    help: 'The rule that turns what went wrong into a correction.',
  },
];

/** `initial`: where a preset starts from other values than SETTINGS say. A test compares them with the engine's. */
export const PRESETS = [
  { id: 'vae', title: 'Variational autoencoder', initial: {} },
  { id: 'conv-vae', title: 'Convolutional VAE', initial: { hidden_dim: 128 } },
  { id: 'beta-vae', title: 'beta-VAE', initial: { beta: 4 } },
  { id: 'cvae', title: 'Conditional VAE', initial: {} },
  { id: 'iwae', title: 'Importance-weighted autoencoder', initial: { batch_size: 20, hidden_dim: 200, latent_dim: 50 } },
];

export const DEVICES = [
  { id: 'auto', label: 'Choose for me' },
  { id: 'webgpu', label: 'GPU (WebGPU)' },
  { id: 'cpu', label: 'CPU' },
];

const MAX_STEPS = 10_000_000;

/**
 * @typedef {object} State
 * @property {string} preset
 * @property {Record<string, number|string>} settings  every key of SETTINGS
 * @property {string} device
 * @property {number|null} steps  how many steps `run` trains; null is "until paused"
 * @property {boolean} run        train as soon as the page is loaded
 */

/**
 * @param {string} [id] the preset's; vae where there is no such preset
 * @returns {State}
 */
export function initialState(id = 'vae') {
  const preset = PRESETS.find((one) => one.id === id) ?? PRESETS[0];
  return {
    preset: preset.id,
    settings: { ...Object.fromEntries(SETTINGS.map((setting) => [setting.key, setting.initial])), ...preset.initial },
    device: 'auto',
    steps: null,
    run: false,
  };
}

const known = (names) => names.join(', ');

/**
 * A setting's value from text.
 * @param {Setting} setting
 * @param {string} text
 * @returns {{value: number|string} | {problem: string}}
 */
export function parseSetting(setting, text) {
  const { label, key, kind, min, max, offers } = setting;
  const trimmed = text.trim();
  if (kind === 'word') {
    if (offers.includes(trimmed)) return { value: trimmed };
    return { problem: `${label} (${key}) must be one of ${known(offers)}, not “${shorten(text)}”.` };
  }
  const value = Number(trimmed);
  const whole = kind === 'integer';
  // Only plain decimals: Number() alone would also take “0x1F”.
  const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed);
  if (!decimal || (whole && !Number.isInteger(value)) || !(value >= min && value <= max)) {
    return { problem: `${label} (${key}) must be ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}, not “${shorten(text)}”.` };
  }
  return { value: Object.is(value, -0) ? 0 : value };
}

/**
 * Reads the hash. Whatever it cannot use becomes a problem in words; the rest still applies.
 * @param {string} hash with or without the leading #
 * @returns {{state: State, problems: string[], bare: boolean}} bare: the hash says nothing at all
 */
export function parseHash(hash) {
  const text = hash.replace(/^#/, '');
  // URLSearchParams never throws, whatever the address holds.
  const query = new URLSearchParams(text);
  // Wherever in the address the preset stands, the rest is read on top of its values.
  const isPreset = (id) => PRESETS.some((preset) => preset.id === id);
  const state = initialState(query.getAll('preset').filter(isPreset).at(-1));
  const problems = [];
  const keys = ['preset', 'device', 'steps', 'run', ...SETTINGS.map((setting) => setting.key)];
  const readers = {
    preset(value) {
      if (!isPreset(value)) problems.push(`There is no preset “${shorten(value)}”. Known: ${known(PRESETS.map((preset) => preset.id))}.`);
    },
    device(value) {
      if (DEVICES.some((device) => device.id === value)) state.device = value;
      else problems.push(`There is no device “${shorten(value)}”. Known: ${known(DEVICES.map((device) => device.id))}.`);
    },
    steps(value) {
      const steps = Number(value);
      if (/^\d+$/.test(value) && steps >= 1 && steps <= MAX_STEPS) state.steps = steps;
      else problems.push(`steps must be a whole number from 1 to ${MAX_STEPS}, not “${shorten(value)}”.`);
    },
    run(value) {
      if (['0', '1', 'false', 'true', ''].includes(value)) state.run = value === '1' || value === 'true';
      else problems.push(`run must be 1 or 0, not “${shorten(value)}”.`);
    },
  };
  for (const setting of SETTINGS) {
    readers[setting.key] = (value) => {
      const result = parseSetting(setting, value);
      if ('value' in result) state.settings[setting.key] = result.value;
      else problems.push(result.problem);
    };
  }
  for (const [key, value] of query) {
    if (Object.hasOwn(readers, key)) readers[key](value);
    else problems.push(`There is no setting “${shorten(key)}” in the address. Known: ${known(keys)}.`);
  }
  return { state, problems, bare: text.trim() === '' };
}

/**
 * The shortest hash that brings this state back: preset and seed always, the rest where it differs from the start.
 * @param {State} state
 */
export function formatHash(state) {
  const start = initialState(state.preset);
  const query = new URLSearchParams({ preset: state.preset, seed: String(state.settings.seed) });
  for (const { key } of SETTINGS) {
    if (key !== 'seed' && state.settings[key] !== start.settings[key]) query.set(key, String(state.settings[key]));
  }
  if (state.device !== start.device) query.set('device', state.device);
  if (state.steps !== null) query.set('steps', String(state.steps));
  if (state.run) query.set('run', '1');
  return `#${query}`;
}

/** Whether two states make the same run: preset, settings and device, not whether it plays. */
export function sameRun(a, b) {
  return a.preset === b.preset && a.device === b.device && SETTINGS.every(({ key }) => a.settings[key] === b.settings[key]);
}

/** Text from the address goes into messages, so a long one is cut. */
function shorten(text) {
  const characters = [...text];
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : text;
}
