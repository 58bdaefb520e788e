// Labels from the folders that images lie in. No DOM.

/** Labels that a model can be told. */
const MOST = 10;

/** The folder that a file lies in, without those around it; '' for none. @param {string} name with folders */
const folderOf = (name) => name.split('/').at(-2) ?? '';

/**
 * Folders that are named by digits are those labels (`7`, `07`); else the first ten names, in their order, are the labels 0 to 9, and
 * images of others are left out. Where all lie in one folder there are no labels.
 * @param {string[]} names of files, with folders
 * @returns {{labels: (number|null)[], names: string[]|null}} labels: null for those that are left out; names: what each label is called,
 *   null where there are no labels
 */
export function labelsOf(names) {
  const folders = names.map(folderOf);
  const kinds = [...new Set(folders)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (kinds.length < 2) return { labels: names.map(() => 0), names: null };
  if (kinds.every((kind) => /^0*\d$/.test(kind))) {
    const digits = folders.map(Number);
    return { labels: digits, names: Array.from({ length: Math.max(...digits) + 1 }, (_, digit) => String(digit)) };
  }
  const known = kinds.slice(0, MOST);
  return { labels: folders.map((folder) => (known.includes(folder) ? known.indexOf(folder) : null)), names: known };
}
