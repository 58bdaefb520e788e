// Test digits become a file by the model's probabilities, beside what gzip makes of them.

import { createDigits } from '../../kit/digits.js';
import { asImage, make, named } from '../../kit/make.js';
import { PIXELS } from '../../maths/digit.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { count as inWords } from '../../words/sentences.js';
import { save } from '../take/save.js';
import { plays, sceneOf } from './fits.js';
import { createPlaying } from './playing.js';
import { commandOf, csvOf } from './numbers.js';
import { createResults, showNumbers } from './results.js';

const NAME = 'compress';
const INFO = sceneOf(NAME);
const SHOWN = { columns: 10, rows: 1 };
const COUNTS = [100, 1000];
/** The command that unpacks the file natively. */
const UNPACK = 'cargo run --release --bin playground -- decompress --weights FILE --in digits.packed --out digits.idx';

/** @typedef {import('../../engine/types.d.ts').Played} Played */

/** @type {import('../cards.js').CardDefinition} */
export const compress = { name: 'scene-compress', title: 'scenes.compress.title', fits: (model) => plays(INFO, model.capabilities), create };

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const playing = createPlaying(bench, NAME);
  const results = createResults();
  const pack = named(make('button', { type: 'button' }), { t: 'scenes.compress.pack' });
  const counts = COUNTS.map((one) => make('option', { value: String(one) }));
  const chosen = named(make('select', {}, counts), { tLabel: 'scenes.compress.count' });
  const keep = named(make('button', { type: 'button' }), { t: 'scenes.compress.save' });
  const unpack = make('p', { className: 'fine' });
  const rows = ['truth', 'lossy'].map((role) => {
    const canvas = make('canvas', { className: 'digits real' });
    const caption = make('figcaption');
    return { role, figure: make('figure', { hidden: true }, [caption, canvas]), caption, canvas, digits: createDigits(canvas, SHOWN) };
  });
  results.root.prepend(make('p', {}, [keep]), unpack, make('code', { className: 'scene-command', textContent: UNPACK }));
  card.classList.add('scene');
  card.append(
    named(make('p', { className: 'explain' }), { t: 'scenes.compress.question' }),
    make('div', { className: 'scene-tools' }, [pack, chosen, ...playing.parts]), playing.problem,
    ...rows.map(({ figure }) => figure), results.root,
  );
  translate(card);
  /** @type {Played|null} */
  let found = null;

  pack.addEventListener('click', async () => {
    found = await playing.play({ count: Number(chosen.value), seed: 1 }) ?? found;
    if (found) bench.announce(t('scenes.compress.done', { bits: bits(found.numbers), gzip: bits(found.plain) }));
    say();
  });
  keep.addEventListener('click', () => { if (found?.file) save('digits.packed', new Blob([found.file])); });
  results.csv.addEventListener('click', () => { if (found) save('scene-compress.csv', new Blob([csvOf(found)], { type: 'text/csv' })); });

  function say() {
    counts.forEach((option) => { option.textContent = t('scenes.digits', { count: inWords(Number(option.value)) }); });
    results.root.hidden = !found;
    [found?.truth, found?.images].forEach((images, at) => {
      const { role, figure, caption, canvas, digits } = rows[at];
      figure.hidden = !images?.length;
      if (!images?.length) return;
      caption.textContent = t(`scenes.compress.${role}`);
      asImage(canvas, caption.textContent);
      digits.show(images.slice(0, SHOWN.columns * PIXELS));
    });
    if (!found) return;
    unpack.textContent = t('scenes.compress.unpack', { size: ((found.file?.length ?? 0) / 1000).toFixed(1) });
    showNumbers(results.table, found);
    results.command.textContent = commandOf(found, {});
  }

  onLanguage(say);
  say();
  return {
    loaded() {
      playing.end();
      found = null;
      say();
    },
  };
}

/** @param {import('../../engine/types.d.ts').SceneNumbers} numbers */
const bits = (numbers) => (numbers.bits_per_pixel ?? NaN).toFixed(3);
