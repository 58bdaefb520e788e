// The rooms: one is open at a time, the way between them is the browser's, and what is left costs nothing.

import { PAUSED, SMALL_GAN, atRest, axe, expect, outside, resize, shared, test, unnamedImages } from './fixtures.js';

const SMALL = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';
const LONG = ['latent-flow&latent_dim=2', 'vae-gan&latent_dim=2', 'transformer'].map((run) => `#preset=${run}&seed=0&device=cpu&batch_size=2`);
const ROOMS = ['train', 'inside', 'data', 'scenes', 'compare', 'learn', 'take'];
const LABELS = ['Train', 'Inside', 'Data', 'Scenes', 'Compare', 'Learn', 'Take along'];

/** The rooms that are in the document. */
const mounted = (page) => page.locator('#room > .room').evaluateAll((all) => all.map(({ id }) => id));

test('each room has its heading, its address and its title, and is alone in the page; the run goes on through all', async ({ page, open, go, shown }) => {
  const unnamed = await unnamedImages(page);
  await open(`${SMALL}&steps=6&run=1`);
  await expect(shown.status).toContainText('Paused at step 6');
  await expect(page.locator('#rooms a')).toHaveText(LABELS);
  const length = await page.evaluate(() => history.length) + ROOMS.length;
  for (const room of [...ROOMS.slice(1), 'train']) {
    await go(room);
    expect(await mounted(page)).toEqual([`room-${room}`]);
    await expect(page.locator('#rooms [aria-current="page"]')).toHaveAttribute('data-room', room);
    await expect(page.locator(`#room-${room} h1`)).toBeFocused();
    await expect(page.locator(`#room-${room} h1`)).toBeInViewport();
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('room')).toBe(room === 'train' ? null : room);
    await expect(page).toHaveTitle(room === 'train' ? /^Generative Playground/ : new RegExp(`^${await page.locator(`#room-${room} h1`).textContent()}`));
    await expect(page.locator('#play')).toBeInViewport();
    expect(await shown.step()).toBe(6);
  }
  // Back through all of them, and forth again.
  for (const room of [...ROOMS.slice(1).reverse(), 'train']) {
    await page.goBack();
    await expect(page.locator(`#room-${room}`)).toBeVisible();
  }
  expect(await page.evaluate(() => history.length)).toBe(length);
  expect(page.url()).not.toContain('room=');
  await page.goForward();
  await expect(page.locator('#room-inside')).toBeVisible();
  expect(await page.evaluate(() => window.playground.step)).toBe(6);
  expect(await unnamed()).toEqual([]);
});

test('an address opens its room at once, and a room that there is not is named', async ({ page, open, shown }) => {
  await open(`${SMALL}&room=compare`);
  await expect(page.locator('#compare')).toBeVisible();
  expect(await mounted(page)).toEqual(['room-compare']);
  await page.evaluate((hash) => { location.hash = hash; }, `${SMALL}&room=attic`);
  await expect(shown.notice('address')).toContainText('attic');
  await expect(page.locator('#room-train')).toBeVisible();
});

test('going back leads to a room, and not to settings of the past', async ({ page, open, go, shown }) => {
  await open(SMALL);
  await go('inside');
  await page.evaluate(() => window.playground.load('vae', { seed: 7, latent_dim: 2, hidden_dim: 40, batch_size: 32 }));
  await expect.poll(() => page.url()).toContain('seed=7');
  await page.goBack();
  await expect(page.locator('#room-train')).toBeVisible();
  await expect.poll(() => page.url()).toContain('seed=7');
  expect(await page.evaluate(() => window.playground.model.settings)).toMatchObject({ seed: 7, hidden_dim: 40 });
  expect(await shown.step()).toBe(0);
});

shared('a room that is left asks the engine nothing', async ({ page, open, go, shown }) => {
  await open(SMALL);
  await go('inside');
  await page.evaluate(() => window.playground.train(20));
  await go('learn');
  // What the room had asked when it was left is answered yet.
  await atRest(page);
  await page.evaluate(() => { window.asked = []; window.playground.on('call', ({ action }) => window.asked.push(action)); });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // The test loss goes on, so that its curve has no hole, once a second at most: till the second time every other view would have been due.
  await expect.poll(() => page.evaluate(() => window.asked.filter((action) => action === 'evaluate').length)).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shown.status).toContainText('Paused');
  const asked = await page.evaluate(() => window.asked);
  expect(asked).toContain('train');
  // The pictures of rooms that are left do not.
  for (const action of ['sample', 'reconstruct', 'decode', 'encode', 'activations', 'filters', 'judge']) expect(asked).not.toContain(action);
});

test('rooms leave nothing behind: a third tour adds neither nodes nor listeners', async ({ page, open, go }) => {
  await open(SMALL);
  await page.evaluate(() => window.playground.train(5));
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const count = async () => {
    for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
    const { metrics } = await client.send('Performance.getMetrics');
    const value = (name) => metrics.find((metric) => metric.name === name).value;
    return { nodes: value('Nodes'), listeners: value('JSEventListeners') };
  };
  const tour = async () => {
    for (const room of [...ROOMS.slice(1), 'train']) await go(room);
    // What waits for an answer holds what it is to be shown in.
    await atRest(page);
    return count();
  };
  await tour();
  const second = await tour();
  const third = await tour();
  // A tour makes hundreds of each; what differs here is what browsers hold back for a while.
  expect(third.listeners - second.listeners).toBeLessThan(20);
  expect(third.nodes - second.nodes).toBeLessThan(100);
});

shared('a comparison outlives its room, its engines do not', async ({ page, open, go }) => {
  await open(`${SMALL}&room=compare`);
  await page.locator('#compare-setting').selectOption('lr');
  await page.locator('#compare-value').fill('0.01');
  await page.locator('#compare-start').click();
  const step = async () => Number((await page.locator('#compare-status').textContent()).match(/[\d,]+/)?.[0].replace(',', '') ?? 0);
  await expect.poll(step).toBeGreaterThan(2);
  const engines = () => page.workers().filter((worker) => worker.url().endsWith('worker.js')).length;
  const during = engines();
  await go('take');
  await expect.poll(engines).toBe(during - 2);
  await go('compare');
  await expect(page.locator('#compare-status')).toContainText('Paused');
  const before = await step();
  expect(before).toBeGreaterThan(2);
  await expect(page.locator('.compare-figures tbody td').first()).toHaveText(/\d/);
  await page.locator('#compare-play').click();
  await expect.poll(step).toBeGreaterThan(before);
  await page.locator('#compare-close').click();
  await expect(page.locator('.compare-results')).toBeHidden();
});

test.describe('a room that does not arrive', () => {
  test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

  test('costs that room only, and can be asked for again', async ({ page, open, shown }) => {
    for (const room of ['take', 'compare']) await page.route(`**/rooms/${room}/room.js`, (route) => route.abort());
    await open(SMALL);
    for (const room of ['compare', 'take']) {
      await page.locator(`#rooms [data-room="${room}"]`).click();
      await expect(page.locator('.room-failed')).toContainText('Training goes on');
    }
    await page.evaluate(() => window.playground.train(3));
    expect(await shown.step()).toBe(3);
    for (const room of ['take', 'compare']) await page.unroute(`**/rooms/${room}/room.js`);
    await page.locator('.room-failed button').click();
    await expect(page.locator('#record')).toBeVisible();
    // Whoever left it and comes back asks again by that.
    await page.locator('#rooms [data-room="compare"]').click();
    await expect(page.locator('#compare')).toBeVisible();
  });
});

shared('a lesson shows the cards that it names, from whichever room, and no way to others', async ({ page, open }) => {
  await open(`${SMALL}&view=samples,filters,share`);
  for (const card of ['.samples', '#filters', '#share', '#play']) await expect(page.locator(card)).toBeVisible();
  for (const card of ['.losses', '.models', '#gradients', '#record', '#rooms', '#compare', 'h1']) {
    for (const one of await page.locator(card).all()) await expect(one, card).toBeHidden();
  }
  // Whoever comes from there to the whole page has the way to it behind them.
  await expect(page.locator('#whole-page')).toBeVisible();
  await open(SMALL);
  await expect(page.locator('#whole-page')).toHaveCount(0);
});

test('a lesson of the training room’s cards fetches no other room, and other cards of an open room come and go', async ({ page }) => {
  const fetched = [];
  page.on('request', (request) => { if (/rooms\/\w+\/room\.js/.test(request.url())) fetched.push(request.url()); });
  await page.goto(`${SMALL}&view=samples,losses`);
  await page.evaluate(() => window.playgroundReady);
  await expect(page.locator('.losses')).toBeVisible();
  expect(fetched).toEqual([]);
  await page.evaluate((hash) => { location.hash = hash; }, `${SMALL}&view=filters`);
  await expect(page.locator('#filters')).toBeVisible();
  await expect(page.locator('#gradients')).toBeHidden();
  await page.evaluate((hash) => { location.hash = hash; }, `${SMALL}&view=gradients`);
  await expect(page.locator('#gradients')).toBeVisible();
  await expect(page.locator('#filters')).toBeHidden();
});

shared('light turns to dark in the room that is open, and in the training room, which waits outside the document', async ({ page, open, go }) => {
  await open(`${SMALL}&steps=3&run=1`);
  await expect(page.locator('#status')).toContainText('Paused at step 3');
  await go('data');
  /** The colour of a canvas, and of the ink on it, where there is most. */
  const inks = (selector) => page.locator(selector).first().evaluate((canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let most = 3;
    for (let at = 3; at < data.length; at += 4) if (data[at] > data[most]) most = at;
    return [getComputedStyle(canvas).color.match(/\d+/g).map(Number), [...data.slice(most - 3, most)]];
  });
  await expect(page.locator('.data-stages li b').first()).toHaveText('60,000');
  const [light] = await inks('.data-row canvas');
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const [room, selector] of [['data', '.data-row canvas'], ['train', '#samples']]) {
    await go(room);
    // Half-transparent ink is kept in whole numbers, a little off.
    await expect.poll(async () => { const [wanted, ink] = await inks(selector); return Math.max(...wanted.map((value, at) => Math.abs(value - ink[at]))); }, room).toBeLessThan(4);
  }
  expect((await inks('#samples'))[0]).not.toEqual(light);
});

shared('a link within the page that is asked for in another tab leaves this one where it is', async ({ page, open }) => {
  await open(SMALL);
  for (const link of ['#to-tutorial', '#rooms [data-room="inside"]']) {
    const [other] = await Promise.all([page.context().waitForEvent('page'), page.locator(link).click({ modifiers: ['ControlOrMeta'] })]);
    await other.close();
    await expect(page.locator('#room-train')).toBeVisible();
  }
});

shared('the whole bench is on one screen while it trains, and no room is longer than three', async ({ page, open, go }) => {
  // What a model changes are the rooms that show it; the others are as tall with every model.
  const shows = ['inside', 'scenes', 'train'];
  for (const [hash, rooms] of [[PAUSED, [...ROOMS.slice(1).filter((room) => room !== 'learn'), 'train']], [SMALL_GAN, shows], [`${PAUSED}&latent_dim=2`, shows]]) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(hash);
    await page.evaluate(() => window.playground.train(10));
    const bottom = await page.evaluate(() => ['#play', '#samples', '.losses .chart:not([hidden] *)', '#settings input'].map((one) => document.querySelector(one).getBoundingClientRect().bottom));
    for (const edge of bottom) expect(edge).toBeLessThanOrEqual(900);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const room of rooms) {
      await go(room);
      // As tall as it becomes when its first answers are there.
      if (room === 'data') await expect(page.locator('.data-bar').first()).toBeAttached();
      await atRest(page);
      expect(await page.evaluate(() => document.documentElement.scrollHeight), `${hash} ${room}`).toBeLessThanOrEqual(2700);
    }
  }
  // The models with the most networks, and with the longest.
  for (const hash of LONG) {
    await open(`${hash}&room=inside`);
    await page.evaluate(() => window.playground.train(2));
    // As tall as it becomes: a card is drawn in sight.
    for (const card of await page.locator('#room-inside .card:visible').all()) await card.scrollIntoViewIfNeeded();
    await expect(page.locator('#gradients .spark-rows li').first()).toBeAttached();
    await expect(page.locator('#flow canvas').first()).toBeVisible();
    await atRest(page);
    expect(await page.evaluate(() => document.documentElement.scrollHeight), hash).toBeLessThanOrEqual(2700);
  }
});

shared('on phones of 390 and 360 px the rooms are a bar at the bottom, each wide enough to touch', async ({ page, open, go }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await open(SMALL);
  for (const room of [...ROOMS.slice(1), 'train']) {
    await go(room);
    for (const width of [390, 360]) {
      await resize(page, { width, height: 780 });
      const { bottom, least } = await page.evaluate(() => {
        const sides = Array.from(document.querySelectorAll('#rooms a'), (link) => link.getBoundingClientRect()).flatMap(({ width: wide, height: high }) => [wide, high]);
        return { bottom: document.getElementById('rooms').getBoundingClientRect().bottom, least: Math.min(...sides) };
      });
      expect(Math.round(bottom)).toBe(780);
      expect(least).toBeGreaterThanOrEqual(44);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${room} ${width}`).toBeLessThanOrEqual(width);
    }
  }
});

/** Of each kind of choice what is on, and another one. */
const CHOSEN = [
  ['#rooms a[aria-current]', '#rooms a:not([aria-current])'],
  ['#languages [aria-pressed="true"]', '#languages [aria-pressed="false"]'],
  ['.chip[aria-checked="true"]', '.chip[aria-checked="false"]'],
];

shared('at 200 % zoom and in forced colours every room keeps its text, its controls and its rules', async ({ page, open, go }) => {
  // A window of 1280 px at twice the size.
  await resize(page, { width: 640, height: 450 });
  await page.emulateMedia({ forcedColors: 'active' });
  await open(SMALL_GAN);
  await page.evaluate(() => window.playground.train(3));
  for (const room of [...ROOMS.slice(1), 'train']) {
    await go(room);
    expect(await outside(page, '.masthead *, main *, .rooms *', 640), room).toEqual([]);
    await expect(page.locator('#play')).toBeInViewport();
    await expect(page.locator('#rooms [aria-current="page"]')).toBeInViewport();
    // The system chooses the colours, which axe does not see.
    const { violations } = await axe(page).disableRules(['color-contrast']).analyze();
    // The rows of models are scrolled by the arrow keys that lead through them, which axe does not know of a radio group.
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)).filter((one) => one !== 'scrollable-region-focusable: <div class="chips">');
    expect(found, room).toEqual([]);
    // Backgrounds and shadows are gone: what is on has a line that others of its kind have not.
    const untold = await page.evaluate((all) => all.filter(([on, off]) => {
      const look = (selector) => { const { borderTopWidth, borderBottomWidth, outlineStyle } = getComputedStyle(document.querySelector(selector)); return [borderTopWidth, borderBottomWidth, outlineStyle].join(); };
      return document.querySelector(on) && look(on) === look(off);
    }), CHOSEN);
    expect(untold, room).toEqual([]);
  }
});
