// MathML in short words. The tutorial has some twenty formulas: written with this they are 3 kB, set by the browser itself and
// read aloud by screen readers. A library that turns LaTeX into the same elements is 168 kB, for the same result.

const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';

/** @typedef {Node|string} Part */

/** @param {string} tag @param {Part[]} children @param {Record<string, string>} [attributes] */
export function element(tag, children, attributes = {}) {
  const node = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A name (`x`, `log`), a number, or else an operator. @param {string} text */
function token(text) {
  if (/^[\d.]+$/.test(text)) return element('mn', [text]);
  if (/^\p{L}/u.test(text)) return element('mi', [text]);
  // Only square brackets grow with what they hold.
  return element('mo', [text], /[()|∥]/.test(text) ? { stretchy: 'false' } : {});
}

/** `log` and `exp` are applied to what follows, with a little room. @param {string} text */
const tokens = (text) => (/^(log|exp)$/.test(text) ? [token(text), element('mo', ['\u2061']), element('mspace', [], { width: '0.17em' })] : [token(text)]);

/** Texts are split at spaces into tokens; nodes stay as they are. @param {Part[]} parts */
export function row(...parts) {
  const nodes = parts.flatMap((part) => (typeof part === 'string' ? part.split(' ').filter(Boolean).flatMap(tokens) : [part]));
  return nodes.length === 1 ? nodes[0] : element('mrow', nodes);
}

/** @param {string} tag @returns {(...parts: Part[]) => Element} */
const script = (tag) => (...parts) => element(tag, parts.map((part) => row(part)));
export const sub = script('msub');
export const sup = script('msup');
export const subsup = script('msubsup');
export const frac = script('mfrac');
export const sqrt = script('msqrt');
export const over = script('mover');
/** A sum or another large operator with something below, and above. */
export const under = script('munder');
export const underover = script('munderover');

/** In the colour of who it belongs to: `model`, `code`, `critic`. @param {string} name @param {Part[]} parts */
export function role(name, ...parts) {
  const node = element('mrow', [row(...parts)]);
  node.setAttribute('class', name === 'model' ? 'model' : `${name}-role`);
  return node;
}

/** A formula on a line of its own. @param {Node} content */
export const display = (content) => element('math', [content], { display: 'block' });
