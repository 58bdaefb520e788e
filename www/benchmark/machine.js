// What a result says of the machine: as little as makes it worth comparing.

/** Chrome, Edge and Opera name themselves beside each other, so the more special come first. @type {[name: string, pattern: RegExp][]} */
const BROWSERS = [['Edge', /Edg\/(\d+)/], ['Opera', /OPR\/(\d+)/], ['Firefox', /Firefox\/(\d+)/], ['Chrome', /Chrome\/(\d+)/], ['Safari', /Version\/(\d+).*Safari/]];
/** @type {[name: string, pattern: RegExp][]} */
const SYSTEMS = [['Android', /Android/], ['iOS', /iPhone|iPad/], ['Windows', /Windows/], ['macOS', /Mac OS X/], ['ChromeOS', /CrOS/], ['Linux', /Linux/]];

/** @param {string} agent the browser's `userAgent` */
export function browserOf(agent) {
  for (const [name, pattern] of BROWSERS) {
    const found = pattern.exec(agent);
    if (found) return `${name} ${found[1]}`;
  }
  return '?';
}

/** @param {string} agent */
export const systemOf = (agent) => SYSTEMS.find(([, pattern]) => pattern.test(agent))?.[0] ?? '?';
