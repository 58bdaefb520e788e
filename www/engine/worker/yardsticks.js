// The thread that measures samples, with a bundle of its own: whatever trains is not held up.

import { fetchClassifier } from './classifier.js';
import { watchEngine } from './crash.js';
import { crashed, expose } from './expose.js';
import { failure } from './failure.js';
import { fetchModule } from './module.js';

/** @typedef {import('../types.d.ts').YardstickActions} Actions */

const SCRIPT = new URL('../../playground_yardsticks.js', import.meta.url);
const MODULE = new URL('../../playground_yardsticks_bg.wasm', import.meta.url);

/** @type {import('./yardsticks-bundle.d.ts').Yardsticks} */
let yardsticks;

/** @param {boolean} exact whether the same bits are computed in every browser, and not as fast as this one can */
async function bundle(exact) {
  try {
    /** @type {[typeof import('./yardsticks-bundle.d.ts'), WebAssembly.Module]} */
    const [script, module] = await Promise.all([import(SCRIPT.href), fetchModule(MODULE, () => {})]);
    watchEngine(await script.default({ module_or_path: module }));
    if (!exact) script.fuse();
    return script;
  } catch (error) {
    const { code, message } = /** @type {import('../types.d.ts').PlaygroundError} */ (error);
    throw code === 'blocked' ? error : failure('engine-failed', `What measures could not be loaded (${message}). Check the connection and try again.`);
  }
}

/** What WebAssembly throws by itself leaves its memory in no state to go on with. @template T @param {() => T} call */
function guarded(call) {
  try {
    return call();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) crashed(error);
    throw error;
  }
}

/** @type {{[Name in keyof Actions]: (...args: Parameters<Actions[Name]>) => Promise<Partial<import('../types.d.ts').Answer<ReturnType<Actions[Name]>>>>}} */
const actions = {
  async open(exact) {
    const [{ Yardsticks }, weights] = await Promise.all([bundle(exact), fetchClassifier()]);
    yardsticks = guarded(() => new Yardsticks(weights));
    return {};
  },

  async setData({ train, test, testLabels }) {
    guarded(() => yardsticks.setData(train, test, testLabels));
    return {};
  },

  async measure({ pixels, labels }, byDigit) {
    const started = performance.now();
    guarded(() => yardsticks.begin(pixels, labels, byDigit));
    for (;;) {
      const found = guarded(() => yardsticks.advance());
      if (found !== undefined) return { value: JSON.parse(found), ms: performance.now() - started };
      self.postMessage({ event: 'share', share: yardsticks.share() });
    }
  },
};

expose(actions);
