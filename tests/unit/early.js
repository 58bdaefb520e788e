// Runs early.js as the build leaves it, in a browser of a few lines.

import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { withTraditionalWords } from '../../xtask/trunk/chinese.mjs';

const early = withTraditionalWords(readFileSync('www/early.js', 'utf8'));

/**
 * What early.js makes of a browser: the `lang` that it leaves on the page, the thread that it starts, and what it says if something is
 * missing. lost: scripts that do not arrive.
 */
export function runEarly({ languages = [], language, stored = null, hash = '', wasm = {}, lost = [], protocol = 'https:', origin = 'https://site.test', Worker = class { addEventListener() {} } } = {}) {
  const caption = { setAttribute(name, value) { this[name] = value; } };
  const elements = { unsupported: { hidden: true }, status: {}, 'showcase-caption': caption, 'showcase-toggle': {} };
  class HTMLScriptElement { constructor(src) { this.src = src; } }
  const listeners = [];
  const documentElement = { lang: 'en', className: '' };
  const document = { documentElement, readyState: 'complete', createElement: () => ({ noModule: false }), getElementById: (id) => elements[id], currentScript: { src: `${origin}/v/1/early.js` } };
  const window = { origin, addEventListener: (_type, listener) => listeners.push(listener) };
  const localStorage = { getItem() { if (stored instanceof Error) throw stored; return stored; } };
  vm.runInNewContext(early, { document, window, navigator: { languages, language }, localStorage, location: { hash, protocol }, WebAssembly: wasm, Worker, URL, HTMLScriptElement });
  for (const src of lost) for (const listener of listeners) listener({ target: new HTMLScriptElement(src) });
  return { ...documentElement, said: elements.unsupported.hidden ? null : elements.unsupported.textContent, status: elements.status.textContent, caption: caption.textContent ?? null, window };
}
