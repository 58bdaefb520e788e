// Browsers to time in: each contestant gets one of its own, so that one that hangs can be ended and disturbs nobody.
import { chromium } from '@playwright/test';

const QUIET = [
  '--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
];
const WEBGPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];
const SOFTWARE = ['--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];

/** @returns {Promise<{browser: import('@playwright/test').Browser, end: () => void}>} `end` needs no answer from the browser */
export async function open(flags) {
  const server = await chromium.launchServer({ executablePath: process.env.PLAYGROUND_CHROMIUM || '/usr/bin/chromium', args: [...QUIET, ...WEBGPU, ...flags] });
  const browser = await chromium.connect(server.wsEndpoint());
  return { browser, end: () => server.kill() };
}

/** The machine's own GPU if it has one, else a software adapter: the flags that give it, its name, and the browser's version. */
export async function adapterOf(address) {
  for (const flags of [[], SOFTWARE]) {
    const { browser, end } = await open(flags);
    const page = await browser.newPage();
    await page.goto(`${address}/blank.html`);
    const found = await page.evaluate(async () => {
      const info = (await navigator.gpu?.requestAdapter())?.info;
      if (!info) return null;
      const adapter = [info.vendor, info.architecture, info.description].filter(Boolean).join(' ') || 'unnamed';
      return { adapter, software: Boolean(info.isFallbackAdapter) || /swiftshader|llvmpipe|software/i.test(adapter) };
    });
    const version = browser.version();
    await end();
    if (found || flags === SOFTWARE) return { flags, adapter: null, software: false, ...found, version };
  }
}

/** A promise that takes too long; what it waits for goes on until its browser is ended. */
export class Late extends Error {}

export function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Late(`over ${Math.round(ms / 1000)} s`)), ms); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
