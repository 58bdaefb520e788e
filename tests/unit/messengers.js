// What becomes of a link on its way: encoded by a messenger, escaped by a mail program, at the end of a sentence.

/** Each takes the hash of an address, with its #, and gives it as somebody receives it. */
const CARRIERS = [
  (hash) => hash,
  (hash) => encodeURIComponent(hash),
  (hash) => `#${encodeURIComponent(hash.replace(/^#/, ''))}`,
  (hash) => `#${encodeURI(hash.replace(/^#/, ''))}`,
  (hash) => hash.replaceAll('&', '&amp;'),
  (hash) => hash.replaceAll('&', '&#38;'),
  (hash) => hash.replaceAll('&', '%26').replaceAll('=', '%3d'),
  (hash) => hash.replaceAll('=', '%3D'),
  (hash) => `#${hash}`,
];
const AFTER = ['', '.', ',', ')', ').', '”', '"', "'", '>', '>.', '**', '`', ']', '!', '?', ' ', '。', '）', '」', '），', '%29', '%0A'];

/**
 * @param {string} hash
 * @param {{below: (limit: number) => number, pick: <T>(list: T[]) => T}} random
 * @returns {string} the same for a reader, after one to three of them
 */
export function carried(hash, random) {
  let text = hash;
  for (let hand = 1 + random.below(3); hand > 0; hand--) text = random.pick(CARRIERS)(text);
  // Any character may be encoded, for no reason.
  if (random.below(3) === 0) text = [...text].map((character) => (/[a-z0-9=&_]/.test(character) && random.below(5) === 0 ? `%${character.charCodeAt(0).toString(16)}` : character)).join('');
  return text + random.pick(AFTER);
}
