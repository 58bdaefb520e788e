// `node compress.mjs DIST KEPT`, for `cargo xtask build`: leaves FILE.br and FILE.gz beside the files of DIST, for hosts that
// send them as they are. They are as small as both formats get, which takes a minute for the largest: results are kept in
// KEPT by their input's hash.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const KINDS = /\.(css|html|js|json|svg|wasm)$/;
// Below this a response is one packet anyway.
const SMALLEST = 1024;
const FORMATS = {
  br: (bytes) => promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }),
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

const [dist, kept] = process.argv.slice(2);
await mkdir(kept, { recursive: true });
const used = new Set();

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < SMALLEST) return;
  const hash = createHash('sha256').update(bytes).digest('hex');
  for (const [ending, format] of Object.entries(FORMATS)) {
    const name = `${hash}.${ending}`;
    used.add(name);
    const result = join(kept, name);
    await copyFile(result, `${path}.${ending}`).catch(async () => {
      // Under another name first: an interrupted run leaves no half file that the next one would take.
      await writeFile(`${result}.tmp`, await format(bytes));
      await rename(`${result}.tmp`, result);
      await copyFile(result, `${path}.${ending}`);
    });
  }
}

const files = await readdir(dist, { recursive: true });
// One after the other: two files with the same content have one result.
for (const file of files.filter((name) => KINDS.test(name))) await compress(join(dist, file));
const old = (await readdir(kept)).filter((name) => !used.has(name));
await Promise.all(old.map((name) => rm(join(kept, name))));
