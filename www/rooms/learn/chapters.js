// The chapters: where their text lies, and how it gets into the page.

/** @type {{id: string, file: string}[]} in reading order; `id` is for links, `?chapter=id` */
export const CHAPTERS = [
  { id: 'data', file: '1-data' },
  { id: 'code', file: '2-code' },
  { id: 'game', file: '3-game' },
  { id: 'better', file: '4-better' },
  { id: 'browser', file: '5-browser' },
];

/**
 * The text of every chapter: our own HTML, from our own site.
 * @param {'en'|'zh'} language
 * @returns {Promise<DocumentFragment[]>}
 */
export function fetchChapters(language) {
  return Promise.all(CHAPTERS.map(async ({ file }) => {
    const response = await fetch(new URL(`./${language}/${file}.html`, import.meta.url));
    if (!response.ok) throw new Error(`${response.status} ${file}`);
    const template = document.createElement('template');
    template.innerHTML = await response.text();
    return template.content;
  }));
}
