// What keeps the engine from starting although everything has arrived: how the page was opened, or a policy. In words, because “check
// the connection” would send people the wrong way.

/** What a policy has refused last, here and in no other thread. @type {SecurityPolicyViolationEvent|null} */
let violation = null;
globalThis.addEventListener?.('securitypolicyviolation', (event) => { violation = /** @type {SecurityPolicyViolationEvent} */ (event); });

/**
 * Why a script cannot start a thread.
 * @param {string} script its address
 * @param {{protocol: string, origin: string}} [page] where it would be started
 * @returns {string|null} a sentence; null where no reason is known
 */
export function threadsBlocked(script, page = { protocol: location.protocol, origin: globalThis.origin }) {
  if (page.protocol === 'file:') {
    return 'This page was opened as a file, and browsers start no threads for files. Open it through a server: “python3 -m http.server” in its folder is one.';
  }
  if (page.origin === 'null') return 'This page is in a sandboxed frame. Add “allow-same-origin” to the frame’s sandbox attribute.';
  const { origin } = new URL(script);
  if (origin !== page.origin && origin !== 'null') {
    return `The engine must come from the page’s own site, and here it would come from ${origin}. Import the module from the site that serves the page.`;
  }
  if (violation && /^(worker-src|child-src|script-src|default-src)/.test(violation.effectiveDirective)) {
    return `This page’s content security policy refuses the engine’s thread: ${violation.effectiveDirective} must allow 'self'.`;
  }
  return null;
}

/** The smallest module there is: only a policy can refuse to compile it. */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** @returns {string|null} why no WebAssembly can be compiled, in a sentence */
export function wasmBlocked() {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return null;
  } catch {
    return 'This page’s content security policy refuses WebAssembly: script-src must allow \'wasm-unsafe-eval\'.';
  }
}
