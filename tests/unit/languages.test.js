import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import en from '../../www/words/en.js';
import zh from '../../www/words/zh.js';
import { language, locale, setLanguage, t } from '../../www/words/i18n.js';
import { ago } from '../../www/shell/resume/resume.js';
import { explain, explainEvent } from '../../www/words/explain.js';
import { DEVICES, parseHash } from '../../www/run/address.js';
import { RECIPE } from '../../www/engine/schema.js';
import { presetOf } from '../../www/run/presets.js';
import { settingOf } from '../../www/run/settings.js';
import { layerAt, layerName } from '../../www/words/layers.js';

const html = readFileSync('index.html', 'utf8');
const areas = readdirSync('www/words/en').map((name) => name.replace('.js', ''));

/** The texts that index.html holds itself: key and English content, of elements and of attributes. */
function textsOfPage() {
  const found = [];
  for (const { 0: open, 1: tag, index } of html.matchAll(/<(\w+)\b[^<>]*\sdata-t(?:-\w+)?="[^<>]*>/g)) {
    const content = / data-t="([^"]+)"/.exec(open);
    if (content) found.push({ key: content[1], text: contentOf(tag, index + open.length) });
    for (const [, name, key] of open.matchAll(/ data-t-(\w+)="([^"]+)"/g)) {
      const attribute = { label: 'aria-label', title: 'title', content: 'content', role: 'aria-roledescription' }[name];
      found.push({ key, text: new RegExp(` ${attribute}="([^"]*)"`).exec(open)?.[1] });
    }
  }
  return found;
}

/** What stands between the end of an opening tag and its closing one. */
function contentOf(tag, start) {
  const tags = new RegExp(`<(/?)${tag}\\b[^>]*>`, 'g');
  tags.lastIndex = start;
  for (let depth = 1, found; (found = tags.exec(html));) {
    depth += found[1] ? -1 : 1;
    if (depth === 0) return html.slice(start, found.index);
  }
  return null;
}

/** Every script of the page, without other people's. */
const scripts = readdirSync('www', { recursive: true }).map(String)
  .filter((name) => name.endsWith('.js') && !/^vendor[/\\]/.test(name))
  .map((name) => ({ name, text: readFileSync(join('www', name), 'utf8') }));

const page = textsOfPage();
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const tagsOf = (text) => [...text.matchAll(/<[a-z][^>]*>/g)].map(([tag]) => tag).sort();
const withoutTags = (text) => text.replace(/<[^>]*>/g, '');

test('both languages have the same texts', () => {
  const english = new Set([...Object.keys(en), ...page.map(({ key }) => key)]);
  assert.deepEqual([...english].filter((key) => !(key in zh)), [], 'no Chinese');
  assert.deepEqual(Object.keys(zh).filter((key) => !english.has(key)), [], 'no English');
});

test('one of a thing is told as one', () => {
  assert.equal(t('own.count', { count: 1 }), '1 image.');
  assert.equal(t('own.count', { count: '1' }), '1 image.');
  assert.equal(t('own.count', { count: '1,001' }), '1,001 images.');
  assert.equal(t('own.found-labelled', { count: 0, kinds: 1 }), '0 images with 1 label.');
});

test('a text’s key begins with its area, and none is said twice', async () => {
  for (const language of ['en', 'zh']) {
    const seen = new Set();
    for (const area of areas) {
      const { default: texts } = await import(`../../www/words/${language}/${area}.js`);
      for (const key of Object.keys(texts)) {
        assert.ok(key.startsWith(`${area === 'ui' ? 'page' : area}.`), `${language}/${area}: ${key}`);
        assert.ok(!seen.has(key), `${language}: ${key} twice`);
        seen.add(key);
      }
    }
  }
});

test('texts take the same figures and have the same markup in both languages', () => {
  for (const [key, text] of Object.entries(en)) {
    // Chinese says in its own words what the engine's reason says, and need not quote it.
    const needed = placeholders(text).filter((name) => name !== 'reason');
    const there = placeholders(zh[key]);
    assert.deepEqual(there.filter((name) => name !== 'reason'), needed, key);
    assert.deepEqual(tagsOf(zh[key]), tagsOf(text), key);
  }
  // The page's own English has the code's size in it, which is filled in again after each change of language.
  for (const { key, text } of page) if (!(key in en)) assert.deepEqual(tagsOf(zh[key]), tagsOf(text), key);
});

test('index.html says in English what its elements name', () => {
  assert.ok(page.length > 100);
  for (const { key, text } of page) {
    assert.ok(text?.trim(), `${key} has no English`);
    if (key in en) assert.equal(text, en[key], key);
  }
});

test('every text that a script names is there', () => {
  // Settings of the data are no texts, though they are called alike.
  const known = new Set([...Object.keys(en), ...page.map(({ key }) => key), ...RECIPE.map(({ key }) => key)]);
  const named = `(?:${areas.join('|')})\\.`;
  for (const { name, text } of scripts) {
    for (const [, key] of text.matchAll(/\bt\(\s*'([^']+)'/g)) assert.ok(known.has(key), `${name}: ${key}`);
    for (const [, key] of text.matchAll(new RegExp(`'(${named}[\\w.-]*\\w)'`, 'g'))) {
      if (!/\.(js|css|json|png|safetensors|html)$/.test(key)) assert.ok(known.has(key), `${name}: ${key}`);
    }
    for (const [, start] of text.matchAll(new RegExp(`\`(${named}[\\w.-]*)\\$\\{`, 'g'))) {
      assert.ok([...known].some((key) => key.startsWith(start)), `${name}: ${start}…`);
    }
  }
});

test('Chinese texts are Chinese', () => {
  /** Names and terms that stay as they are, however long. */
  const names = ['Christopher J. C. Burges'];
  for (const [key, text] of Object.entries(zh)) {
    const plain = names.reduce((rest, name) => rest.replaceAll(name, ''), withoutTags(text).replace(/\{\w+\}/g, ''));
    assert.ok(!/[A-Za-z][\w’'-]*(?:[ ,.;:]+[A-Za-z][\w’'-]*){2,}/.test(plain), `${key}: ${text}`);
    // A comma or full stop of English between Chinese characters.
    assert.ok(!/[\u4e00-\u9fff][,.;:?!](?:[\u4e00-\u9fff]|$)/.test(plain), `${key}: punctuation in “${text}”`);
    // One that is the same in both languages is a name, a sign or a figure.
    if (!/[\u4e00-\u9fff，。：、（）]/.test(plain)) assert.ok((plain.match(/[A-Za-z]{2,}/g) ?? []).length <= 2, `${key}: ${text}`);
  }
});

test('a text that does not exist is an error, and a parameter that is not given stays visible', () => {
  assert.throws(() => t('page.no-such-text'), /no-such-text/);
  assert.equal(t('story.paused', {}), en['story.paused']);
  assert.equal(t('story.paused', { step: '1,234' }), 'Paused at step 1,234. Nothing is lost; press Train to go on.');
});

test('layers are called in English what the engine calls them, and in Chinese otherwise', async () => {
  const file = (name) => JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
  const unfold = (layers) => layers.flatMap((layer) => [layer, ...(layer.branches ?? []).flatMap((branch) => unfold(branch.layers))]);
  const layers = [...file('layers'), ...Object.values(file('models')).flatMap(({ parts }) => parts)].flatMap((part) => unfold(part.layers));
  const kinds = new Set(layers.map(({ spec }) => spec.kind));
  for (const layer of layers) assert.equal(layerName(layer), layer.name);
  for (const kind of kinds) assert.ok([`page.layer.${kind}`, 'page.layer.causal-attention'].some((key) => key in en), kind);
  assert.equal(layerName({ name: 'Something new', spec: { kind: 'new' } }), 'Something new');
  const blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en).filter((name) => name.startsWith('page.layer.'))) assert.deepEqual(blanks(zh[key]), blanks(en[key]), key);
});

test('a gradient within a layer is named by the way to it', () => {
  const inner = { name: 'Linear 5', spec: { kind: 'linear', outputs: 5, bias: true } };
  const around = { name: 'Residual, 2 layers', spec: { kind: 'residual', layers: [{}, {}] }, branches: [{ name: 'layers', layers: [{ name: 'ReLU', spec: { kind: 'relu' } }, inner] }] };
  const part = { layers: [inner, around] };
  assert.equal(layerAt(part, '0'), 'Linear 5');
  assert.equal(layerAt(part, '1.layers.1'), 'Residual, 2 layers: Linear 5');
  assert.equal(layerAt(part, '7'), '7');
  assert.equal(layerAt(undefined, '0'), '0');
});

/** Runs `check` in a language, in a document of as little as that takes. */
async function speaking(tag, check) {
  globalThis.document = { documentElement: { lang: '', classList: { remove() {} } }, querySelectorAll: () => [] };
  try {
    await setLanguage(tag);
    await check(document.documentElement.lang);
  } finally {
    await setLanguage('en');
    delete globalThis.document;
  }
}

test('what was said before a change of language says the same after it', async () => {
  const steps = { retryData() {}, lowerRate() {}, startAgain() {}, useCpu() {}, choose() {} };
  const notice = explain({ code: 'data-failed', message: 'It broke.' }, steps);
  const event = explainEvent({ kind: 'collapsed', step: 1200, message: 'It broke.' }, steps);
  const labels = () => [...notice.actions, ...event.actions].map(({ label }) => label);
  const relu = { name: 'ReLU', spec: { kind: 'linear', outputs: 400, bias: true } };
  const all = () => [notice.text, event.text, ...labels(), presetOf('vae').title, settingOf('lr').label, DEVICES[0].label, layerName(relu), parseHash('#lr=fast').problems[0]];
  const english = all();
  assert.match(english.join('|'), /It broke\..*Try again.*Restart with a lower rate.*Load WGAN-GP.*Learning rate.*Linear 400.*must be a number/);
  await speaking('zh-CN', (tag) => {
    assert.deepEqual([tag, language(), locale()], ['zh-CN', 'zh', 'zh-CN']);
    all().forEach((text, at) => assert.match(text, /[\u4e00-\u9fff]/, english[at]));
    assert.match(all().join('|'), /请检查网络.*重试.*降低学习率.*换成 WGAN-GP.*学习率.*全连接 400.*必须是/);
  });
  assert.deepEqual(all(), english);
});

test('the run of an earlier visit is offered in the language of the page', async () => {
  const offer = () => [t('share.kept', { ago: ago(5 * 60_000, language()), name: 'VAE', step: '1,200' }), t('share.keptGoOn'), t('share.keptForget')].join('|');
  assert.equal(offer(), 'Continue the run of 5 minutes ago (VAE, step 1,200)?|Continue|Forget it');
  await speaking('zh', () => assert.equal(offer(), '要继续5分钟前的训练吗？（VAE，第 1,200 步）|继续|不再保留'));
});

test('a language that the page has nothing near leaves it as it is', async () => {
  await speaking('zh', async () => {
    await setLanguage('fr');
    assert.equal(language(), 'zh');
  });
  assert.equal(language(), 'en');
});
