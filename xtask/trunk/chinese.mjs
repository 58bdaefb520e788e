// Traditional Chinese, as it is written in Taiwan, from the simplified texts: OpenCC converts characters and everyday words, and a table
// of ours has the last word where the field says it otherwise. Nothing of it is committed: finish.mjs writes it into the built site.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import OpenCC from 'opencc-js/cn2t';

/** What the field, or a reader in Taiwan, says otherwise than the library. Simplified on the left. */
export const TERMS = {
  // Models and their networks.
  潜变量: '潛在變數', 潜空间: '潛在空間', 判别: '鑑別', 神经网络: '神經網路', 全连接: '全連接', 跳跃连接: '跳躍連接', 掩码: '遮罩', 激活: '活化',
  批归一化: '批次正規化', 归一化: '正規化', 铰链损失: '鉸鏈損失', 最小二乘: '最小平方', 重参数化: '重參數化',
  // Training and what is measured.
  批大小: '批次大小', 学习率: '學習率', 滑动平均: '移動平均', 博弈: '賽局', 坍塌: '崩潰', 打分: '評分', 方差: '變異數', 分布: '分布', 散布: '散布', 插值: '內插',
  // Pictures.
  像素: '像素', 噪声: '雜訊', 噪点: '雜點',
  // A row is 列 in Taiwan, and a column 欄.
  一行: '一列', 二行: '二列', 各行: '各列', '} 行': '} 列', 一列: '一欄', 三列: '三欄', 两列: '兩欄',
  // The machine and the page.
  空格: '空白鍵', 空格键: '空白鍵', 回车键: ' Enter 鍵', 滑块: '滑桿', 教程: '教學', 标签页: '分頁', 脚本: '指令碼', 深度学习库: '深度學習函式庫', 几兆字节: '幾 MB',
  // The library takes these for other words, or for their rarer form.
  抛出: '拋出', 全局: '全局', 个中有: '個中有', 周围: '周圍', 台: '台', '“': '「', '”': '」',
};

const library = OpenCC.Converter({ from: 'cn', to: 'twp' });
/** Longest first, so that a term within another does not take a part of it. */
const keys = Object.keys(TERMS).sort((a, b) => b.length - a.length);
const anyTerm = new RegExp(keys.map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
/** While the library works, a character of Unicode's private area stands for each term: it knows none of them, and keeps what is around. */
const PRIVATE = 0xe000;

/** @param {string} simplified text or HTML @returns {string} */
export function traditional(simplified) {
  const kept = simplified.replace(anyTerm, (term) => String.fromCharCode(PRIVATE + keys.indexOf(term)));
  return library(kept).replace(/[\ue000-\uf8ff]/g, (character) => TERMS[keys[character.charCodeAt(0) - PRIVATE]]);
}

/** What early.js says where nothing else may run: beside its simplified words, the traditional ones. @param {string} script */
export function withTraditionalWords(script) {
  const simplified = /^( *)zh: (\{[^]*?\n\1\}),$/m;
  if (!simplified.test(script)) throw new Error('early.js has no words “zh: {…},” to convert');
  return script.replace(simplified, (words, indent, object) => `${words}\n${indent}'zh-Hant': ${traditional(object)},`);
}

/**
 * Writes `words/zh-hant.js` (one module), `rooms/learn/zh-hant/*.html`, and the words of `early.js`.
 * @param {string} site folder of the built page
 */
export async function writeTraditional(site) {
  const { default: words } = await import(pathToFileURL(join(site, 'words/zh.js')).href);
  const converted = Object.fromEntries(Object.entries(words).map(([key, text]) => [key, traditional(text)]));
  writeFileSync(join(site, 'words/zh-hant.js'), `export default ${JSON.stringify(converted, null, 1)};\n`);
  const [from, to] = ['zh', 'zh-hant'].map((name) => join(site, 'rooms/learn', name));
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) writeFileSync(join(to, name), traditional(readFileSync(join(from, name), 'utf8')));
  const early = join(site, 'early.js');
  writeFileSync(early, withTraditionalWords(readFileSync(early, 'utf8')));
}
