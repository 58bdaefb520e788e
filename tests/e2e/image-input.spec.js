// Pictures on the pad: chosen, dropped, pasted; and files that are none.

import { difference, expect, test } from './fixtures.js';

/** A file as the browser itself writes it: paper with an upright stroke, off the middle. */
const drawn = (page, { type = 'image/png', width = 300, height = 200, paper = '#fff', ink = '#111', stroke = true } = {}) => page.evaluate(async (options) => {
  const canvas = new OffscreenCanvas(options.width, options.height);
  const context = canvas.getContext('2d');
  if (options.paper) { context.fillStyle = options.paper; context.fillRect(0, 0, options.width, options.height); }
  context.fillStyle = options.ink;
  if (options.stroke) context.fillRect(options.width * 0.2, options.height * 0.2, options.width * 0.06, options.height * 0.6);
  return [...new Uint8Array(await (await canvas.convertToBlob({ type: options.type })).arrayBuffer())];
}, { type, width, height, paper, ink, stroke }).then((bytes) => Buffer.from(bytes));

const choose = (page, name, buffer, mimeType = 'image/png') => page.locator('#pad-file').setInputFiles({ name, mimeType, buffer });
const alpha = (pixels) => pixels.filter((_, index) => index % 4 === 3);
/** An upright stroke in the middle, as MNIST has it. */
const isStroke = async (shown) => {
  const ink = alpha(await shown.pixels('seen'));
  return ink[28 * 14 + 14] > 200 && ink[28 * 14 + 4] === 0 && ink.filter((value) => value > 100).length > 40;
};

test('pictures of every kind and tone become the digit on the pad, and are rebuilt', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&device=cpu&hidden_dim=50&batch_size=32&steps=20&run=1');
  await expect(shown.status).toContainText('Paused at step 20');
  const pictures = [
    {}, { type: 'image/jpeg', paper: '#9a9690', ink: '#333' }, { type: 'image/webp', paper: '#101018', ink: '#eee' }, { paper: '', ink: '#fff' },
    { type: 'image/jpeg', width: 4000, height: 3000 },
  ];
  for (const options of pictures) {
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.poll(async () => alpha(await shown.pixels('seen')).every((value) => value === 0)).toBe(true);
    await choose(page, 'digit', await drawn(page, options), options.type);
    await expect.poll(() => isStroke(shown), JSON.stringify(options)).toBe(true);
  }
  await expect.poll(async () => alpha(await shown.pixels('redrawn')).some((value) => value > 20)).toBe(true);
  await expect(shown.notice('picture')).toHaveCount(0);
});

test('an odd animation is shown or refused, and breaks nothing', async ({ page, open, shown }) => {
  await open();
  // Two frames of 4 by 4 pixels: a black bar on white, then all white.
  const gif = Buffer.from('474946383961040004008000000000ffffff21ff0b4e45545343415045322e300301000000' + '21f904000a000000' + '2c000000000400040000' + '020584036101' + '00'.repeat(2) + '3b', 'hex');
  await choose(page, 'moving.gif', gif, 'image/gif');
  // Well formed or not, the page says so or shows it; it never breaks.
  await expect.poll(async () => (await shown.notice('picture').count()) + Number(alpha(await shown.pixels('seen')).some((value) => value > 100))).toBeGreaterThan(0);
});

test('what is no usable picture is said, and the pad and the run stay as they were', async ({ page, open, shown }) => {
  await open();
  await choose(page, 'digit.png', await drawn(page));
  await expect.poll(() => isStroke(shown)).toBe(true);
  const before = await shown.pixels('seen');
  const png = await drawn(page);
  const huge = Buffer.from(png);
  huge.writeUInt32BE(20_000, 16);
  huge.writeUInt32BE(20_000, 20);
  const table = [
    ['words.txt', Buffer.from('not a picture'), 'cannot|which this page can read', 'text/plain'],
    ['empty.png', Buffer.alloc(0), 'which this page can read'],
    ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>window.injected = 1</script></svg>'), 'which this page can read', 'image/svg+xml'],
    ['cut.png', png.subarray(0, 60), 'may be damaged'],
    ['bomb.png', huge, 'too large'],
    ['large.png', Buffer.concat([png, Buffer.alloc(25e6)]), 'too large'],
    ['one.png', await drawn(page, { width: 1, height: 1, stroke: false }), 'same tone'],
    ['thin.png', await drawn(page, { width: 400, height: 2 }), 'long and thin'],
    ['white.png', await drawn(page, { stroke: false }), 'same tone'],
    ['black.png', await drawn(page, { stroke: false, paper: '#000' }), 'same tone'],
    ['clear.png', await drawn(page, { stroke: false, paper: '' }), 'same tone'],
  ];
  for (const [name, buffer, says, type] of table) {
    await choose(page, name, buffer, type);
    await expect(shown.notice('picture'), name).toContainText(new RegExp(says));
    expect(difference(before, await shown.pixels('seen')), name).toBe(0);
  }
  await choose(page, 'digit.png', png);
  await expect(shown.notice('picture')).toHaveCount(0);
  expect((await page.evaluate(() => window.playground.train(1))).step).toBe(1);
});

test('a file can be dropped anywhere on the page, or pasted, and text fields keep their paste', async ({ page, open, shown }) => {
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
  const clear = async () => {
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.poll(async () => alpha(await shown.pixels('seen')).every((value) => value === 0)).toBe(true);
  };
  await clear();
  expect(await send('dragover', '#samples')).toBe(true);
  await expect(page.locator('#pad')).toHaveAttribute('data-drop', '');
  expect(await send('drop', '#samples')).toBe(true);
  await expect(page.locator('#pad')).not.toHaveAttribute('data-drop', '');
  await expect.poll(() => isStroke(shown)).toBe(true);
  await clear();
  expect(await send('paste', '#setting-lr')).toBe(false);
  expect(await send('paste', '#samples')).toBe(true);
  await expect.poll(() => isStroke(shown)).toBe(true);
});

test('in Chinese', async ({ page, open, shown }) => {
  await page.addInitScript(() => localStorage.setItem('playground.language', 'zh'));
  await open();
  await expect(page.getByRole('button', { name: '使用图片' })).toBeVisible();
  await choose(page, 'words.txt', Buffer.from('x'), 'text/plain');
  await expect(shown.notice('picture')).toContainText('无法读取');
});
