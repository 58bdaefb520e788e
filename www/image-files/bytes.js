// Lists of bytes as one.

/** @param {Uint8Array[]} pieces @param {number} [length] of the whole, where that is not all */
export function joined(pieces, length = pieces.reduce((sum, piece) => sum + piece.length, 0)) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    const taken = piece.subarray(0, length - at);
    bytes.set(taken, at);
    at += taken.length;
    if (at >= length) break;
  }
  return bytes;
}
