// Trunk runs this after each build, before what it staged becomes dist/ (see Trunk.toml). It tidies index.html, and lets a browser
// ask for all that the page needs at once.
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTraditional } from './chinese.mjs';
import { joinModules } from './join.mjs';

const staged = process.env.TRUNK_STAGING_DIR;
const read = (path) => readFileSync(join(staged, path), 'utf8');
const write = (path, text) => writeFileSync(join(staged, path), text);
let html = read('index.html');

// With `inject_scripts = false` Trunk leaves its own link of the main bundle behind.
html = html.replace(/\s*<!-- For Trunk:[^]*?-->|\s*<link[^>]*data-trunk[^>]*>/g, '');

// `trunk serve` adds its reload script inline, which the page's policy (`script-src 'self'`) rightly blocks. Ours is a file.
const inline = /<script>(?:(?!<\/script>)[^])*\.well-known\/trunk\/ws(?:(?!<\/script>)[^])*<\/script>/;
if (inline.test(html)) {
  html = html.replace(inline, '<script type="module" src="reload.js"></script>');
  copyFileSync(new URL('reload.js', import.meta.url), join(staged, 'reload.js'));
}

await writeTraditional(staged);

// Nothing is painted before all styles are there, so they come as one file.
const styles = [...html.matchAll(/^ *<link rel="stylesheet" href="([^"]+)">\n/gm)];
write('page.css', styles.map(([, path]) => read(path)).join('\n'));
styles.forEach(([link], at) => { html = html.replace(link, at === 0 ? '  <link rel="stylesheet" href="page.css">\n' : ''); });

// What a module loads is named before it, so that it does not come one generation after the other.
const loads = await joinModules(staged);
const named = new Set();
function links(first, rest = '') {
  const fresh = loads(first).filter((path) => !named.has(path));
  for (const path of fresh) named.add(path);
  return fresh.map((path) => `  <link rel="modulepreload" href="${path}"${rest}>\n`).join('');
}
// Those of main.js leave the line to the engine.
const priority = (path) => (path === 'main.js' ? ' fetchpriority="low"' : '');
html = html.replace(/^ *<script type="module"(?: async)? src="([^"]+)"><\/script>\n/gm, (script, path) => {
  const [joined] = loads(path);
  // What Trunk adds is none of the page's own.
  return joined ? links(path, priority(path)) + script.replace(path, joined) : script;
});
// Those of a room wait in a template, from which shell/rooms.js puts them into the page when somebody goes there.
const fromStart = new Set(named);
const templates = readdirSync(join(staged, 'rooms')).filter((room) => existsSync(join(staged, 'rooms', room, 'room.js'))).map((room) => {
  const address = `rooms/${room}/room.js`;
  const fresh = [address, ...loads(address)].filter((path) => !fromStart.has(path));
  return `  <template data-modules="${room}">\n${fresh.map((path) => `    <link rel="modulepreload" href="${path}">\n`).join('')}  </template>\n`;
});
html = html.replace(/(?=^<\/body>)/m, templates.join(''));

write('index.html', html);
