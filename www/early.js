// Runs before everything else and in every browser, however old: finds the language, so that nobody sees the page in another one
// first, and says so where the page cannot work.
(function () {
  function wantsChinese() {
    var asked = /[#&]lang=(zh|en)(&|$)/.exec(location.hash);
    if (asked) return asked[1] === 'zh';
    try {
      var chosen = localStorage.getItem('playground.language');
      if (chosen === 'zh' || chosen === 'en') return chosen === 'zh';
    } catch (denied) {
      // Then the browser's own language counts every time.
    }
    var known = (navigator.languages || [navigator.language || '']).filter(function (tag) { return /^(zh|en)\b/i.test(tag); });
    return known.length > 0 && /^zh/i.test(known[0]);
  }

  var chinese = wantsChinese();
  if (chinese) {
    document.documentElement.lang = 'zh-CN';
    document.documentElement.className = 'wordless';
  }

  function say(english, inChinese) {
    var show = function () {
      var banner = document.getElementById('unsupported');
      document.documentElement.className = '';
      banner.textContent = chinese ? inChinese : english;
      banner.hidden = false;
      document.getElementById('status').textContent = chinese ? '已停止。' : 'Stopped.';
    };
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
    else show();
  }

  var missing = [];
  if (!('noModule' in document.createElement('script'))) missing.push(chinese ? 'JavaScript 模块' : 'JavaScript modules');
  if (typeof WebAssembly !== 'object') missing.push('WebAssembly');
  if (typeof Worker !== 'function') missing.push('web workers');
  if (missing.length > 0) {
    say('This page trains a neural network inside the browser and needs ' + missing.join(' and ') + ', which this browser does not offer or has switched off. A current Chrome, Edge, Firefox or Safari works.',
      '本页面在浏览器里训练神经网络，需要 ' + missing.join(' 和 ') + '，而这个浏览器不支持，或者已将其关闭。请使用新版的 Chrome、Edge、Firefox 或 Safari。');
  }

  // A script or style that does not arrive would leave the page waiting for ever.
  window.addEventListener('error', function (event) {
    if (event.target instanceof HTMLScriptElement) say('A part of this page did not arrive. Check the connection and reload.', '页面有一部分没有下载成功。请检查网络连接，然后重新加载。');
  }, true);
})();
