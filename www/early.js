// Runs before everything else and in every browser, however old: finds the language, so that nobody sees the page in another one
// first, and says so where the page cannot work.
(function () {
  /** @type {Record<string, {stopped: string, modules: string, and: string, unsupported: string, incomplete: string}>} */
  var WORDS = {
    en: {
      stopped: 'Stopped.',
      modules: 'JavaScript modules',
      and: ' and ',
      unsupported: 'This page trains a neural network inside the browser and needs {missing}, which this browser does not offer or has switched off. A current Chrome, Edge, Firefox or Safari works.',
      incomplete: 'A part of this page did not arrive. Check the connection and reload.',
    },
    zh: {
      stopped: '已停止。',
      modules: 'JavaScript 模块',
      and: ' 和 ',
      unsupported: '本页面在浏览器里训练神经网络，需要 {missing}，而这个浏览器不支持，或者已将其关闭。请使用新版的 Chrome、Edge、Firefox 或 Safari。',
      incomplete: '页面有一部分没有下载成功。请检查网络连接，然后重新加载。',
    },
  };

  /** As `nearestLanguage` of words/tags.js; '' where none is near. @param {string} tag */
  function nearest(tag) {
    var parts = String(tag).toLowerCase().split(/[^a-z0-9]+/);
    if (parts[0] === 'en') return 'en';
    if (!/^(zh|cmn|yue)$/.test(parts[0])) return '';
    var rest = '-' + parts.slice(1).join('-') + '-';
    if (/-hans-/.test(rest)) return 'zh';
    return parts[0] === 'yue' || /-(hant|tw|hk|mo)-/.test(rest) ? 'zh-Hant' : 'zh';
  }

  /** The address's wish, the visitor's earlier choice, or the first of the browser's languages that the page has. */
  function wanted() {
    var tags = [];
    // As run/hash.js reads it: some messengers encode the whole hash, even more than once.
    var hash = location.hash;
    for (var layer = 0; layer < 5; layer++) hash = hash.replace(/%[2-7][0-9a-f]/gi, decodeURIComponent).replace(/&(amp|#38|#x26);/gi, '&');
    var asked = /.*[#&]\s*lang\s*=\s*([\w-]*)/.exec(hash);
    if (asked) tags.push(asked[1]);
    try {
      tags.push(localStorage.getItem('playground.language') || '');
    } catch (denied) {
      // Then the browser's own languages count every time.
    }
    tags = tags.concat(navigator.languages || [navigator.language || '']);
    for (var at = 0; at < tags.length; at++) if (nearest(tags[at])) return nearest(tags[at]);
    return 'en';
  }

  var language = wanted();
  if (language !== 'en') {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
    document.documentElement.className = 'wordless';
  }
  var words = WORDS[language] || WORDS.zh;

  /** @param {string} text */
  function say(text) {
    var show = function () {
      var banner = document.getElementById('unsupported');
      document.documentElement.className = '';
      var status = document.getElementById('status');
      if (banner) {
        banner.textContent = text;
        banner.hidden = false;
      }
      if (status) status.textContent = words.stopped;
    };
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
    else show();
  }

  var missing = [];
  if (!('noModule' in document.createElement('script'))) missing.push(words.modules);
  if (typeof WebAssembly !== 'object') missing.push('WebAssembly');
  if (typeof Worker !== 'function') missing.push('web workers');
  if (missing.length > 0) say(words.unsupported.replace('{missing}', missing.join(words.and)));

  // A script or style that does not arrive would leave the page waiting for ever.
  window.addEventListener('error', function (event) {
    if (event.target instanceof HTMLScriptElement) say(words.incomplete);
  }, true);
})();
