// Pictures on the pad: chosen, dropped, pasted; what of them the model will see, before they are taken; and files that are none.

import { axe, chinese, difference, expect, outside, shared, test, violations } from './fixtures.js';

/** A file as the browser itself writes it: paper with an upright stroke, off the middle. */
const drawn = (page, { type = 'image/png', width = 300, height = 200, paper = '#fff', ink = '#111', strokes = [[0.2, 0.2, 0.06, 0.6]], desk = '' } = {}) => page.evaluate(async (options) => {
  const canvas = new OffscreenCanvas(options.width, options.height);
  const context = canvas.getContext('2d');
  const fill = (colour, left, top, wide, high) => {
    context.fillStyle = colour;
    context.fillRect(left * options.width, top * options.height, wide * options.width, high * options.height);
  };
  if (options.desk) fill(options.desk, 0, 0, 1, 1);
  if (options.paper) fill(options.paper, ...(options.desk ? [0.08, 0.08, 0.84, 0.84] : [0, 0, 1, 1]));
  for (const stroke of options.strokes) fill(options.ink, ...stroke);
  return [...new Uint8Array(await (await canvas.convertToBlob({ type: options.type })).arrayBuffer())];
}, { type, width, height, paper, ink, strokes, desk }).then((bytes) => Buffer.from(bytes));

const choose = (page, name, buffer, mimeType = 'image/png') => page.locator('#pad-file').setInputFiles({ name, mimeType, buffer });
const alpha = (pixels) => pixels.filter((_, index) => index % 4 === 3);
/** An upright stroke in the middle, as MNIST has it. */
const isUpright = (ink) => ink[28 * 14 + 14] > 200 && ink[28 * 14 + 4] === 0 && ink[28 * 5 + 14] > 100 && ink.filter((value) => value > 100).length > 30;
const isLying = (ink) => ink[28 * 14 + 14] > 200 && ink[28 * 4 + 14] === 0 && ink[28 * 14 + 5] > 100 && ink.filter((value) => value > 100).length > 30;
const isBlank = (ink) => ink.every((value) => value === 0);
const onPad = async (shown) => alpha(await shown.pixels('seen'));
const dialogOf = (page) => {
  const dialog = page.locator('#picture-dialog');
  return {
    dialog, take: dialog.getByRole('button', { name: 'Take it' }), cancel: dialog.getByRole('button', { name: 'Cancel' }),
    frame: dialog.locator('.crop-frame'), remark: dialog.locator('#picture-remark'),
  };
};
const clear = async (page, shown) => {
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(async () => isBlank(await onPad(shown))).toBe(true);
};

shared('pictures of every kind and tone become the digit on the pad, and are rebuilt', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&device=cpu&hidden_dim=50&batch_size=32&steps=20&run=1');
  await expect(shown.status).toContainText('Paused at step 20');
  // What is paper and what is ink, on whatever desk, tests/unit/image-input.test.js knows; here are the formats, and the largest.
  const pictures = [
    { type: 'image/webp', paper: '#101018', ink: '#eee' }, { paper: '', ink: '#fff' }, { type: 'image/jpeg', paper: '#9a9690', ink: '#333', width: 4000, height: 3000 },
  ];
  const { dialog, take } = dialogOf(page);
  for (const options of pictures) {
    await clear(page, shown);
    await choose(page, 'digit', await drawn(page, options), options.type);
    await expect(take, JSON.stringify(options)).toBeEnabled();
    await expect.poll(async () => isUpright(alpha(await shown.pixels('picture-seen')))).toBe(true);
    // Nothing is taken before the visitor says so.
    expect(isBlank(await onPad(shown))).toBe(true);
    const seen = alpha(await shown.pixels('picture-seen'));
    await take.click();
    await expect(dialog).toBeHidden();
    await expect.poll(async () => difference(seen, await onPad(shown)), JSON.stringify(options)).toBeLessThan(1);
  }
  await expect.poll(async () => alpha(await shown.pixels('redrawn')).some((value) => value > 20)).toBe(true);
  await expect(shown.notice('picture')).toHaveCount(0);
});

shared('the frame chooses one digit of two, by pointer and by keyboard, and cancelling leaves the pad as it was', async ({ page, open, shown }) => {
  await open();
  const { dialog, cancel, frame, remark } = dialogOf(page);
  await clear(page, shown);
  // An upright stroke on the left, and a lying one on the right that is larger.
  const two = await drawn(page, { width: 600, height: 300, strokes: [[0.15, 0.3, 0.03, 0.4], [0.5, 0.45, 0.4, 0.1]] });
  await page.locator('#pad-picture').focus();
  await choose(page, 'two.png', two);
  await expect(remark).toContainText('more than one digit');
  await expect.poll(async () => isLying(alpha(await shown.pixels('picture-seen')))).toBe(true);
  await cancel.click();
  await expect(dialog).toBeHidden();
  await expect(page.locator('#pad-picture')).toBeFocused();
  expect(isBlank(await onPad(shown))).toBe(true);

  await choose(page, 'two.png', two);
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Whole picture' }).click();
  // The lower right corner goes to the middle of the picture.
  const picture = await dialog.locator('.crop-picture').boundingBox();
  await page.mouse.move(picture.x + picture.width - 8, picture.y + picture.height - 8);
  await page.mouse.down();
  await page.mouse.move(picture.x + 0.4 * picture.width, picture.y + 0.9 * picture.height, { steps: 4 });
  await page.mouse.up();
  await expect(remark).toContainText('Take it, or draw the frame');
  await expect.poll(async () => isUpright(alpha(await shown.pixels('picture-seen')))).toBe(true);

  // To the other by keyboard: it has the frame's focus, and its keys are not the page's.
  const step = await page.evaluate(() => window.playground.step);
  await frame.focus();
  for (let press = 0; press < 32; press++) await page.keyboard.press('ArrowRight');
  await expect.poll(async () => isLying(alpha(await shown.pixels('picture-seen')))).toBe(true);
  const before = await frame.boundingBox();
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(async () => (await frame.boundingBox()).height).toBeLessThan(before.height);
  await page.keyboard.press('s');
  expect(await page.evaluate(() => window.playground.step)).toBe(step);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(isBlank(await onPad(shown))).toBe(true);
});

shared('a picture that lies on its side is turned', async ({ page, open, shown }) => {
  await open();
  const { dialog, take } = dialogOf(page);
  await clear(page, shown);
  // One that is let go before it has been looked at again keeps nobody from looking at the next.
  await choose(page, 'other.png', await drawn(page));
  await expect(take).toBeEnabled();
  await dialog.evaluate((element) => { for (const name of ['Turn right', 'Cancel']) [...element.querySelectorAll('button')].find(({ textContent }) => textContent === name).click(); });
  await expect(dialog).toBeHidden();
  await choose(page, 'lying.png', await drawn(page, { strokes: [[0.5, 0.2, 0.35, 0.09]] }));
  await expect(take).toBeEnabled();
  await expect.poll(async () => isLying(alpha(await shown.pixels('picture-seen')))).toBe(true);
  await dialog.getByRole('button', { name: 'Turn right' }).click();
  await expect.poll(async () => isUpright(alpha(await shown.pixels('picture-seen')))).toBe(true);
  await dialog.getByRole('button', { name: 'Turn left' }).click();
  await expect.poll(async () => isLying(alpha(await shown.pixels('picture-seen')))).toBe(true);
  await dialog.getByRole('button', { name: 'Turn left' }).click();
  await expect.poll(async () => isUpright(alpha(await shown.pixels('picture-seen')))).toBe(true);
  await take.click();
  await expect.poll(async () => isUpright(await onPad(shown))).toBe(true);
});

shared('what holds no digit is shown, and cannot be taken before a frame is drawn', async ({ page, open, shown }) => {
  await open();
  await clear(page, shown);
  const { take, frame, remark, cancel } = dialogOf(page);
  const table = [
    // More of them are in tests/unit/image-input.test.js.
    ['clear.png', { strokes: [], paper: '' }, 'Nothing but paper'], ['one.png', { strokes: [], width: 1, height: 1 }, 'Nothing but paper'],
    ['square.png', { strokes: [[0.3, 0.3, 0.3, 0.4]] }, 'does not look like one digit'],
  ];
  for (const [name, options, says] of table) {
    await choose(page, name, await drawn(page, options));
    await expect(remark, name).toContainText(says);
    await expect(take, name).toBeDisabled();
    await expect(frame, name).toBeFocused();
    expect(isBlank(alpha(await shown.pixels('picture-seen'))), name).toBe(true);
    if (name === 'square.png') {
      // The visitor says that it is one.
      await page.keyboard.press('-');
      await expect(take).toBeEnabled();
    }
    await cancel.click();
    await expect(take).toBeHidden();
  }
  expect(isBlank(await onPad(shown))).toBe(true);
});

shared('what is no usable picture is said, each for its reason, and the pad and the run stay as they were', async ({ page, open, shown }) => {
  await open();
  const { take } = dialogOf(page);
  await choose(page, 'digit.png', await drawn(page));
  await take.click();
  await expect.poll(async () => isUpright(await onPad(shown))).toBe(true);
  const before = await shown.pixels('seen');
  const png = await drawn(page);
  const sized = (width, height) => {
    const file = Buffer.from(png);
    file.writeUInt32BE(width, 16);
    file.writeUInt32BE(height, 20);
    return file;
  };
  const table = [
    ['words.txt', Buffer.from('not a picture'), 'which this page can read', 'text/plain'],
    ['empty.png', Buffer.alloc(0), '0 bytes'],
    ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>window.injected = 1</script></svg>'), 'SVG drawing', 'image/svg+xml'],
    ['cut.png', png.subarray(0, 60), 'may be damaged'],
    ['nothing.png', sized(0, 20), 'may be damaged'],
    ['bomb.png', sized(20_000, 20_000), 'too large'],
    ['large.png', Buffer.concat([png, Buffer.alloc(25e6)]), 'too large'],
    ['thin.png', await drawn(page, { width: 400, height: 2 }), 'long and thin'],
  ];
  for (const [name, buffer, says, type] of table) {
    await choose(page, name, buffer, type);
    // The notice of the file before may say the same.
    await expect(page.locator('#pad')).not.toHaveAttribute('aria-busy', 'true');
    await expect(shown.notice('picture'), name).toContainText(new RegExp(says));
    await expect(take).toBeHidden();
    expect(difference(before, await shown.pixels('seen')), name).toBe(0);
  }
  expect(await page.evaluate(() => window.injected)).toBeUndefined();
  await choose(page, 'digit.png', png);
  await expect(take).toBeVisible();
  await expect(shown.notice('picture')).toHaveCount(0);
  expect((await page.evaluate(() => window.playground.train(1))).step).toBe(1);
});

shared('of an animation the first picture is used, and that is said', async ({ page, open, shown }) => {
  await open();
  await clear(page, shown);
  // Two pictures of 40 by 40 pixels: an upright bar on white, then all white.
  const gif = Buffer.from(await page.evaluate(async () => {
    const { GIFEncoder } = await import('./vendor/gifenc.js');
    const gif = GIFEncoder();
    const bar = Uint8Array.from({ length: 1600 }, (_, at) => Number(Math.abs((at % 40) - 20) < 3 && Math.abs(Math.floor(at / 40) - 20) < 14));
    const palette = [[255, 255, 255], [0, 0, 0]];
    gif.writeFrame(bar, 40, 40, { palette, delay: 50 });
    gif.writeFrame(new Uint8Array(1600), 40, 40, { palette, delay: 50 });
    gif.finish();
    return [...gif.bytes()];
  }));
  const { dialog, take } = dialogOf(page);
  await choose(page, 'moving.gif', gif, 'image/gif');
  await expect(dialog).toContainText('Only its first picture');
  await take.click();
  await expect.poll(async () => isUpright(await onPad(shown))).toBe(true);
  await choose(page, 'still.png', await drawn(page));
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText('Only its first picture')).toBeHidden();
});

test.describe('when the part that looks at pictures does not arrive', () => {
  test.use({ expectedErrors: [/Failed to load resource/, /drawing/] });

  test('that is said, and the rest of the page goes on', async ({ page, open, shown }) => {
    await page.route('**/drawing/worker.js', (route) => route.abort());
    await open();
    await choose(page, 'digit.png', await drawn(page));
    await expect(shown.notice('picture')).toContainText('could not be looked at');
    expect((await page.evaluate(() => window.playground.train(1))).step).toBe(1);
    await page.unroute('**/drawing/worker.js');
    await choose(page, 'digit.png', await drawn(page));
    await expect(page.locator('#picture-dialog')).toBeVisible();
  });
});

shared('a file can be dropped anywhere on the page, or pasted wherever the focus is, and text fields keep their paste', async ({ page, open, shown }) => {
  await open();
  const bytes = [...await drawn(page)];
  const send = (kind, selector) => page.evaluate(([type, target, data]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(data)], 'digit.png', { type: 'image/png' }));
    const init = { bubbles: true, cancelable: true };
    const event = type === 'paste' ? new ClipboardEvent(type, { ...init, clipboardData: transfer }) : new DragEvent(type, { ...init, dataTransfer: transfer });
    document.querySelector(target).dispatchEvent(event);
    return event.defaultPrevented;
  }, [kind, selector, bytes]);
  const { dialog, cancel } = dialogOf(page);
  expect(await send('dragover', '#samples')).toBe(true);
  await expect(page.locator('#pad')).toHaveAttribute('data-drop', '');
  expect(await send('drop', '#samples')).toBe(true);
  await expect(page.locator('#pad')).not.toHaveAttribute('data-drop', '');
  await cancel.click();
  await expect(dialog).toBeHidden();
  expect(await send('paste', '#setting-lr')).toBe(false);
  // A slider, a box to tick, a list, a button, the pad, the page: none of them takes text.
  for (const where of ['#timeline-range', '#keys-on', '#tempo', '#play', '#pad', 'body']) {
    expect(await send('paste', where), where).toBe(true);
    await expect(dialog, where).toBeVisible();
    // A newer picture takes the place of the one that is being looked at.
    if (where === 'body') {
      expect(await send('paste', where)).toBe(true);
      await expect(page.locator('#pad')).not.toHaveAttribute('aria-busy', 'true');
    }
    await cancel.click();
    await expect(dialog, where).toBeHidden();
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('all of the dialog is in sight, its corners are large enough for a finger, and axe has nothing to say', async ({ page, open, shown }) => {
    await open();
    await choose(page, 'digit.png', await drawn(page));
    const { dialog, take } = dialogOf(page);
    await expect(take).toBeInViewport();
    expect(await outside(page, '#picture-dialog *:not(.crop-frame, .crop-corner)', 390)).toEqual([]);
    expect(await dialog.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1);
    const corner = await dialog.locator('.crop-corner').first().boundingBox();
    expect(Math.min(corner.width, corner.height)).toBeGreaterThanOrEqual(24);
    expect(await violations(axe(page).include('#picture-dialog'))).toEqual([]);
    await take.tap();
    await expect.poll(async () => isUpright(await onPad(shown))).toBe(true);
  });
});

shared('in Chinese', async ({ page, open, shown }) => {
  await open();
  await chinese(page);
  await expect(page.getByRole('button', { name: '使用图片' })).toBeVisible();
  await choose(page, 'words.txt', Buffer.from('x'), 'text/plain');
  await expect(shown.notice('picture')).toContainText('无法读取');
  await choose(page, 'digit.png', await drawn(page));
  await expect(page.locator('#picture-dialog')).toContainText('可以直接使用');
  await expect(page.locator('.crop-frame')).toHaveAttribute('aria-roledescription', '裁剪框');
});
