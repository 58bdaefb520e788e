// Where a frame may not let files be saved: other ways to have them.

import { copyText } from '../../kit/copy.js';
import { make, named } from '../../kit/make.js';
import { onEnd } from '../../kit/scope.js';
import { t, translate } from '../../words/i18n.js';

/** What a browser shows in a tab of its own; the rest it would download again. */
const SHOWN = /^(text|image)\//;

/**
 * @param {HTMLElement} root
 * @param {{address: () => string, say: (words: () => string) => void}} run address: of a page of its own, with the run's settings
 */
export function createOtherWays(root, { address, say }) {
  /** @type {string[]} */
  let urls = [];
  function clear() {
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls = [];
    root.replaceChildren();
  }
  onEnd(clear);

  /** @param {import('./files.js').RunFile} file */
  function waysOf({ name, blob }) {
    if (!SHOWN.test(blob.type)) return [];
    const isText = blob.type.startsWith('text/');
    // Tables and scripts as plain text: other kinds of text are downloaded, too.
    const url = URL.createObjectURL(isText ? blob.slice(0, blob.size, 'text/plain;charset=utf-8') : blob);
    urls.push(url);
    const open = make('a', { href: url, target: '_blank', rel: 'noopener', className: 'button', textContent: t('record.open-file', { name }) });
    if (!isText) return [open];
    const copy = make('button', { type: 'button', textContent: t('record.copy-file', { name }) });
    copy.addEventListener('click', async () => {
      const key = await copyText(await blob.text()) ? 'record.file-copied' : 'record.file-not-copied';
      say(() => t(key, { name }));
    });
    return [copy, open];
  }

  return {
    clear,
    /** @param {import('./files.js').RunFile[]} files */
    show(files) {
      clear();
      const page = named(make('a', { href: address(), target: '_blank', rel: 'noopener', className: 'button' }), { t: 'record.own-page' });
      root.append(...files.flatMap(waysOf), page);
      translate(root);
    },
  };
}
