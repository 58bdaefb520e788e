// Runs early.js as the build leaves it, in a browser of a few lines.

import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { withTraditionalWords } from '../../xtask/trunk/chinese.mjs';

const early = withTraditionalWords(readFileSync('www/early.js', 'utf8'));

/** What early.js makes of a browser: the `lang` that it leaves on the page, and what it says if a script is missing. */
export function runEarly({ languages = [], language, stored = null, hash = '', wasm = {} } = {}) {
  const elements = { unsupported: { hidden: true }, status: {} };
  const documentElement = { lang: 'en', className: '' };
  const document = { documentElement, readyState: 'complete', createElement: () => ({ noModule: false }), getElementById: (id) => elements[id] };
  const window = { addEventListener: () => {} };
  const localStorage = { getItem() { if (stored instanceof Error) throw stored; return stored; } };
  vm.runInNewContext(early, { document, window, navigator: { languages, language }, localStorage, location: { hash }, WebAssembly: wasm, Worker: Function, HTMLScriptElement: class {} });
  return { ...documentElement, said: elements.unsupported.hidden ? null : elements.unsupported.textContent, status: elements.status.textContent };
}
