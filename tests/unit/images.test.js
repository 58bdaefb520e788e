// While the run learns from one's own images, no text that is shown with it speaks of digits.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import * as OpenCC from 'opencc-js';
import en from '../../www/words/en.js';
import { setLanguage, t } from '../../www/words/i18n.js';
import { ofImages } from '../../www/words/images.js';
import zh from '../../www/words/zh.js';

/** The areas whose texts are of the run on the bench, and the beginnings of keys that are about MNIST or numerals in them. */
const SHOWN = /^(page|story|settings|models|inside|latent|data|compare|picture|rooms|share|record|troubles)\./;
const ABOUT_DIGITS = [
  // The page itself, and MNIST on its way or named as the source.
  'page.headline', 'page.lede', 'page.title', 'page.description', 'page.credits', 'page.digits-', 'rooms.train.page', 'rooms.learn.about', 'troubles.no-data', 'models.after-a-minute-',
  // The classifier knows digits alone, and says so itself.
  'data.measure.', 'data.metric.', 'record.measured-',
  // Labels from 0 to 9 are called digits in the recipe's own keys.
  'data.digits.', 'data.rare.', 'data.mislabel_kind.',
  // In Chinese a word for numbers.
  'page.chart-lost',
];
const html = readFileSync('index.html', 'utf8');
/** Elements' own English, and that of their labels. */
const inPage = Object.fromEntries([
  ...[...html.matchAll(/data-t="([\w.-]+)"[^>]*>((?:[^<]|<\/?(?:b|em|code|span|a)\b[^>]*>)*)</g)].map(([, key, text]) => [key, text]),
  ...[...html.matchAll(/aria-label="([^"]*)"[^>]* data-t-label="([\w.-]+)"/g)].map(([, text, key]) => [key, text]),
]);
const hant = OpenCC.Converter({ from: 'cn', to: 'twp' });
const LANGUAGES = {
  en: { texts: { ...inPage, ...en }, digit: /digit/i },
  zh: { texts: zh, digit: /数字/ },
  'zh-Hant': { texts: Object.fromEntries(Object.entries(zh).map(([key, text]) => [key, hant(text)])), digit: /數字/ },
};
const plain = (text) => text.replace(/\{[^}]*\}/g, '');
const parts = (text) => [...text.matchAll(/\{\w+\}|<[^>]+>/g)].map(([part]) => part);

for (const [language, { texts, digit }] of Object.entries(LANGUAGES)) {
  test(`in ${language}, texts beside one’s own images speak of images, with the same parameters and markup`, () => {
    let changed = 0;
    for (const [key, text] of Object.entries(texts)) {
      if (!SHOWN.test(key) || ABOUT_DIGITS.some((start) => key.startsWith(start))) continue;
      const said = ofImages(key, text, language);
      assert.doesNotMatch(plain(said), digit, key);
      assert.deepEqual(parts(said), parts(text), key);
      if (language === 'en') assert.doesNotMatch(said, /\b[Aa] image|\b[Aa]n (label|symbol)/, key);
      if (said !== text) changed += 1;
    }
    assert.ok(changed > 80, `${changed}`);
  });
}

test('what is about digits stays, and the sentence fits', () => {
  const said = (key, language = 'en') => ofImages(key, LANGUAGES[language].texts[key], language);
  assert.equal(said('page.headline'), 'Watch your own machine learn to write digits.');
  assert.equal(said('models.can.conditional'), 'is told the label');
  assert.equal(said('data.clean.help'), 'Images least like others of their label, all but the first of the same, or labels that a small classifier doubts.');
  assert.equal(said('latent.near'), 'Nearest test image: {digit}');
  assert.equal(said('picture.title'), 'Is this your symbol?');
  assert.equal(said('compare.figures', 'zh'), '在 {count} 张测试图像上计算，两边都没有学过它们；对自编码器来说，数值越低越好');
  assert.equal(said('page.styles-label', 'zh'), '模型用你的笔迹画出的全部十个标签');
});

test('a text that is asked for is of digits until the run has other images', async () => {
  await setLanguage('en').catch(() => {});
  assert.equal(t('story.first-pass'), 'Training: the first pass over all digits.');
});
