// The page's whole state in the address: what is read, what is told, and what comes back.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { DEVICES, PRESETS, SETTINGS, formatHash, initialState, parseHash, runPart, sameRun, withPreset } from '../../www/run/address.js';
import { entriesOf } from '../../www/run/hash.js';
import { presetOf } from '../../www/run/presets.js';
import { RECIPE } from '../../www/engine/schema.js';
import { accepts } from '../../www/run/settings.js';
import { addressOf, iframeOf } from '../../www/rooms/take/frame.js';
import { isLesson, wholePage, withQuery } from '../../www/run/lesson.js';
import { randomState } from './random-state.js';
import { randomness } from './randomness.js';

const parsed = (hash) => parseHash(hash).state;
/** What an address may say. */
const KEYS = ['preset', 'device', 'steps', 'run', 'room', 'chapter', 'compare-a', 'compare-b', 'lang', 'view', 'hide', 'theme', ...SETTINGS.map(({ key }) => key), ...RECIPE.map(({ key }) => key)];

test('the documented hash is read in full', () => {
  const { state, problems, bare } = parseHash('#preset=vae&seed=7&batch_size=64&device=cpu&steps=50&run=1');
  assert.deepEqual(problems, []);
  assert.equal(bare, false);
  assert.deepEqual(state, {
    preset: 'vae', device: 'cpu', steps: 50, run: true,
    settings: { ...initialState().settings, seed: 7, batch_size: 64 }, lesson: wholePage(),
  });
});

test('an empty hash is bare and means the start', () => {
  for (const hash of ['', '#', '# ']) assert.equal(parseHash(hash).bare, true, JSON.stringify(hash));
  assert.deepEqual(parsed('#'), initialState('latent-flow'));
});

test('what cannot be used is named with what can, and the rest applies', () => {
  const table = [
    ['preset=vea', 'vae'],
    ['device=gpu', 'webgpu'],
    ['batch_size=0', 'from 1 to 4096'],
    ['batch_size=1.5', 'whole number'],
    ['batch_size=0x10', 'whole number'],
    ['batch_size=', 'batch_size'],
    ['lr=-0.1', 'from 0 to 1'],
    ['lr=NaN', 'number'],
    ['lr=Infinity', 'number'],
    ['seed=-1', 'seed'],
    ['seed=1e300', 'seed'],
    ['optimizer=lion', 'sgd, rmsprop, adam'],
    ['seed=9007199254740992', 'from 0 to 9007199254740991'],
    ['latent_dim=4097', 'from 1 to 4096'],
    ['conditional=yes', 'false, true'],
    ['objective=guess', 'wasserstein-gp'],
    ['momentum=0.5', 'unless optimizer is sgd'],
    ['lr_factor=0.1', 'unless lr_schedule is step'],
    ['importance_samples=5', 'must be 1 on vae while objective is elbo or vae-gan'],
    ['steps=0', 'steps'],
    ['steps=ten', 'steps'],
    ['run=yes', 'run'],
    ['sead=1', 'seed'],
    ['__proto__=1', 'Known'],
    ['constructor=1', 'Known'],
    ['data.limit=-1', 'whole number'],
    ['data.noise=loud', 'from 0 to 1'],
    ['data.mislabel_kind=most', 'uniform, alike'],
    ['data.blurr=1', 'data.blur'],
    ['theme=pink', 'light, dark'],
    ['view=samples,<script>', 'commas'],
    ['hide=__proto__', 'names of cards'],
  ];
  for (const [part, says] of table) {
    const { state: { lesson, ...state }, problems } = parseHash(`#${part}&latent_dim=5`);
    assert.equal(problems.length, 1, part);
    assert.ok(problems[0].includes(says), `${part}: “${problems[0]}” should say ${says}`);
    const { lesson: whole, ...start } = initialState();
    assert.deepEqual(state, { ...start, settings: { ...start.settings, latent_dim: 5 } }, part);
    assert.deepEqual(lesson, { ...whole, ...(part.startsWith('view') ? { view: ['samples'] } : {}) }, part);
  }
});

test('a preset brings its own values, wherever it stands in the address', () => {
  assert.equal(parsed('#preset=iwae').settings.hidden_dim, 200);
  const { preset, settings } = parsed('#hidden_dim=100&seed=3&preset=iwae');
  assert.deepEqual([preset, settings.hidden_dim, settings.latent_dim, settings.seed], ['iwae', 100, 50, 3]);
  assert.equal(formatHash(initialState('iwae')), '#preset=iwae&seed=0');
});

test('a name that stands twice with different values is told, and the last that can be used counts', () => {
  const { state, problems } = parseHash('#seed=1&seed=2&latent_dim=5&latent_dim=5');
  assert.deepEqual([state.settings.seed, problems.length], [2, 1]);
  assert.match(problems[0], /seed stands in the address more than once/);
  assert.equal(parseHash('#preset=gan&preset=nonsense').state.preset, 'gan');
});

test('any tag of a language finds the nearest, and one without is told', () => {
  for (const [tag, lang] of [['zh-CN', 'zh'], ['zh-Hant-HK', 'zh-Hant'], ['en-GB', 'en'], ['zh', 'zh']]) {
    const { state, problems } = parseHash(`#lang=${tag}`);
    assert.deepEqual([state.lang, problems], [lang, []], tag);
    assert.equal(parsed(formatHash(state)).lang, lang);
  }
  const { state, problems } = parseHash('#lang=fr');
  assert.equal(state.lang, undefined);
  assert.match(problems[0], /“fr”.*en, zh, zh-Hant/);
});

test('what is only seen of a run is no part of it', () => {
  const rooms = { rooms: ['train', 'inside'], chapters: ['data'] };
  const run = (hash) => runPart(parseHash(hash, rooms).state);
  const base = '#preset=vae&seed=7&device=cpu';
  for (const seen of ['view=samples', 'hide=transport', 'theme=dark', 'lang=zh-TW', 'room=inside', 'room=learn', 'chapter=data', 'nonsense=1', 'seed=7', 'device=cpu', 'preset=vae']) {
    assert.equal(run(`${base}&${seen}`), run(base), seen);
  }
  for (const other of ['seed=8', 'device=webgpu', 'preset=gan', 'latent_dim=2', 'run=1', 'steps=5']) assert.notEqual(run(`${base}&${other}`), run(base), other);
});

test('another preset keeps the place, the language, the device and the seed', () => {
  const rooms = { rooms: ['train', 'learn'], chapters: ['data'] };
  const { state } = parseHash('#preset=vae&seed=7&device=cpu&room=learn&chapter=data&lang=zh&theme=dark&latent_dim=2', rooms);
  assert.equal(formatHash(withPreset(state, 'gan')), '#preset=gan&seed=7&device=cpu&lang=zh&room=learn&chapter=data&theme=dark');
});

test('a room and a chapter come from the lists that the page gives, and others are told', () => {
  const names = { rooms: ['train', 'inside', 'learn'], chapters: ['data', 'code'] };
  assert.deepEqual(parseHash('#room=inside', names).state.room, 'inside');
  assert.equal(parseHash('#room=train', names).state.room, undefined);
  for (const [hash, said] of [['#room=cellar', /“cellar”.*train, inside, learn/], ['#chapter=nine', /“nine”.*data, code/], ['#room=__proto__', /__proto__/]]) {
    const { state, problems, bare } = parseHash(hash, names);
    assert.deepEqual([state.room, state.chapter, problems.length, bare], [undefined, undefined, 1, true]);
    assert.match(problems[0], said);
  }
});

test('two recipes to compare stand in the address, beside the run and no part of it', () => {
  const hash = '#preset=cvae&seed=3&data.limit=9&room=compare&compare-a=limit%3A500&compare-b=mislabel%3A0.3%3Bdigits%3A0%2C1%3Baugment%3Ashift%3A2%2Crotate%3A10';
  const { state, problems } = parseHash(hash, { rooms: ['train', 'compare'] });
  assert.deepEqual(problems, []);
  assert.deepEqual(state.sides, [{ 'data.limit': 500 }, { 'data.digits': '0,1', 'data.mislabel': 0.3, 'data.augment': 'shift:2,rotate:10' }]);
  assert.deepEqual(state.data, { 'data.limit': 9 });
  assert.deepEqual(parseHash(formatHash(state), { rooms: ['train', 'compare'] }).state, state);
  assert.equal(runPart(state), '#preset=cvae&seed=3&data.limit=9');
  // The data as they are need no name, and the same twice is no comparison.
  assert.deepEqual(parsed('#compare-b=limit:500').sides, [{}, { 'data.limit': 500 }]);
  assert.equal(parsed('#compare-a=limit:500&compare-b=limit:500').sides, undefined);
  assert.match(parseHash('#compare-b=limit:-1').problems[0], /whole number/);
  assert.match(parseHash('#compare-b=attic:1;limit:5').problems[0], /data\.attic/);
  assert.equal(parseHash('#room=compare&compare-b=limit:500', { rooms: ['train', 'compare'] }).bare, true);
});

test('a long value is cut in the message', () => {
  const said = (length) => parseHash(`#preset=${'x'.repeat(length)}`).problems[0];
  // The longest value that is told whole has 40 characters.
  assert.ok(said(40).includes('x'.repeat(40)) && !said(40).includes('…'));
  assert.ok(said(10_000).includes('x…') && said(10_000).length === said(40).length);
});

test('format and parse are inverse', () => {
  const random = randomness(1);
  for (let round = 0; round < 2000; round++) {
    const state = randomState(random);
    const again = parseHash(formatHash(state));
    assert.deepEqual(again.problems, []);
    assert.deepEqual(again.state, state);
    assert.ok(sameRun(again.state, state));
  }
});

test('hostile hashes never throw and never leave the allowed values', () => {
  const random = randomness(2);
  const pieces = ['#', '&', '=', '%', '%00', '%ff', '+', ';', '?', '/', '<script>', '"', '\u0000', '\ud800', '😀', 'preset', 'vae', 'seed', 'steps', 'run',
    'batch_size', 'lr', 'device', 'cpu', 'optimizer', 'gan', 'beta', 'width', 'momentum', 'sgd', 'conditional', 'true', 'objective', 'wasserstein-gp', 'vae-gan', 'gan_weight', 'dropout', 'view', 'hide', 'theme', 'dark', 'samples', ',', '__proto__', 'toString', '1', '-1', '1e9', '1e-9', '0', 'NaN', 'Infinity', '0x1F', '１', ' '];
  for (let round = 0; round < 20_000; round++) {
    const hash = Array.from({ length: random.below(14) }, () => random.pick(pieces)).join('');
    const { state, problems } = parseHash(hash);
    assertAllowed(state, hash);
    for (const [key] of entriesOf(hash)) assert.ok(KEYS.includes(key) || problems.some((problem) => problem.includes([...key].slice(0, 39).join(''))), `${hash}: ${key}`);
    assert.ok(problems.every((problem) => typeof problem === 'string' && problem.length > 0));
    assert.deepEqual(parsed(formatHash(state)), state, hash);
  }
});

function assertAllowed(state, hash) {
  assert.ok(PRESETS.some(({ id }) => id === state.preset), hash);
  assert.ok(DEVICES.some(({ id }) => id === state.device), hash);
  assert.ok(state.steps === null || (Number.isInteger(state.steps) && state.steps >= 1), hash);
  assert.equal(typeof state.run, 'boolean', hash);
  const preset = presetOf(state.preset);
  assert.deepEqual(Object.keys(state.settings), SETTINGS.map(({ key }) => key), hash);
  for (const setting of SETTINGS) {
    const { key, kind, min, max, choices } = setting;
    const value = state.settings[key];
    if (kind === 'word') assert.ok(choices.includes(value), hash);
    else if (kind === 'switch') assert.equal(typeof value, 'boolean', hash);
    else assert.ok(value >= min && value <= max && (kind === 'number' || Number.isInteger(value)), hash);
    assert.ok(value === preset.initial[key] || accepts(setting, value, preset, state.settings), `${hash}: ${key}`);
  }
}

test('flags of a lesson stand in the hash or in the query, and the hash counts more', () => {
  const { lesson } = parsed('#view=samples,losses,samples&hide=transport&theme=dark');
  assert.deepEqual(lesson, { view: ['samples', 'losses'], hide: ['transport'], theme: 'dark' });
  assert.deepEqual(withQuery('?view=draw&theme=light&utm_source=x', lesson), { lesson, problems: [] });
  assert.deepEqual(withQuery('?view=draw&theme=light', wholePage()).lesson, { view: ['draw'], hide: [], theme: 'light' });
  assert.equal(withQuery('?view=%00,a&theme=no', wholePage()).problems.length, 2);
  assert.deepEqual(parsed('#view=,').lesson, wholePage());
  assert.deepEqual([isLesson(wholePage(), false), isLesson(wholePage(), true), isLesson(lesson, false)], [false, true, true]);
});

test('a shared address brings the run back, and its code holds no more than it should', () => {
  const state = { ...initialState('cvae'), steps: 50 };
  const address = addressOf('https://example.org/lab/', state, { run: true, view: ['samples', 'draw'], theme: 'dark' });
  assert.equal(address, 'https://example.org/lab/#preset=cvae&seed=0&steps=50&run=1&view=samples,draw&theme=dark');
  assert.deepEqual(parseHash(new URL(address).hash).state, { ...state, run: true, lesson: { view: ['samples', 'draw'], hide: [], theme: 'dark' } });
  assert.equal(addressOf('/', state), '/#preset=cvae&seed=0');
  assert.match(iframeOf('/"><script>', 'a'), /src="\/&quot;>&lt;script>"/);
});
