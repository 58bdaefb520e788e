// One's own images in place of MNIST's: drawn, or from files; kept in this browser, trained on, taken along as IDX files.

import { PIXELS } from '../../../maths/digit.js';
import { imagesFile, labelsFile } from '../../../image-files/idx.js';
import { MOST_IMAGES } from '../../../image-files/problem.js';
import { effect, onEnd } from '../../../kit/scope.js';
import { make, named } from '../../../kit/make.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { count } from '../../../words/sentences.js';
import { save } from '../../take/save.js';
import { createCamera } from './camera.js';
import { createDrawing } from './draw.js';
import { createFiles, namesOf } from './files.js';
import { OwnSet } from './own-set.js';
import { createTiles } from './tiles.js';

/** With augmentation so many are enough to see something; with the second it gets better. */
const ENOUGH = 20;
const GOOD = 50;
/** Above this, images vary enough by themselves. */
const MANY = 2000;
const AUGMENT = 'shift:2,rotate:10,scale:0.1,elastic:1';

/** @type {import('../../cards.js').CardDefinition} */
export const ownData = { name: 'own-data', title: 'own.title', fits: () => true, create };

/** @param {HTMLElement} card @param {import('../../bench.js').Bench} bench */
function create(card, bench) {
  /** It outlives the room. `open`: as the visitor has left it; null until then. @type {{set: OwnSet, opened: boolean, open: boolean|null}} */
  const kept = bench.kept('own-data', { set: new OwnSet(), opened: false, open: null });
  const { set } = kept;
  if (!kept.opened) set.open();
  kept.opened = true;

  /** @param {Uint8Array} image @param {number|null} label */
  function join(image, label) {
    if (fits(1)) set.add([{ image, label }]);
    bench.announce(t('own.count', { count: count(set.items.length) }));
  }
  const drawing = createDrawing({ onAdd: join });
  const camera = createCamera({ onAdd: (image) => join(image, drawing.label) });
  const files = createFiles(card, {
    onOpen: () => unfold(),
    onSet(found, anew) {
      if (anew) set.clear();
      if (fits(found.images.length / PIXELS)) set.addSet(found);
    },
  });
  const tiles = createTiles({ onRemove: (at) => set.remove(at) });

  const name = make('input', { id: 'own-name', type: 'text', maxLength: 80, autocomplete: 'off' });
  const counted = make('p', { className: 'own-count', role: 'status' });
  const keeping = make('p', { className: 'fine' });
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });
  const augment = make('input', { type: 'checkbox', id: 'own-augment', checked: true });
  const train = named(make('button', { type: 'button', className: 'primary' }), { t: 'own.train' });
  const back = named(make('button', { type: 'button' }), { t: 'own.back' });
  const take = named(make('button', { type: 'button' }), { t: 'own.export' });
  const forget = named(make('button', { type: 'button' }), { t: 'own.clear' });
  const about = named(make('p', { className: 'explain' }), { t: 'own.about' });
  const running = make('p', { className: 'own-running' });
  // Closed it is short, for those who came for the recipe.
  const open = named(make('button', { type: 'button' }), { t: 'own.open' });
  const ways = make('div', { className: 'own-ways', id: 'own-ways', hidden: true }, [
    drawing.element, make('div', { className: 'own-files' }, [files.element, camera.element]), make('div', { className: 'own-set' }, [
      named(make('h3'), { t: 'own.set' }), counted, tiles.element,
      make('div', { className: 'own-row' }, [named(make('label', { htmlFor: name.id }), { t: 'own.name' }), name]),
      make('label', { className: 'check' }, [augment, named(make('span'), { t: 'own.augment' })]),
      make('div', { className: 'recipe-actions' }, [train, back, take, forget]), problem, keeping,
    ]),
  ]);
  open.setAttribute('aria-controls', ways.id);
  card.append(about, running, make('div', { className: 'recipe-actions' }, [open]), ways);
  translate(card);

  /** @param {number} more images @returns {boolean} */
  function fits(more) {
    problem.hidden = more <= set.room;
    if (!problem.hidden) problem.textContent = t('own.no-many', { most: count(MOST_IMAGES), count: count(set.items.length + more) });
    return more <= set.room;
  }

  function say() {
    const { length } = set.items;
    const next = length < 2 ? 'two' : length < ENOUGH ? 'more' : length < GOOD ? 'enough' : 'good';
    counted.textContent = [t('own.count', { count: count(length) }), t(`own.next-${next}`, { enough: ENOUGH, good: GOOD }), ...(set.classes > 1 ? [t('own.labels', { count: set.classes })] : []), ...(set.classes > 1 && set.names ? [t('own.names', { names: namesOf(set.names) })] : [])].join(' ');
    const { data, model } = bench.pg;
    running.hidden = !data;
    if (data) running.textContent = t('own.running', { name: data.name, count: count(data.train + data.test) });
    back.hidden = !data;
    const told = model?.conditional && set.classes < 2;
    train.disabled = length < 2 || Boolean(told);
    if (told && length >= 2) counted.textContent += ` ${t('own.needs-labels')}`;
    take.disabled = forget.disabled = length === 0;
    keeping.textContent = t(`own.keeping-${set.keeping.value}`);
    tiles.say();
    drawing.say();
    camera.say();
    files.say();
  }

  /** @param {boolean} isOpen */
  function show(isOpen) {
    ways.hidden = !isOpen;
    open.setAttribute('aria-expanded', String(isOpen));
  }
  function unfold() {
    kept.open = true;
    show(true);
  }
  show(kept.open ?? false);
  open.addEventListener('click', () => {
    kept.open = Boolean(ways.hidden);
    show(kept.open);
  });

  effect(() => {
    void set.version.value;
    // What is there is to be seen.
    if (kept.open === null && set.items.length > 0) unfold();
    tiles.show(set.items);
    if (document.activeElement !== name) name.value = set.name;
    augment.disabled = set.items.length > MANY;
    say();
  });
  effect(() => {
    void set.keeping.value;
    say();
  });
  name.addEventListener('input', () => set.rename(name.value));
  train.addEventListener('click', async () => {
    await set.settled();
    const { data = {} } = bench.state();
    const wanted = set.data();
    const recipe = { ...data };
    if (augment.checked && !augment.disabled && !recipe['data.augment']) recipe['data.augment'] = AUGMENT;
    await bench.learnFrom({ ...wanted, name: wanted.name.trim() || t('own.unnamed') }, recipe);
  });
  back.addEventListener('click', async () => {
    await bench.learnFrom(null, {});
    train.focus();
  });
  take.addEventListener('click', () => {
    const { images, labels, name: title } = set.data();
    const stem = title.trim().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'own';
    // Without a type a browser would add an ending of its own.
    const download = (/** @type {string} */ what, /** @type {Uint8Array<ArrayBuffer>} */ bytes) => save(`${stem}-${what}-ubyte`, new Blob([bytes], { type: 'application/octet-stream' }));
    const fates = [download('images-idx3', imagesFile(images)), ...(labels ? [download('labels-idx1', labelsFile(labels))] : [])];
    if (fates.includes('blocked')) bench.notice('own', () => t('own.blocked'), { problem: true });
  });
  forget.addEventListener('click', () => {
    const before = { items: set.items, name: set.name, names: set.names };
    set.clear();
    bench.notice('own', () => t('own.cleared', { count: count(before.items.length) }), { actions: [{ get label() { return t('own.undo'); }, run: () => { Object.assign(set, { name: before.name, names: before.names }); set.add(before.items); } }] });
  });

  onLanguage(say);
  onEnd(bench.pg.on('dataset', say));
  onEnd(() => { set.settled(); });
  say();
  return { loaded: say };
}
