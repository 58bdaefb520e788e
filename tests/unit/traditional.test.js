// Traditional Chinese: every text of the page and of the tutorial, as the build converts it.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from '@playwright/test';
import zh from '../../www/words/zh.js';
import { TERMS, traditional, writeTraditional } from '../../xtask/trunk/chinese.mjs';

const chapters = readdirSync('www/rooms/learn/zh').map((name) => [name, readFileSync(join('www/rooms/learn/zh', name), 'utf8')]);
const texts = [...Object.entries(zh), ...chapters, ['early.js', readFileSync('www/early.js', 'utf8')]];

/** The 5,401 frequent characters of Big5, the character set of Taiwan: what is simplified only is not among them. */
const BIG5 = (() => {
  const decoder = new TextDecoder('big5');
  const characters = new Set();
  for (let lead = 0xa4; lead <= 0xc6; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail <= 0x7e || trail >= 0xa1) characters.add(decoder.decode(Uint8Array.of(lead, trail)));
  }
  return characters;
})();
/** Of the others, those that the field needs (cross-entropy). */
const RARE = ['熵'];
const strangers = (text) => [...new Set(text.match(/\p{Script=Han}/gu))].filter((character) => !BIG5.has(character) && !RARE.includes(character));
const sorted = (found) => [...found].map(String).sort();

test('the yardstick knows what is simplified only', () => {
  assert.ok(BIG5.size >= 5401);
  assert.deepEqual(strangers('这个网络学习随机数据'), ['这', '个', '网', '络', '学', '习', '随', '机', '数', '据']);
  assert.deepEqual(strangers('這個網路學習隨機資料'), []);
});

test('no character stays that is simplified only', () => {
  for (const [name, text] of texts) assert.deepEqual(strangers(traditional(text)), [], name);
});

test('parameters, markup and what is not Chinese are the same', () => {
  for (const [name, text] of texts) {
    const converted = traditional(text);
    for (const part of [/\{\w+\}/g, /<[^>]*>/g]) {
      if (name.endsWith('.html') && part.source.startsWith('<')) continue;
      assert.deepEqual(sorted(converted.matchAll(part)), sorted(text.matchAll(part)), name);
    }
    assert.equal(converted.replace(/aria-label="[^"]*"/g, '').match(/<[^>]*>/g)?.join('') ?? '', text.replace(/aria-label="[^"]*"/g, '').match(/<[^>]*>/g)?.join('') ?? '', name);
    assert.ok(!/[\ue000-\uf8ff]/.test(converted), name);
  }
});

test('the field’s words are those of Taiwan', () => {
  const table = {
    潜变量维度: '潛在變數維度', 在潜空间里: '在潛在空間裡', 生成器与判别器的损失: '生成器與鑑別器的損失', 神经网络: '神經網路', 学习率: '學習率', 批大小: '批次大小',
    梯度: '梯度', 随机种子: '隨機種子', 数据: '資料', 浏览器: '瀏覽器', 嵌入代码: '嵌入程式碼', 批归一化: '批次正規化', 概率: '機率', 线程: '執行緒', 显卡: '顯示卡',
    像素: '像素', 对数方差: '對數變異數', 标准差: '標準差', 训练集: '訓練集', 权重: '權重', 编码器: '編碼器', 默认值: '預設值', 视频: '影片', 链接: '連結',
    每一行是一个数字: '每一列是一個數字', 每一列是一种笔迹: '每一欄是一種筆跡', '共 {rows} 行': '共 {rows} 列', 最小二乘: '最小平方', 全连接: '全連接', 按回车键选择: '按 Enter 鍵選擇',
    由抛出的编码: '由拋出的編碼', 打乱全局: '打亂全局', '{count} 个中有 {active} 个': '{count} 個中有 {active} 個', 样本周围: '樣本周圍', 在脚本里: '在指令碼裡', 这台电脑: '這台電腦',
    重参数化技巧: '重參數化技巧', '点“训练”': '點「訓練」',
  };
  for (const [simplified, expected] of Object.entries(table)) assert.equal(traditional(simplified), expected);
});

test('every term of the table stands in some text, and changes it', () => {
  for (const [simplified, word] of Object.entries(TERMS)) {
    assert.ok(texts.some(([, text]) => text.includes(simplified)), `${simplified} stands nowhere`);
    assert.ok(texts.some(([, text]) => traditional(text).includes(word)), `${simplified} never becomes ${word}`);
  }
});

test('the build writes the words, the chapters and what early.js says', async () => {
  const site = mkdtempSync(join(tmpdir(), 'traditional-'));
  try {
    // As a site is: its modules say so themselves here, because no package does.
    cpSync('www', site, { recursive: true, filter: (name) => !name.includes('vendor') });
    cpSync('package.json', join(site, 'package.json'));
    await writeTraditional(site);
    const { default: words } = await import(pathToFileURL(join(site, 'words/zh-hant.js')).href);
    assert.deepEqual(Object.keys(words), Object.keys(zh));
    assert.equal(words['settings.latent_dim.label'], '潛在變數維度');
    assert.deepEqual(readdirSync(join(site, 'rooms/learn/zh-hant')), chapters.map(([name]) => name));
    assert.match(readFileSync(join(site, 'early.js'), 'utf8'), /'zh-Hant': \{\s+stopped: '已停止。',\s+modules: 'JavaScript 模組'/);
  } finally {
    rmSync(site, { recursive: true });
  }
});
