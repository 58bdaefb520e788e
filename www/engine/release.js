// Memory that is given back at once.

/**
 * Frees what a list's buffer holds; the list is empty afterwards. A saved run has tens of megabytes, of which the page's collector of
 * garbage sees only the few bytes that name them: several such runs lie there before it comes by.
 * @param {Uint8Array|null} list that nobody needs any more
 */
export function release(list) {
  const buffer = /** @type {ArrayBuffer|undefined} */ (list?.buffer);
  if (!buffer) return;
  // Browsers from before 2024 lack the first: there the list is empty too, and the collector frees its memory in the end.
  if (buffer.transfer) buffer.transfer(0);
  else structuredClone(buffer, { transfer: [buffer] });
}
