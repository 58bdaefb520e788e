// What the record card is made of.

import { make, named } from '../../kit/make.js';

/** Each with its buttons: the part's name, and its text where that is no word of a language. @type {[string, [name: string, text?: string][]][]} */
const GROUPS = [
  ['history', [['history-gif', 'GIF'], ['history-webm', 'WebM']]],
  ['walk', [['walk-gif', 'GIF'], ['walk-webm', 'WebM']]],
  ['moment', [['png', 'PNG'], ['csv', 'CSV']]],
  ['model', [['weights'], ['script']]],
  ['whole', [['run'], ['load']]],
  ['link', [['copy']]],
];

/** @returns {Node[]} */
export function cardParts() {
  const groups = GROUPS.map(([name, buttons]) => make('section', {}, [
    said('h3', `record.${name}`),
    said('p', `record.${name}-about`),
    ...(name === 'link' ? [field()] : []),
    make('div', { className: 'buttons' }, buttons.map((names) => button(...names))),
  ]));
  return [
    said('p', 'record.about', { className: 'explain' }),
    make('div', { className: 'takeaways' }, groups),
    part('p', 'no-webm', { className: 'fine', hidden: true }, 'record.no-webm'),
    make('div', { className: 'recording' }, [
      part('p', 'result', { className: 'fine' }),
      part('div', 'ways', { className: 'buttons' }),
      named(part('progress', 'progress', { max: 1, value: 0, hidden: true }), { tLabel: 'record.progress' }),
      part('button', 'cancel', { type: 'button', hidden: true }, 'record.cancel'),
    ]),
    // Its button opens it, so it needs no place of its own.
    part('input', 'file', { type: 'file', accept: '.safetensors', hidden: true }),
  ];
}

function field() {
  const input = named(part('input', 'link', { type: 'text', readOnly: true, spellcheck: false }), { tLabel: 'record.link-field' });
  input.addEventListener('focus', () => input.select());
  return input;
}

/** @param {string} name @param {string} [text] */
function button(name, text) {
  const element = part('button', name, { type: 'button' }, text ? undefined : `record.do-${name}`);
  // “GIF” says little without what it is of.
  return text ? named(Object.assign(element, { textContent: text }), { tLabel: `record.do-${name}` }) : element;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {string} [key] of its words
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function part(tag, name, properties, key) {
  return named(make(tag, properties), { part: name, ...(key ? { t: key } : {}) });
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} key
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
const said = (tag, key, properties) => named(make(tag, properties), { t: key });
