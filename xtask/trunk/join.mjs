// Joins the page's modules, two hundred small files, into a few dozen: each file is a request, and before the first picture they took longer
// than the engine. A module is joined once, whoever imports it, so that all see the same state. Files keep their addresses: what is
// asked for by its address (a room, a figure, the words of a language, what lessons import) stands there and hands on what was joined.
// A worker has its modules in its own file. What is for Node or a test to import is as it was.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { modulesOf } from './modules.mjs';

/** Where they are: one folder deep, which the addresses in them count on. */
const FOLDER = 'joined';
/** The page's own scripts, in the order in which they begin. */
const HOME = ['showcase/first.js', 'showcase/figure.js', 'main.js'];
/** What other pages begin with, and lessons import: nothing of the page has been loaded there. */
const ELSEWHERE = ['benchmark/main.js', 'playground.js'];
/** What threads run. They share nothing with the page, or with each other. */
export const WORKERS = [
  'engine/worker/worker.js', 'engine/worker/replica.js', 'engine/worker/yardsticks.js', 'image-files/worker.js',
  'rooms/data/explorer/thread/worker.js', 'rooms/data/explorer/maps/umap-worker.js', 'rooms/train/drawing/worker.js',
];
/** State of the page: a module that is imported by its address, as tests do, asks for the same. */
const SHARED = ['kit/scope.js', 'words/i18n.js'];
/** Libraries that come as one file, when they are wanted. */
const isVendor = (path) => path.startsWith('vendor/');
const DYNAMIC = /\bimport\((['`])(\.[^'`]+)\1\)/g;
const HERE = /\bimport\.meta\.url\b/g;

/** A module's text, without the comments that name types. */
const codeOf = (file) => readFileSync(file, 'utf8').replace(/\/\*\*[^]*?\*\//g, '');

/** @param {string} path of a module in the site */
const nameOf = (path) => path.replace(/\.js$/, '').replaceAll('/', '-');

/**
 * The site's files of an address in a template: what is put in at the end is a query, and elsewhere a file's name.
 * @param {string} site
 * @param {string} address
 * @param {Set<string>} home what the page has begun with, and nobody asks for
 */
function filesOf(site, address, home) {
  const exact = address.replace(/\$\{[^}]*\}$/, '');
  if (!exact.includes('${')) return [exact];
  const folder = posix.dirname(exact);
  return readdirSync(join(site, folder)).map((name) => posix.join(folder, name)).filter((path) => path.endsWith('.js') && !home.has(path));
}

/**
 * These modules, and what is asked for by its address by whatever they reach.
 * @param {string} site
 * @param {string[]} first
 * @param {Set<string>} home as `filesOf` takes it
 */
function entriesOf(site, first, home) {
  const entries = new Set(first);
  for (const entry of entries) {
    for (const path of modulesOf(site, entry)) {
      for (const [, , address] of codeOf(join(site, path)).matchAll(DYNAMIC)) {
        for (const file of filesOf(site, posix.join(posix.dirname(path), address), home)) if (!isVendor(file)) entries.add(file);
      }
    }
  }
  return [...entries];
}

/**
 * What is loaded already where a module is asked for by its address: it imports these first. So every module that the page begins with is
 * reached from the same addresses, and esbuild, which makes a file for each set of such addresses, makes few.
 * @param {string[]} entries asked for by their addresses
 * @param {Set<string>} elsewhere those of them that other pages ask for
 * @param {string[][]} reached what each of the page's own scripts imports
 * @returns {Map<string, string[]>} by the entry
 */
function loadedBefore(entries, elsewhere, reached) {
  const known = new Set(reached.flat());
  const before = (path) => [...new Set(reached.slice(0, HOME.includes(path) ? HOME.indexOf(path) : HOME.length).flat())];
  return new Map(entries.filter((path) => !elsewhere.has(path) && !known.has(path)).map((path) => [path, before(path)]));
}

/**
 * Addresses as they are from the folder of what is joined.
 * @param {string} site
 * @param {string} folder
 * @param {Map<string, string[]>} before what modules import first
 */
const addresses = (site, folder, before) => ({
  name: 'addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, ({ path: file }) => {
      const path = relative(site, file).split(sep).join('/');
      const from = (address) => withDot(posix.relative(folder, posix.join(posix.dirname(path), address)));
      const contents = codeOf(file)
        .replace(HERE, `new URL('${from(posix.basename(path))}', import.meta.url).href`)
        // Not followed by esbuild: whoever asks gets what stands there.
        .replace(DYNAMIC, (_, quote, address) => `import(new URL(${quote}${from(address)}${quote}, import.meta.url).href)`);
      return { contents: (before.get(path) ?? []).map((module) => `import ${JSON.stringify(join(site, module))};\n`).join('') + contents, loader: 'js' };
    });
  },
});

/** @param {string} path */
const withDot = (path) => (path.startsWith('.') ? path : `./${path}`);

/**
 * @param {string} site
 * @param {string} folder of what is joined
 * @param {import('esbuild').BuildOptions} options
 * @param {Map<string, string[]>} [before]
 */
const joined = (site, folder, options, before = new Map()) => build({
  absWorkingDir: site, bundle: true, splitting: true, format: 'esm', target: 'esnext', charset: 'utf8',
  // Files that people read, in which a fault has its line; servers compress them.
  minify: false, sourcemap: false, legalComments: 'inline',
  metafile: true, write: false, plugins: [addresses(site, folder, before)], logLevel: 'error',
  ...options,
});

/** Each worker where it stood, and beside it what it asks for by its address later and what both need. @param {string} site @param {Set<string>} home */
async function joinWorkers(site, home) {
  const files = await Promise.all(WORKERS.map(async (worker) => {
    const folder = posix.dirname(worker);
    const { outputFiles } = await joined(site, folder, { entryPoints: entriesOf(site, [worker], home), outdir: folder, outbase: folder, chunkNames: '[hash]' });
    return outputFiles;
  }));
  return files.flat();
}

/**
 * @param {string} site where the page's files are
 * @returns {Promise<(path: string) => string[]>} what a module at this address loads before it begins, itself first
 */
export async function joinModules(site) {
  const reached = HOME.map((entry) => modulesOf(site, entry).slice(1));
  const home = new Set([...HOME, ...reached.flat()]);
  const entries = entriesOf(site, [...HOME, ...ELSEWHERE, ...SHARED], home);
  const before = loadedBefore(entries, new Set(entriesOf(site, ELSEWHERE, home)), reached);
  const workers = await joinWorkers(site, home);
  const { metafile, outputFiles } = await joined(site, FOLDER, {
    entryPoints: Object.fromEntries(entries.map((path) => [nameOf(path), path])), outdir: FOLDER, chunkNames: '[hash]',
  }, before);
  // Only now: until then the modules stood where their joined ones hand on.
  const exportsOf = new Map(Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint).map((output) => [output.entryPoint, output.exports]));
  mkdirSync(join(site, FOLDER), { recursive: true });
  for (const { path, contents } of [...workers, ...outputFiles]) writeFileSync(path, contents);
  for (const path of entries) {
    const target = `${'../'.repeat(path.split('/').length - 1) || './'}${FOLDER}/${nameOf(path)}.js`;
    const names = exportsOf.get(path) ?? [];
    writeFileSync(join(site, path), names.length > 0 ? `export { ${names.join(', ')} } from '${target}';\n` : `import '${target}';\n`);
  }
  const importsOf = (output) => (metafile.outputs[output]?.imports ?? []).filter(({ kind, external }) => kind === 'import-statement' && !external).map(({ path }) => path);
  return (path) => {
    const found = new Set([`${FOLDER}/${nameOf(path)}.js`]);
    for (const output of found) for (const next of importsOf(output)) found.add(next);
    return entries.includes(path) ? [...found] : [];
  };
}
