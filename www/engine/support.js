// What the engine cannot do without, asked for by trying it.

/** A module of one function that returns a vector: it is valid only where wasm has SIMD. */
const SIMD_MODULE = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic and version
  1, 5, 1, 0x60, 0, 1, 0x7b, //       one type: () -> v128
  3, 2, 1, 0, //                      one function of it
  10, 8, 1, 6, 0, 0x41, 0, 0xfd, 0x0f, 0x0b, // i32.const 0, i8x16.splat
]);

/**
 * The names of what is missing, empty where everything is there.
 * @returns {string[]}
 */
export function missingFeatures() {
  const missing = [];
  if (typeof WebAssembly !== 'object') missing.push('WebAssembly');
  else if (!WebAssembly.validate(SIMD_MODULE)) missing.push('WebAssembly SIMD');
  if (typeof Worker !== 'function') missing.push('web workers');
  else if (!hasModuleWorkers()) missing.push('module workers');
  if (typeof DecompressionStream !== 'function') missing.push('DecompressionStream');
  return missing;
}

/** A browser that knows module workers reads the option. */
function hasModuleWorkers() {
  let asked = false;
  /** @type {WorkerOptions} */
  const options = { get type() { asked = true; return /** @type {const} */ ('module'); } };
  try {
    new Worker('http://', options);
  } catch {
    // The address is refused on purpose, so that nothing starts; the option has been read before that.
  }
  return asked;
}
