// Words for what the run learns from. The page speaks of digits, which MNIST's images are; while it learns from one's own images, which
// may be anything, the same texts speak of images and of labels. One rule for all of them, so that a new text follows it too.

/** What is about digits whatever the run learns from: MNIST itself, networks that are shipped, the tutorial; and numerals. */
const STAY = [
  'tutorial.', 'showcase.', 'benchmark.', 'own.', 'page.headline', 'page.lede', 'page.title', 'page.description', 'page.digits-', 'page.credits', 'page.chart-lost',
  'rooms.train.page', 'rooms.learn.', 'data.digits.', 'data.rare.', 'data.mislabel_kind.', 'data.metric.', 'data.measure.', 'models.after-a-minute', 'record.measured-', 'troubles.no-data',
];

/** @typedef {[pattern: RegExp, replacement: string][]} Rules  applied in this order; the last ones are about whatever is left */

/** Where a digit is what an image is told to be. Names in braces are parameters. @type {Record<string, Rules>} */
const RULES = {
  en: [
    [/\b(told the|of each|of their|Rarer|all ten|All ten|Show one|Choose a|shares of the|Each row is a|your handwriting, every|Your handwriting, every) digit(s?)\b/g, '$1 label$2'],
    [/\b([Tt])he digit( that)? you ask for\b/g, '$1he label$2 you ask for'],
    [/\bThe digit stays\b/g, 'The label stays'],
    [/\b[Dd]igit, for\b/g, 'label, for'],
    [/\b([Aa]) digit\b(?!\})/g, '$1n image'],
    [/(?<!\{)\bdigit(s?)\b(?!\})/g, 'image$1'], [/(?<!\{)\bDigit(s?)\b(?!\})/g, 'Image$1'],
  ],
  zh: [
    [/(告知|告知了|各|同一|哪个|较少的|大号|一种|告诉流的|全部十个|你指定的|你的笔迹，每一个|要它画的一个)数字/g, '$1标签'], [/^数字始终/, '标签始终'],
    [/个((?:真实|测试|生成)?)数字/g, '张$1图像'], [/数字/g, '图像'],
  ],
  'zh-Hant': [
    [/(告知|告知了|各|同一|哪個|較少的|大號|一種|告訴流的|全部十個|你指定的|你的筆跡，每一個|要它畫的一個)數字/g, '$1標籤'], [/^數字始終/, '標籤始終'],
    [/個((?:真實|測試|生成)?)數字/g, '張$1影像'], [/數字/g, '影像'],
  ],
};

/** Texts of which all digits are something else than images: a photograph is of a symbol, and an input of a network is the label. @type {[start: string, rules: Record<string, Rules>][]} */
const ELSE = [
  ['picture.', { en: [[/\bdigit(s?)\b/g, 'symbol$1']], zh: [[/数字/g, '符号']], 'zh-Hant': [[/數字/g, '符號']] }],
  ['page.short-network.', { en: [[/\bdigit\b/g, 'label']], zh: [[/数字/g, '标签']], 'zh-Hant': [[/數字/g, '標籤']] }],
];

/**
 * A text as it is said while the run learns from one's own images.
 * @param {string} key of the text
 * @param {string} text
 * @param {import('./tags.js').Language} language
 */
export function ofImages(key, text, language) {
  if (STAY.some((start) => key.startsWith(start))) return text;
  const [, rules] = ELSE.find(([start]) => key.startsWith(start)) ?? ['', RULES];
  // Markup between the words stays as it is.
  return text.split(/(<[^>]*>)/).map((part) => (part.startsWith('<') ? part : rules[language].reduce((said, [pattern, replacement]) => said.replace(pattern, replacement), part))).join('');
}
