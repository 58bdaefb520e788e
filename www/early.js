// Runs before everything else and in every browser, however old: says so where the page cannot work.
(function () {
  function say(text) {
    var show = function () {
      var banner = document.getElementById('unsupported');
      banner.textContent = text;
      banner.hidden = false;
      document.getElementById('status').textContent = 'Stopped.';
    };
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
    else show();
  }

  var missing = [];
  if (!('noModule' in document.createElement('script'))) missing.push('JavaScript modules');
  if (typeof WebAssembly !== 'object') missing.push('WebAssembly');
  if (typeof Worker !== 'function') missing.push('web workers');
  if (missing.length > 0) {
    say('This page trains a neural network inside the browser and needs ' + missing.join(' and ') + ', which this browser does not offer or has switched off. A current Chrome, Edge, Firefox or Safari works.');
  }

  // A script or style that does not arrive would leave the page waiting for ever.
  window.addEventListener('error', function (event) {
    if (event.target instanceof HTMLScriptElement) say('A part of this page did not arrive. Check the connection and reload.');
  }, true);
})();
