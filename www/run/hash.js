// The hash of an address as names and values, also where a messenger, a mail program or the sentence around the link has changed it. No DOM.

/** Through more hands than this a link rarely goes. */
const LAYERS = 5;
const ENTITIES = /&(?:amp|#38|#x26);/gi;
/** What ends a sentence, a bracket or a quotation. No value of the page ends so. */
const AFTER = /[\s.,;:!?)\]}>"'*`’”»」』】》。，、；：！？）]+$/u;

/** Like decodeURIComponent, but what is no such code stays as it is. @param {string} text */
const decode = (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
  try {
    return decodeURIComponent(codes);
  } catch {
    return codes;
  }
});

/**
 * Never throws. Encoded once or many times, in whole or in part, means the same: no name and no value of the page has & or = in it.
 * @param {string} hash with or without the leading #
 * @returns {[key: string, value: string][]} in its order
 */
export function entriesOf(hash) {
  // As forms write a space; a plus sign is always encoded.
  let text = hash.replaceAll('+', ' ');
  for (let layer = 0, before = ''; layer < LAYERS && text !== before; layer++) {
    before = text;
    text = decode(text).replace(ENTITIES, '&');
  }
  const parts = text.replace(/^[\s#]+/, '').replace(AFTER, '').split('&').filter((part) => part.trim());
  return parts.map((part) => {
    const [key, ...rest] = part.split('=');
    return [key.trim(), rest.join('=').trim()];
  });
}
