// Which modules a module imports, and those import, so that the browser can ask for all of them at once.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What a module cannot begin without: `import ... from '...'`, `export ... from '...'` and `import '...'`, at the start of a line, with quotes of either kind. */
const STATIC = /^(?:import|export)\b(?:[^'"`;()=]*?\bfrom)?\s*(['"])(\.[^'"]+)\1/gm;

/**
 * @param {string} folder of the site
 * @param {string} first  a module's path in it
 * @returns {string[]} its path and those of all that it imports, in the order in which a browser would come upon them
 */
export function modulesOf(folder, first) {
  const found = new Set([first]);
  for (const path of found) {
    for (const [, , address] of readFileSync(join(folder, path), 'utf8').matchAll(STATIC)) found.add(posix.join(posix.dirname(path), address));
  }
  return [...found];
}
