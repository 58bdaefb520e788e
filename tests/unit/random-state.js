// States of the page at random: everything that an address can say.

import { DEVICES, PRESETS, SETTINGS } from '../../www/run/address.js';
import { effective } from '../../www/run/settings.js';

export function randomValue({ kind, min, max, choices }, random) {
  if (kind === 'word') return random.pick(choices);
  if (kind === 'switch') return random.pick([false, true]);
  if (kind === 'whole') return min + random.below(Math.min(max - min + 1, 1e6));
  return min + random.unit() * (max - min);
}

/** Some settings, which need not go together. */
const randomChanges = (preset, random) => Object.fromEntries(
  SETTINGS.map((setting) => [setting.key, random.pick([preset.initial[setting.key], randomValue(setting, random)])]),
);

export function randomState(random) {
  const preset = random.pick(PRESETS);
  const lang = random.pick([null, 'en', 'zh', 'zh-Hant']);
  return {
    preset: preset.id,
    device: random.pick(DEVICES).id,
    steps: random.pick([null, 1 + random.below(10_000)]),
    run: random.pick([false, true]),
    settings: effective(preset, randomChanges(preset, random)),
    ...(lang && { lang }),
    ...random.pick([{}, { data: { 'data.limit': 1000, 'data.augment': 'shift:2,rotate:10' } }, { data: { 'data.seed': 0, 'data.noise': 0.25, 'data.digits': '0,1,7' } }]),
    ...random.pick([{}, { sides: [{}, { 'data.mislabel': 0.3 }] }, { sides: [{ 'data.digits': '0,1', 'data.augment': 'shift:2,rotate:10' }, {}] }]),
    lesson: {
      view: random.pick([null, ['samples'], ['losses', 'draw', 'view-2']]), hide: random.pick([[], ['transport'], ['models', 'settings']]),
      theme: random.pick([null, 'light', 'dark']),
    },
  };
}
