// Why the engine has stopped, as far as can be told from outside: WebAssembly's own word for all of it is “unreachable”.

/** Memory with which running out of it is the likely reason: most allocations are then of hundreds of megabytes. */
const MUCH = 1 << 30;

/** The engine's memory. @type {WebAssembly.Memory|null} */
let memory = null;
/** What the engine has said as it panicked: it goes to the console. */
let panic = '';

/** @param {{memory: WebAssembly.Memory}} engine what its module exports */
export function watchEngine(engine) {
  // Where a second one is opened, the first has not started.
  if (!memory) listenForPanics();
  memory = engine.memory;
}

function listenForPanics() {
  const { error } = console;
  console.error = (...words) => {
    if (/^panicked at/.test(String(words[0]))) panic = String(words[0]);
    error.apply(console, words);
  };
}

/**
 * @param {unknown} error what was thrown
 * @param {{panic: string, bytes: number}} [engine] its last words, and the size of its memory
 * @returns {import('../types.d.ts').ErrorData}
 */
export function diagnosis(error, engine = { panic, bytes: memory?.buffer.byteLength ?? 0 }) {
  // A list of more than two gigabytes panics; memory that cannot grow traps without a word.
  const [, words = ''] = /^panicked at [^\n]*\n([^\n]*)/.exec(engine.panic) ?? [];
  const full = words ? /capacity overflow|memory allocation|out of memory/i.test(words) : engine.bytes >= MUCH;
  if (error instanceof WebAssembly.RuntimeError && full) {
    return { code: 'out-of-memory', message: 'The engine ran out of memory: WebAssembly has at most 4 GB. Try a smaller batch, or a smaller network.' };
  }
  const message = words || (/** @type {Partial<Error>} */ (error ?? {}).message ?? String(error));
  return { code: 'worker-crashed', message: `The engine stopped unexpectedly: ${message.replace(/\.$/, '')}.` };
}
