// Hands a file over to the visitor.

/** Long enough for a browser to have begun with it. */
const KEEP_MS = 60_000;

/**
 * @param {string} name
 * @param {Blob} blob
 */
export function save(name, blob) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}
