// The chapters: where their text lies, and how it gets into the page.

/** @type {{id: string, file: string}[]} in reading order; `id` is for addresses, `#room=learn&chapter=id` */
export const CHAPTERS = [
  { id: 'data', file: '1-data' },
  { id: 'code', file: '2-code' },
  { id: 'game', file: '3-game' },
  { id: 'better', file: '4-better' },
  { id: 'pixels', file: '5-pixels' },
  { id: 'noise', file: '6-noise' },
  { id: 'scenes', file: '7-scenes' },
  { id: 'browser', file: '8-browser' },
];

/**
 * The text of a chapter: our own HTML, from our own site.
 * @param {string} id
 * @param {import('../../words/tags.js').Language} language
 * @returns {Promise<DocumentFragment>}
 */
export async function fetchChapter(id, language) {
  const { file } = CHAPTERS.find((chapter) => chapter.id === id) ?? CHAPTERS[0];
  const response = await fetch(new URL(`./${language.toLowerCase()}/${file}.html`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} ${file}`);
  const template = document.createElement('template');
  template.innerHTML = await response.text();
  return template.content;
}
