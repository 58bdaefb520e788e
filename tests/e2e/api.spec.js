// The names that other people's scripts call, and what happens when they call them wrongly.

import { expect, shared, test } from './fixtures.js';

test('every documented call answers with what it promises', async ({ page, open }) => {
  await open();
  const answers = await page.evaluate(async () => {
    const pg = await window.playgroundReady;
    const kind = (value) => (ArrayBuffer.isView(value) ? `${value.constructor.name} ${value.length}` : value);
    const progress = [];
    const answers = { same: pg === window.playground, device: pg.device };
    answers.load = await pg.load('vae', { seed: 1, batch_size: 64 });
    answers.train = await pg.train(10, { onProgress: ({ step }) => progress.push(step) });
    answers.progress = progress;
    const sample = await pg.sample(64, { seed: 1 });
    answers.sample = kind(sample);
    answers.inRange = sample.every((value) => value >= 0 && value <= 1);
    const { images, labels } = await pg.testImages(0, 3);
    answers.labels = Array.from(labels);
    const code = await pg.encode(images);
    answers.encode = [kind(code.mean), kind(code.logvar)];
    const decoded = await pg.decode(code.mean);
    const rebuilt = await pg.reconstruct(images);
    answers.decode = kind(decoded);
    answers.throughTheMean = rebuilt.every((value, index) => Math.abs(value - decoded[index]) < 1e-5);
    answers.plainArray = kind(await pg.reconstruct(Array.from(images.slice(0, 784))));
    answers.evaluate = await pg.evaluate();
    answers.subset = await pg.evaluate(250);
    answers.save = kind(await pg.save()).split(' ')[0];
    answers.state = [pg.step, pg.epoch, pg.model.preset];
    return answers;
  });
  expect(answers).toMatchObject({
    same: true,
    device: { kind: 'cpu', adapter: expect.any(String), reason: expect.stringMatching(/\.$/) },
    load: { preset: 'vae', settings: { seed: 1, batch_size: 64, lr: 0.001 }, batchSize: 64, latentDim: 20, stepsPerEpoch: 937, parameterCount: 652_824 },
    train: { step: 10, epoch: 1, steps: 10, msPerStep: expect.any(Number), imagesPerSecond: expect.any(Number) },
    sample: `Float32Array ${64 * 784}`, inRange: true, labels: [7, 2, 1],
    encode: ['Float32Array 60', 'Float32Array 60'], decode: `Float32Array ${3 * 784}`, throughTheMean: true, plainArray: 'Float32Array 784',
    save: 'Uint8Array', state: [10, 1, 'vae'],
  });
  expect(answers.progress.at(-1)).toBe(10);
  for (const losses of [answers.train.losses, answers.train.meanLosses, answers.evaluate, answers.subset]) {
    expect(Object.keys(losses).sort()).toEqual(['kl_loss', 'loss', 'recon_loss']);
    expect(losses.loss).toBeGreaterThan(100);
  }
  expect(answers.train.imagesPerSecond).toBeCloseTo((1000 * 64) / answers.train.msPerStep, 3);
});

shared('images of the data are bytes as they are, whatever is learnt from them, and end where the data do', async ({ page, open }) => {
  await open('#preset=vae&seed=0&device=cpu&data.invert=1&data.limit=500&batch_size=20');
  const found = await page.evaluate(async () => {
    const pg = window.playground;
    const test = await pg.testImages(9_997, 3);
    const [last, first, beyond] = await Promise.all([pg.images('test', 9_997, 50), pg.images('train', 0, 2), pg.images('train', 60_000, 5)]);
    const code = (/** @type {Promise<unknown>} */ call) => call.then(() => null, (error) => error.code);
    return {
      same: test.images.every((value, at) => Math.round(255 * value) === last.images[at]), labels: [...test.labels].join() === [...last.labels].join(),
      lengths: [last.images.length, last.labels.length, beyond.images.length, beyond.labels.length], first: [...first.labels], inked: first.images.some((pixel) => pixel === 255),
      totals: [first.train, first.test], codes: await Promise.all([code(pg.images('both', 0, 1)), code(pg.images('train', -1, 1)), code(pg.images('train', 0))]),
    };
  });
  expect(found).toEqual({
    same: true, labels: true, lengths: [3 * 784, 3, 0, 0], first: [5, 0], inked: true, totals: [60_000, 10_000], codes: ['bad-input', 'bad-input', 'bad-input'],
  });
});

test('a model is measured while it trains', async ({ page, open }) => {
  await open();
  const { measured, again, steps, shares, stopped } = await page.evaluate(async () => {
    const pg = await window.playgroundReady;
    await pg.load('cvae', { hidden_dim: 32, batch_size: 32 });
    await pg.train(50);
    const ended = new AbortController();
    const training = pg.train(1e6, { signal: ended.signal });
    const before = pg.step;
    const shares = [];
    const measured = await pg.measure({ count: 300, seed: 1, byDigit: true, onProgress: (share) => shares.push(share) });
    const steps = pg.step - before;
    ended.abort();
    await training;
    const [one, other] = [await pg.measure({ count: 300, seed: 1 }), await pg.measure({ count: 300, seed: 1 })];
    const stop = new AbortController();
    const stopped = pg.measure({ signal: stop.signal }).catch(({ code }) => code);
    stop.abort();
    return { measured, steps, shares, stopped: await stopped, again: JSON.stringify(one) === JSON.stringify(other) };
  });
  const number = expect.any(Number);
  const metrics = {
    classifier_score: number, classifier_distance: number, classifier_distance_floor: number, precision: number, recall: number, density: number,
    coverage: number, diversity: number, nearest_distance: number, confidence: number, label_accuracy: number,
  };
  expect(measured).toMatchObject({ count: 300, real_count: 300, ...metrics, real: metrics });
  expect(measured.digit_shares).toHaveLength(10);
  expect(measured.confusion.flat().reduce((sum, count) => sum + count)).toBe(300);
  expect(measured.real.classifier_score).toBeGreaterThan(9);
  expect(measured.real.label_accuracy).toBeGreaterThan(0.97);
  // The digits asked for in turn: thirty each.
  expect(measured.by_digit.map(({ count }) => count)).toEqual(Array(10).fill(30));
  expect(measured.by_digit[3]).toMatchObject({ precision: number, label_accuracy: number, real: { label_accuracy: number } });
  expect(shares.length).toBeGreaterThan(2);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(stopped).toBe('aborted');
  // Training went on meanwhile.
  expect(steps).toBeGreaterThan(10);
  expect(again).toBe(true);
});

// That each of them trains and draws, tests/e2e/presets.spec.js shows.
shared('the page starts every preset from the engine\'s own values', async ({ page, open }) => {
  await open();
  const rows = await page.evaluate(async () => {
    const { PRESETS, initialState } = await import('./run/address.js');
    // Not the page's, whose cards would ask every model for pictures.
    const { createPlayground } = await import('./playground.js');
    const pg = await createPlayground({ device: 'cpu' });
    const rows = [];
    for (const { id } of PRESETS) {
      const { settings, capabilities } = await pg.load(id, {});
      const own = initialState(id).settings;
      const differing = Object.keys(settings).filter((key) => key !== 'preset' && own[key] !== settings[key]);
      const expected = PRESETS.find((preset) => preset.id === id).capabilities;
      if (String([...capabilities].sort()) !== String([...expected].sort())) differing.push('capabilities');
      rows.push({ id, differing });
    }
    pg.close();
    return { rows, engine: pg.presets };
  });
  expect(rows.engine.map(({ id }) => id)).toEqual(rows.rows.map(({ id }) => id));
  expect(rows.engine[0]).toEqual({ id: 'vae', title: 'Variational autoencoder', description: expect.stringMatching(/\.$/) });
  for (const row of rows.rows) expect(row).toEqual({ id: row.id, differing: [] });
});

shared('a preset in the hash trains with its own layers', async ({ page, open }) => {
  await open('#preset=iwae&hidden_dim=16&steps=3&run=1');
  await expect.poll(() => page.evaluate(() => window.playground?.step)).toBe(3);
  const settings = await page.evaluate(() => window.playground.model.settings);
  expect(settings).toMatchObject({ preset: 'iwae', architecture: 'deep', latent_dim: 50, batch_size: 20, hidden_dim: 16 });
});

shared('wrong calls reject with a code and a sentence, and leave the run as it was', async ({ page, open }) => {
  await open();
  const table = await page.evaluate(async () => {
    const pg = window.playground;
    await pg.train(3);
    const calls = {
      'unknown preset': () => pg.load('vea'),
      'unknown setting': () => pg.load('vae', { sead: 1 }),
      'bad setting': () => pg.load('vae', { batch_size: 0 }),
      'settings no object': () => pg.load('vae', 7),
      'no steps': () => pg.train(0),
      'half a step': () => pg.train(1.5),
      'steps in words': () => pg.train('ten'),
      'no samples': () => pg.sample(0),
      'half an image': () => pg.encode(new Float32Array(100)),
      'bright pixels': () => pg.reconstruct(new Float32Array(784).fill(2)),
      'code too short': () => pg.decode(new Float32Array(19)),
      'code not finite': () => pg.decode(new Float32Array(20).fill(NaN)),
      'no checkpoint': () => pg.restore(new Uint8Array(100)),
      'unknown device': () => pg.useDevice('tpu'),
      // WebAssembly would take each for another number, or for none.
      'images before the first': () => pg.testImages(-1, 1),
      'images without a number': () => pg.testImages(0, NaN),
      'more images than numbers': () => pg.testImages(0, 1e20),
      'a test of fewer than none': () => pg.evaluate(-1),
      'a test in words': () => pg.evaluate('ten'),
      'half a sample': () => pg.sample(1.5),
      'more samples than numbers': () => pg.sample(2 ** 32 + 1),
      'a seed that others look like': () => pg.sample(1, { seed: 2 ** 53 }),
      'a label that wraps': () => pg.sample(1, { label: [259] }),
      'no image': () => pg.encode(undefined),
      'words for a code': () => pg.decode(Array(20).fill('x')),
      'a code that is no list': () => pg.activations(null, { z: 'x' }),
      'no file': () => pg.restore({}),
    };
    const answers = {};
    for (const [name, call] of Object.entries(calls)) {
      answers[name] = await call().then(() => 'no error', (error) => ({ isError: error instanceof Error, code: error.code, message: error.message }));
    }
    return { answers, step: pg.step, next: (await pg.train(1)).step };
  });
  const codes = {
    'unknown preset': 'unknown-preset', 'unknown setting': 'unknown-setting', 'bad setting': 'bad-setting', 'settings no object': 'bad-input',
    'no steps': 'bad-input', 'half a step': 'bad-input', 'steps in words': 'bad-input', 'no samples': 'bad-input', 'half an image': 'bad-input',
    'bright pixels': 'bad-input', 'code too short': 'bad-input', 'code not finite': 'bad-input', 'no checkpoint': 'bad-file', 'unknown device': 'unknown-device',
  };
  for (const [name, answer] of Object.entries(table.answers)) {
    const code = codes[name] ?? 'bad-input';
    expect(answer, name).toMatchObject({ isError: true, code });
    expect(answer.message, name).toMatch(/\.$/);
  }
  expect(table.answers['unknown preset'].message).toContain('vae');
  expect(table.answers['unknown setting'].message).toContain('batch_size');
  expect([table.step, table.next]).toEqual([3, 4]);
});

shared('a script that trains while the page plays owns the steps', async ({ page, open, shown }) => {
  await open();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(shown.step).toBeGreaterThan(3);
  const result = await page.evaluate(async () => {
    await window.playground.load('vae', { seed: 2 });
    return window.playground.train(25);
  });
  expect(result).toMatchObject({ step: 25, steps: 25 });
  await expect.poll(shown.step).toBe(25);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await expect(page.locator('#setting-seed')).toHaveValue('2');
  expect(new URL(page.url()).hash).toContain('seed=2');
});

shared('a signal stops training between steps, and what was trained counts', async ({ page, open }) => {
  await open();
  const result = await page.evaluate(() => {
    const stop = new AbortController();
    return window.playground.train(100_000, { signal: stop.signal, onProgress: ({ step }) => { if (step >= 10) stop.abort(); } });
  });
  expect(result.step).toBeGreaterThanOrEqual(10);
  expect(result.step).toBeLessThan(1000);
  expect(result.steps).toBe(result.step);
});

shared('loading another model ends a training under way', async ({ page, open }) => {
  await open();
  const answers = await page.evaluate(async () => {
    const pg = window.playground;
    const training = pg.train(100_000).catch((error) => error.code);
    await new Promise((resolve) => { const off = pg.on('step', () => { off(); resolve(); }); });
    await pg.load('vae', { seed: 3 });
    return { training: await training, step: pg.step, next: (await pg.train(2)).step };
  });
  expect(answers).toEqual({ training: 'aborted', step: 0, next: 2 });
});

shared('what is refused while it trains leaves the training, and what is closed says so', async ({ page, open }) => {
  await open();
  const answers = await page.evaluate(async () => {
    const pg = window.playground;
    const { createPlayground } = await import('./playground.js');
    const code = (call) => call.then(() => 'no error', (error) => error.code);
    // Not the page's: that one pauses for whoever asks.
    const own = await createPlayground({ device: 'cpu' });
    await own.load('vae', { seed: 3 });
    const loaded = [];
    own.on('loaded', (model) => loaded.push(model.preset));
    const codes = [];
    const { step, steps } = await own.train(30, {
      onProgress: () => codes.length < 3 && codes.push(code(own.load('vae', { batch_size: 0 })), code(own.restore(new ArrayBuffer(9))), code(own.load('gan', { sead: 1 }))),
    });
    const answers = { codes: await Promise.all(codes), steps: [step, steps, own.step], loaded: [...loaded] };
    const bytes = await own.save();
    answers.restored = (await own.restore(bytes.buffer)).step;
    answers.proxied = (await own.load('vae', new Proxy({ seed: 5, batch_size: 16 }, {}))).settings.seed;
    answers.seed = await own.load('vae', { seed: 2 ** 53 }).catch(({ code: word, message }) => [word, message]);
    answers.closed = await code(own.train(1000, { onProgress: () => own.close() }));
    answers.page = (await pg.train(2)).step;
    return answers;
  });
  expect(answers).toMatchObject({
    codes: ['bad-setting', 'bad-file', 'unknown-setting'], steps: [30, 30, 30], loaded: [], restored: 30, proxied: 5, closed: 'closed', page: 2,
    seed: ['bad-setting', expect.stringContaining('9007199254740991')],
  });
});

shared('calls at the same time each get their own answer, and trainings wait for one another', async ({ page, open }) => {
  await open();
  const answers = await page.evaluate(async () => {
    const pg = window.playground;
    const [a, one, b, many] = await Promise.all([pg.train(5), pg.sample(1), pg.train(5), pg.sample(7, { seed: 4 })]);
    return [a.step, one.length, b.step, many.length, a.steps, b.steps];
  });
  expect(answers).toEqual([5, 784, 10, 7 * 784, 5, 5]);
});

shared('a saved run goes on exactly where it was', async ({ page, open }) => {
  await open();
  const [straight, resumed, step] = await page.evaluate(async () => {
    const pg = window.playground;
    await pg.load('vae', { seed: 8, batch_size: 32 });
    await pg.train(6);
    const bytes = await pg.save();
    const straight = await pg.train(6);
    await pg.load('vae', { seed: 1 });
    await pg.train(2);
    const { step } = await pg.restore(bytes);
    return [straight, await pg.train(6), step];
  });
  expect(step).toBe(6);
  expect(resumed.step).toBe(12);
  expect(resumed.losses).toEqual(straight.losses);
});

shared('it can be embedded without the page', async ({ page, open }) => {
  await open();
  const answers = await page.evaluate(async () => {
    const { createPlayground } = await import('./playground.js');
    const phases = [];
    const pg = await createPlayground({ device: 'cpu', on: { status: ({ phase }) => phases.push(phase) } });
    const early = await pg.train(1).catch((error) => error.code);
    await pg.load('vae');
    const { step } = await pg.train(2);
    pg.close();
    const late = await pg.sample(1).catch((error) => error.code);
    return { phases, early, step, late };
  });
  expect(answers).toMatchObject({ early: 'not-loaded', step: 2, late: 'closed' });
  expect(answers.phases).toContain('engine');
});

shared('unknown things in the hash are named with what is known, and the rest applies', async ({ page, open, shown }) => {
  await open('#preset=nope&sead=3&batch_size=many&device=cpu&latent_dim=5');
  const notice = shown.notice('address');
  for (const words of ['nope', 'Known: vae', 'sead', 'batch_size', '“many”']) await expect(notice).toContainText(words);
  expect(await page.evaluate(() => window.playground.model)).toMatchObject({ preset: 'vae', latentDim: 5, batchSize: 128 });
  await notice.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(notice).toHaveCount(0);
});
