// Which of the page's languages a tag asks for. No DOM.

/** @typedef {'en'|'zh'|'zh-Hant'} Language */

/** The languages there are, by their own names. @type {Record<Language, string>} */
export const LANGUAGES = { en: 'English', zh: '简体中文', 'zh-Hant': '繁體中文' };

/** What the `lang` of an element and `Intl` are told. @type {Record<Language, string>} */
export const TAGS = { en: 'en', zh: 'zh-CN', 'zh-Hant': 'zh-Hant' };

/**
 * The nearest of the page's languages. Chinese is traditional where the tag says so, or names a place where that is written.
 * early.js has the same rule, because it runs before any module can.
 * @param {string} tag of BCP 47 (zh-HK, en-US), or what else a browser or an address may give (zh_TW.UTF-8, C)
 * @returns {Language|null} null: none is near
 */
export function nearestLanguage(tag) {
  const [language, ...rest] = tag.toLowerCase().split(/[^a-z0-9]+/);
  if (language === 'en') return 'en';
  if (!['zh', 'cmn', 'yue'].includes(language)) return null;
  if (rest.includes('hans')) return 'zh';
  return language === 'yue' || ['hant', 'tw', 'hk', 'mo'].some((part) => rest.includes(part)) ? 'zh-Hant' : 'zh';
}
