// The set of one's own images, as it is kept and as it is learnt from; and the test images that stand for data of any size.

import { expect, test } from '@playwright/test';
import { learnable } from '../../www/image-files/set.js';
import { OwnSet } from '../../www/rooms/data/own/own-set.js';
import { createTestImages } from '../../www/run/test-images.js';

const image = (value) => new Uint8Array(784).fill(value);

/** Storage that holds one set, or says why not. */
function shelf({ kept, error } = {}) {
  return {
    kept,
    async read() { if (error) throw error; return this.kept; },
    async write(set) { if (error) throw error; this.kept = set; },
    async forget() { if (error) throw error; this.kept = undefined; },
  };
}

test('what is added is kept, and found again at the next visit', async () => {
  const store = shelf();
  const set = new OwnSet(store);
  await set.open();
  expect(set.keeping.value).toBe('empty');
  set.addSet({ name: 'pets', images: Uint8Array.from([...image(1), ...image(2)]), labels: Uint8Array.of(0, 1), names: ['cat', 'dog'] });
  set.add([{ image: image(3), label: null }]);
  await set.settled();
  expect(set.keeping.value).toBe('kept');
  const next = new OwnSet(store);
  await next.open();
  expect([next.name, next.names, next.items.map(({ label }) => label), next.items.map(({ image: [first] }) => first)]).toEqual(['pets', ['cat', 'dog'], [0, 1, null], [1, 2, 3]]);
  next.remove(2);
  expect([...next.data().labels]).toEqual([0, 1]);
  next.clear();
  await next.settled();
  expect([store.kept, next.keeping.value, next.names]).toEqual([undefined, 'empty', null]);
});

test('labels are learnt from only where every image has one, and there are two kinds', () => {
  const with_ = (...labels) => learnable({ name: '', images: new Uint8Array(784 * labels.length), labels: Uint8Array.from(labels), names: null }).labels;
  expect(with_(0, 1)).toEqual(Uint8Array.of(0, 1));
  for (const labels of [[3, 3], [0, 255], [255, 255]]) expect(with_(...labels), labels.join()).toBe(null);
  const set = new OwnSet(shelf());
  set.add([{ image: image(1), label: 4 }, { image: image(2), label: null }]);
  expect([set.classes, set.data().labels]).toEqual([1, null]);
});

test('storage that is full or denied is told, and nothing is lost', async () => {
  for (const [name, keeping] of [['QuotaExceededError', 'full'], ['SecurityError', 'denied']]) {
    const set = new OwnSet(shelf({ error: Object.assign(new Error('No.'), { name }) }));
    await set.open();
    set.add([{ image: image(1), label: null }]);
    await set.settled();
    expect([set.keeping.value, set.items.length]).toEqual([keeping, 1]);
  }
});

test('whoever draws before the kept set has arrived keeps what was drawn', async () => {
  const set = new OwnSet(shelf({ kept: { name: 'old', images: image(9), labels: null, names: null } }));
  const opening = set.open();
  set.add([{ image: image(1), label: null }]);
  await opening;
  expect(set.items.map(({ image: [first] }) => first)).toEqual([1]);
});

test('test images are asked for once a data set, and over and over where there are few', async () => {
  const asked = [];
  const pg = {
    data: null,
    async testImages(start, count) {
      asked.push(count);
      return { images: Float32Array.from({ length: 784 * count }, (_, at) => Math.floor(at / 784)), labels: Uint8Array.from({ length: count }, (_, at) => at % 10) };
    },
  };
  const first = createTestImages(pg);
  expect((await first(3)).labels).toEqual(Uint8Array.of(0, 1, 2));
  await first(3);
  pg.data = { test: 2 };
  const { images, labels } = await first(5);
  expect([...labels]).toEqual([0, 1, 0, 1, 0]);
  expect([0, 1, 2, 3, 4].map((at) => images[784 * at + 783])).toEqual([0, 1, 0, 1, 0]);
  expect(asked).toEqual([3, 2]);
  pg.testImages = async () => { throw new Error('no'); };
  pg.data = { test: 1 };
  await expect(first(5)).rejects.toThrow('no');
  pg.testImages = async () => ({ images: new Float32Array(784), labels: Uint8Array.of(7) });
  expect([...(await first(2)).labels]).toEqual([7, 7]);
});
