// Which language a tag asks for: the rule of the page, and the same in early.js, which runs before any module.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { LANGUAGES, TAGS, nearestLanguage } from '../../www/words/tags.js';
import { runEarly as run } from './early.js';

const TABLE = {
  en: ['en', 'EN', 'en-US', 'en-GB-oxendict', 'en_US.UTF-8', 'en-US@posix'],
  zh: ['zh', 'zh-CN', 'zh-Hans', 'zh-Hans-TW', 'zh-hans-HK', 'zh-SG', 'ZH-cn', 'zh_CN.UTF-8', 'cmn', 'cmn-Hans-CN', 'zh-x-hantx', 'yue-Hans'],
  'zh-Hant': ['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-hant-CN', 'ZH-tw', 'zh_TW', 'zh_TW.Big5', 'zh-Hant-HK-x-private', 'cmn-Hant-TW', 'yue', 'yue-HK'],
  '': ['', 'C', 'POSIX', 'fr', 'fr-CH', 'de-zh', 'english', 'zhx', 'hant', '-', '<b>', '__proto__', 'constructor', '*', 'i-klingon', 'x-zh'],
};
const cases = Object.entries(TABLE).flatMap(([language, tags]) => tags.map((tag) => ({ tag, language })));

test('any tag finds the nearest language', () => {
  for (const { tag, language } of cases) assert.equal(nearestLanguage(tag), language || null, tag);
});

test('early.js finds the same, in the address, in what was remembered, and in the browser', () => {
  for (const { tag, language } of cases) {
    const expected = TAGS[language || 'en'];
    assert.equal(run({ languages: [tag] }).lang, expected, `browser: ${tag}`);
    assert.equal(run({ stored: tag }).lang, expected, `stored: ${tag}`);
    const plain = /^[\w-]*$/.test(tag);
    if (plain) assert.equal(run({ hash: `#preset=vae&lang=${tag}&seed=1` }).lang, expected, `address: ${tag}`);
  }
  for (const [code, tag] of Object.entries(TAGS)) {
    // What it leaves there is what i18n.js reads.
    assert.equal(nearestLanguage(run({ stored: code }).lang), code);
    assert.equal(run({ stored: code }).className, code === 'en' ? '' : 'wordless');
    assert.equal(nearestLanguage(tag), code);
  }
});

test('the address comes before what was remembered, and that before the browser; what has no near language does not count', () => {
  const all = { hash: '#lang=zh-TW', stored: 'en', languages: ['zh-CN'] };
  assert.equal(run(all).lang, 'zh-Hant');
  assert.equal(run({ ...all, hash: '#lang=fr' }).lang, 'en');
  assert.equal(run({ ...all, hash: '', stored: 'fr' }).lang, 'zh-CN');
  assert.equal(run({ languages: ['fr-CH', 'C', 'zh-HK', 'en'] }).lang, 'zh-Hant');
  assert.equal(run({ languages: null, language: 'zh-CN' }).lang, 'zh-CN');
  assert.equal(run({ languages: null }).lang, 'en');
  assert.equal(run({ ...all, hash: '', stored: new Error('denied') }).lang, 'zh-CN');
  assert.equal(run({ hash: '#lang=zh&lang=en' }).lang, 'en');
});

test('the address’s wish is heard however a messenger has encoded it', () => {
  for (const hash of ['#preset%3Dvae%26lang%3Dzh-TW', '%23preset%3Dvae%26lang%3Dzh-TW', '#preset=vae&amp;lang=zh-TW', '#preset=vae&lang=zh-TW).', '#preset%3dvae%26amp%3Blang%3dzh-TW']) {
    assert.equal(run({ hash }).lang, 'zh-Hant', hash);
  }
  assert.equal(run({ hash: '#slang=zh', languages: ['en'] }).lang, 'en');
});

test('where the page cannot work, it says so in the visitor’s language', () => {
  const said = Object.keys(LANGUAGES).map((code) => run({ stored: code, wasm: 'none' }));
  assert.match(said[0].said, /needs WebAssembly, which this browser does not offer/);
  assert.match(said[1].said, /训练神经网络，需要/);
  assert.match(said[2].said, /訓練神經網路，需要/);
  assert.deepEqual(said.map(({ status }) => status), ['Stopped.', '已停止。', '已停止。']);
});
