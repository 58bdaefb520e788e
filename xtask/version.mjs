// The site in a folder of its version: `node xtask/version.mjs dist`. A page that was opened before a deploy fetches more modules later,
// and a browser may have kept some from before: modules of two versions must never meet. So all that a page is made of moves to
// `v/HASH/`, under addresses that are never used for anything else, and may be kept for ever. What people and lessons link to stays:
// index.html, the other pages, playground.js, and the digits, which are the same in every version.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What stays where it is. */
const STAYS = /^(data\/|.*\.html$)/;
/** Fragments of the tutorial are no pages: modules fetch them from beside themselves. */
const FRAGMENT = /^rooms\//;
/** Where scripts find the digits: from their version's folder that is two folders further up. */
const DATA = /(['"])((?:\.\.\/)+data\/)\1/g;
/** One of them. */
const READS_DATA = 'engine/worker/worker.js';

/** All files of a folder, as paths in it. @param {string} folder */
const filesOf = (folder) => readdirSync(folder, { recursive: true }).map((path) => String(path).replaceAll('\\', '/')).filter((path) => statSync(join(folder, path)).isFile()).sort();

/**
 * @param {string} site
 * @returns {string} the folder of the version, from the site's
 */
export function versioned(site) {
  const moving = filesOf(site).filter((path) => FRAGMENT.test(path) || !STAYS.test(path));
  const pages = filesOf(site).filter((path) => path.endsWith('.html') && !FRAGMENT.test(path));
  const hash = createHash('sha256');
  for (const path of [...moving, ...pages]) hash.update(path).update(readFileSync(join(site, path)));
  const folder = `v/${hash.digest('hex').slice(0, 12)}`;

  for (const path of moving) {
    mkdirSync(join(site, folder, dirname(path)), { recursive: true });
    renameSync(join(site, path), join(site, folder, path));
  }
  removeEmpty(site);
  if (!readFileSync(join(site, folder, READS_DATA), 'utf8').match(DATA)) throw new Error(`${READS_DATA} no longer says where the digits are`);
  for (const path of moving.filter((one) => one.endsWith('.js'))) {
    change(join(site, folder, path), (text) => text.replace(DATA, (_, quote, data) => `${quote}../../${data}${quote}`));
  }
  const moved = new Set(moving);
  for (const path of pages) change(join(site, path), (html) => html.replace(/\b(href|src)="([^"#?:]+)"/g, (whole, name, to) => {
    const target = posix.join(posix.dirname(path), to);
    return moved.has(target) ? `${name}="${posix.relative(posix.dirname(path), `${folder}/${target}`)}"` : whole;
  }));
  writeFileSync(join(site, 'playground.js'), `// The address of the module that lessons and notebooks import.\nexport * from './${folder}/playground.js';\n`);
  return folder;
}

/** @param {string} path @param {(text: string) => string} how */
const change = (path, how) => writeFileSync(path, how(readFileSync(path, 'utf8')));

/** @param {string} folder */
function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [site] = process.argv.slice(2);
  if (!site || !existsSync(join(site, 'index.html'))) throw new Error('Which folder? node xtask/version.mjs dist');
  console.log(`This version is in ${versioned(site)}`);
}
