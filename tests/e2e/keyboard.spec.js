// Everything by keyboard: no test here touches the mouse.

import { PAUSED, expect, shared, test } from './fixtures.js';

/** Presses Tab until the element has the focus. */
async function tabTo(page, locator) {
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reached ${locator}`);
}

shared('Tab, Enter and Space are enough to train, step, restart and change a setting', async ({ page, open, shown }) => {
  await open();
  await tabTo(page, page.locator('#play'));
  await page.keyboard.press('Enter');
  await expect.poll(shown.step).toBeGreaterThan(3);
  await page.keyboard.press('Space');
  await expect(shown.status).toContainText('Paused');
  const held = await page.evaluate(() => window.playground.step);
  await tabTo(page, page.locator('#step'));
  await page.keyboard.press('Enter');
  await expect.poll(shown.step).toBe(held + 1);
  await tabTo(page, page.locator('#restart'));
  await page.keyboard.press('Space');
  await expect.poll(shown.step).toBe(0);
  await tabTo(page, page.locator('#setting-batch_size'));
  await page.keyboard.type('64');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.playground.model.batchSize)).toBe(64);
});

shared('what has the focus can be seen', async ({ page, open }) => {
  await open();
  const stops = [];
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => {
      const { activeElement: element } = document;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { at: element.outerHTML.slice(0, 80), body: element === document.body, seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
    }));
  }
  expect(stops.filter(({ body, seen }) => !body && !seen)).toEqual([]);
  expect(new Set(stops.filter(({ body }) => !body).map(({ at }) => at)).size).toBeGreaterThan(20);
});

/** Presses a key as a keyboard would that writes `key` where the letter of `code` stands. @returns whether the page took it */
const pressed = (page, key, code = `Key${key.toUpperCase()}`) => page.evaluate(([name, place]) => {
  const event = new KeyboardEvent('keydown', { key: name, code: place, bubbles: true, cancelable: true, composed: true });
  return !document.activeElement.dispatchEvent(event);
}, [key, code]);

shared('single keys train, step and restart, also in Cyrillic', async ({ page, open, shown }) => {
  await open();
  await page.keyboard.press('s');
  await expect.poll(shown.step).toBe(1);
  expect(await pressed(page, 'ы', 'KeyS')).toBe(true);
  await expect.poll(shown.step).toBe(2);
  await page.keyboard.press('k');
  await expect.poll(shown.step).toBeGreaterThan(3);
  await page.keyboard.press('Space');
  await expect(shown.status).toContainText('Paused');
  await page.keyboard.press('r');
  await expect(shown.status).toContainText('Ready');
});

shared('single keys leave alone who types, who chooses from a list, and who draws; sliders and boxes have no letters', async ({ page, open }) => {
  await open();
  await page.getByText('More settings').click();
  // What the page takes it does at once: S one step, and the space bar what a button with the focus says.
  const focused = async (selector) => { await page.locator(selector).first().focus(); };
  for (const selector of ['#setting-seed', '#setting-lr', '#tempo', '#pad']) {
    await focused(selector);
    expect([selector, await pressed(page, 's'), await pressed(page, 'ы', 'KeyS')]).toEqual([selector, false, false]);
  }
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p id="editable" contenteditable="true">x</p><input id="slider" type="range"><div id="host"></div>'));
  await page.evaluate(() => { document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<input>'; });
  await focused('#editable');
  expect(await pressed(page, 's')).toBe(false);
  // Within a component the event comes from its host, as far as the page can see.
  expect(await page.evaluate(() => {
    const input = document.getElementById('host').shadowRoot.querySelector('input');
    return !input.dispatchEvent(new KeyboardEvent('keydown', { key: 's', code: 'KeyS', bubbles: true, cancelable: true, composed: true }));
  })).toBe(false);
  for (const selector of ['#slider', '#keys-on', '#play']) {
    await focused(selector);
    expect([selector, await pressed(page, 's'), await pressed(page, ' ', 'Space')]).toEqual([selector, true, false]);
  }
  for (const init of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }, { isComposing: true }]) {
    expect(await page.evaluate((more) => !document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 's', code: 'KeyS', bubbles: true, cancelable: true, ...more })), init)).toBe(false);
  }
  await page.evaluate(() => { for (const id of ['editable', 'slider', 'host']) document.getElementById(id).remove(); });
});

shared('single keys do nothing when they are switched off', async ({ page, open }) => {
  await open();
  await page.locator('#keys-on').focus();
  await page.keyboard.press('Space');
  await expect(page.locator('#keys-on')).not.toBeChecked();
  await page.locator('#keys-on').evaluate((element) => element.blur());
  for (const key of ['s', 'k', 'r', 'd', 'g']) expect(await pressed(page, key)).toBe(false);
  expect(await pressed(page, ' ', 'Space')).toBe(false);
  await page.locator('#keys-on').check();
  await page.locator('#keys-on').evaluate((element) => element.blur());
  expect(await pressed(page, 's')).toBe(true);
});

shared('a digit can be drawn with arrow keys', async ({ page, open, shown }) => {
  await open();
  await expect.poll(async () => (await shown.pixels('seen')).some((value) => value > 100)).toBe(true);
  await tabTo(page, page.locator('#pad'));
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await shown.pixels('seen')).every((value, index) => index % 4 < 3 || value === 0)).toBe(true);
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowRight');
  // The line that was drawn is a one: a bar in the middle, nothing at the sides.
  const seen = await shown.pixels('seen');
  const ink = (x, y) => seen[4 * (28 * y + x) + 3];
  expect(ink(14, 14)).toBeGreaterThan(200);
  expect(ink(4, 14) + ink(24, 14)).toBe(0);
  await expect.poll(async () => (await shown.pixels('redrawn')).some((value) => value > 20)).toBe(true);
});

test('the skip link reaches the room and leaves the address alone', async ({ page, open }) => {
  await open();
  const before = page.url();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#room')).toBeFocused();
  expect(page.url()).toBe(before);
});

test('the focus is not lost with a notice: it goes back to where it was, or to the notices', async ({ page, open, shown }) => {
  const active = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.notice || document.activeElement.localName);
  await open(`${PAUSED}&lr=fast`);
  const notice = shown.notice('address');
  await page.locator('#restart').focus();
  await notice.getByRole('button', { name: 'Close' }).focus();
  // The same notice anew takes the focus of the one that it replaces.
  await page.evaluate(() => { location.hash = '#preset=vae&device=cpu&lr=slow'; });
  await expect(notice).toContainText('slow');
  await expect.poll(active).toBe('address');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(notice).toHaveCount(0);
  await expect.poll(active).toBe('restart');
  // What had it is gone meanwhile.
  await page.evaluate(() => { location.hash = '#preset=vae&device=cpu&lr=never'; });
  await expect(notice).toContainText('never');
  await notice.getByRole('button', { name: 'Close' }).focus();
  await page.locator('#restart').evaluate((element) => element.remove());
  await page.keyboard.press('Enter');
  await expect(notice).toHaveCount(0);
  await expect.poll(active).toBe('notices');
});

test('what is read aloud comes into regions that were there, and empty, before', async ({ page, shown }) => {
  await page.addInitScript(() => {
    const LIVE = '[role="status"], [role="alert"], [aria-live]';
    window.full = [];
    window.heard = [];
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        for (const node of addedNodes) {
          const regions = node instanceof Element ? [node, ...node.querySelectorAll('*')].filter((element) => element.matches(LIVE)) : [];
          window.full.push(...regions.filter((region) => region.textContent.trim()).map((region) => region.outerHTML.slice(0, 90)));
          if (target.closest?.(LIVE) && node.textContent) window.heard.push(node.textContent);
        }
      }
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${PAUSED}&lr=fast&view=nonsense,settings`);
  await page.evaluate(() => window.playgroundReady);
  await expect(shown.notice('address')).toBeVisible();
  await expect(shown.notice('parts')).toBeVisible();
  await page.locator('#setting-seed').fill('5');
  expect(await page.evaluate(() => window.full)).toEqual([]);
  const heard = await page.evaluate(() => window.heard.join('\n'));
  for (const words of ['lr', 'no part named nonsense']) expect(heard).toContain(words);
});
