// Runs before everything else and in every browser, however old: finds the language, so that nobody sees the page in another one
// first, and says so where the page cannot work.
(function () {
  /** @type {Record<string, {stopped: string, modules: string, and: string, unsupported: string, incomplete: string, file: string, sandbox: string, figure: string}>} */
  var WORDS = {
    en: {
      stopped: 'Stopped.',
      modules: 'JavaScript modules',
      and: ' and ',
      unsupported: 'This page trains a neural network inside the browser and needs {missing}, which this browser does not offer or has switched off. A current Chrome, Edge, Firefox or Safari works.',
      incomplete: 'A part of this page did not arrive. Check the connection and reload.',
      file: 'This page was opened as a file, and browsers run no modules and threads from files. Open it through a server: “python3 -m http.server” in its folder is one.',
      sandbox: 'This page is in a sandboxed frame, in which it may not load its own parts. Whoever made the frame: please add “allow-same-origin” to its sandbox attribute.',
      figure: 'The example of a trained network could not be loaded. The playground does not need it.',
    },
    zh: {
      stopped: '已停止。',
      modules: 'JavaScript 模块',
      and: ' 和 ',
      unsupported: '本页面在浏览器里训练神经网络，需要 {missing}，而这个浏览器不支持，或者已将其关闭。请使用新版的 Chrome、Edge、Firefox 或 Safari。',
      incomplete: '页面有一部分没有下载成功。请检查网络连接，然后重新加载。',
      file: '这个页面是直接从文件打开的，而浏览器不会从文件运行模块和线程。请通过服务器打开，例如在它的文件夹里运行“python3 -m http.server”。',
      sandbox: '这个页面在受限的框架（sandbox）里，不能加载自己的各个部分。请框架的作者在 sandbox 属性里加上“allow-same-origin”。',
      figure: '没能载入训练好的示例网络。实验台不需要它，可以照常使用。',
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

  if (missing.length === 0) startThread();

  // A script that does not arrive would leave the page waiting for ever, and nothing else can say so.
  window.addEventListener('error', function (event) {
    if (!(event.target instanceof HTMLScriptElement)) return;
    if (location.protocol === 'file:') say(words.file);
    else if (window.origin === 'null') say(words.sandbox);
    else if (!/\/showcase[/-]/.test(event.target.src)) say(words.incomplete);
    else if (/[/-]figure\./.test(event.target.src)) withoutFigure();
  }, true);

  /** The thread of the page's first engine, which engine/host.js takes: it starts while the page is read. */
  function startThread() {
    try {
      var address = new URL('engine/worker/worker.js', /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
      var thread = new Worker(address, { type: 'module', name: 'playground' });
      window.threadAhead = { address: address, worker: thread };
      // Whoever needs one starts it then, and hears what is wrong.
      thread.addEventListener('error', function (event) {
        event.preventDefault();
        delete window.threadAhead;
      });
    } catch (denied) {
      // The same.
    }
  }

  /** The page works without the picture at its top. */
  function withoutFigure() {
    var caption = document.getElementById('showcase-caption');
    if (!caption) return;
    caption.setAttribute('data-t', 'showcase.failed');
    caption.textContent = words.figure;
    var toggle = document.getElementById('showcase-toggle');
    if (toggle) toggle.hidden = true;
  }
})();
