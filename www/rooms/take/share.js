// A link to this run with its settings, and the code that puts it into a lesson.

import { THEMES } from '../../run/lesson.js';
import { addressOf, iframeOf } from './frame.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { copyFrom } from '../../kit/copy.js';
import { make, named } from '../../kit/make.js';

/** What a lesson most often wants. */
const FIRST = ['samples', 'losses'];

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} key
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
const said = (tag, key, properties) => named(make(tag, properties), { t: key });

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const link = make('textarea', { id: 'share-link', readOnly: true, rows: 2, spellcheck: false });
  const code = make('textarea', { id: 'share-code', readOnly: true, rows: 4, spellcheck: false });
  const run = make('input', { type: 'checkbox', id: 'share-run' });
  const choices = make('div', { className: 'share-parts' });
  const theme = make('select', { id: 'share-theme' });
  const preview = said('a', 'share.preview', { id: 'share-preview', target: '_blank', rel: 'noopener', className: 'button' });

  const ownImages = said('p', 'share.own-images', { className: 'problem', hidden: true });

  const block = (/** @type {string} */ label, /** @type {HTMLTextAreaElement} */ field, /** @type {Node[]} */ ...below) => make('div', { className: 'share-block' }, [
    said('label', label, { htmlFor: field.id }), field, make('div', { className: 'share-row' }, below),
  ]);
  card.append(
    said('p', 'share.about', { className: 'explain' }), ownImages,
    make('label', { className: 'check' }, [run, said('span', 'share.run')]),
    block('share.link', link, copier(link, 'share.copyLink')),
    make('fieldset', { className: 'share-choice' }, [
      said('legend', 'share.show'), choices,
      make('div', { className: 'share-row' }, [said('label', 'share.theme', { htmlFor: theme.id }), theme]),
    ]),
    block('share.code', code, copier(code, 'share.copyCode'), preview),
  );

  /** @param {HTMLTextAreaElement} field @param {string} key */
  function copier(field, key) {
    const button = said('button', key, { type: 'button' });
    button.addEventListener('click', async () => say(button, t(await copyFrom(field) ? 'share.copied' : 'share.copyByHand')));
    return button;
  }

  /** Beside the button that did it. */
  const answer = make('span', { className: 'share-said fine' });
  /** @param {HTMLElement} button @param {string} text */
  function say(button, text) {
    button.after(answer);
    answer.textContent = text;
    bench.announce(text);
  }

  let chosen = new Set(FIRST);
  async function offer() {
    const cards = await bench.cards();
    const { model } = bench.pg;
    const fitting = cards.filter(({ name, fits }) => name !== card.id && model && fits(model));
    choices.replaceChildren(...[{ name: 'models', title: () => t('share.models') }, ...fitting].map(({ name, title }) => (
      make('label', { className: 'check' }, [make('input', { type: 'checkbox', value: name, checked: chosen.has(name) }), make('span', { textContent: title() })])
    )));
    const before = theme.value;
    theme.replaceChildren(make('option', { value: '', textContent: t('share.ownTheme') }), ...THEMES.map((name) => make('option', { value: name, textContent: t(`share.${name}`) })));
    theme.value = before;
  }

  function update() {
    const boxes = Array.from(choices.querySelectorAll('input'));
    // Until they are there, the parts are as they were.
    if (boxes.length > 0) chosen = new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value));
    show();
  }

  /** As the parts were chosen last. */
  function show() {
    ownImages.hidden = !bench.pg.data;
    const base = `${location.origin}${location.pathname}`;
    const options = { run: run.checked };
    link.value = addressOf(base, bench.state(), options);
    const address = addressOf(base, bench.state(), { ...options, view: chosen.size > 0 ? [...chosen] : null, theme: theme.value === 'light' || theme.value === 'dark' ? theme.value : null });
    code.value = iframeOf(address, 'Generative Playground');
    preview.href = address;
  }

  card.addEventListener('input', update);
  const again = () => offer().then(update);
  onLanguage(again);
  translate(card);

  return {
    loaded() {
      // The parts are those of all rooms, which may still be on their way: until then nobody shall copy nothing.
      show();
      again();
    },
  };
}

/** @type {import('../cards.js').CardDefinition} */
export const share = { name: 'share', title: 'share.title', fits: () => true, create };
