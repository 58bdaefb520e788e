// Trunk runs this after each build, before what it staged becomes dist/ (see Trunk.toml). It tidies index.html.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const staged = process.env.TRUNK_STAGING_DIR;
const page = join(staged, 'index.html');
let html = readFileSync(page, 'utf8');

// With `inject_scripts = false` Trunk leaves its own link of the main bundle behind.
html = html.replace(/\s*<!-- For Trunk:[^]*?-->|\s*<link[^>]*data-trunk[^>]*>/g, '');

// `trunk serve` adds its reload script inline, which the page's policy (`script-src 'self'`) rightly blocks. Ours is a file.
const inline = /<script>(?:(?!<\/script>)[^])*\.well-known\/trunk\/ws(?:(?!<\/script>)[^])*<\/script>/;
if (inline.test(html)) {
  html = html.replace(inline, '<script type="module" src="reload.js"></script>');
  copyFileSync(new URL('reload.js', import.meta.url), join(staged, 'reload.js'));
}

writeFileSync(page, html);
