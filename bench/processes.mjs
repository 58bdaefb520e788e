// What the processes of a browser use, as Linux tells it in /proc: memory, and processors' time thread by thread.
import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in these: USER_HZ, which is 100 wherever Linux runs. */
const TICK_MS = 10;

/**
 * @typedef {{id: string, name: string, ms: number}} Thread processors' time so far
 * @typedef {{type: string, id: number, threads: Thread[]}} Process `type` as Chromium calls it: `renderer`, `browser`, `GPU`, ...
 */

/** @param {import('@playwright/test').Browser} browser @returns {Promise<Process[]>} */
export async function processesOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.map(({ type, id }) => ({ type, id, threads: threadsOf(id) }));
}

/** @param {number} id of a process @returns {Thread[]} none where there is no /proc */
function threadsOf(id) {
  return listed(`/proc/${id}/task`).flatMap((thread) => {
    const [, name, rest] = /\((.*)\) (.*)/s.exec(read(`/proc/${id}/task/${thread}/stat`)) ?? [];
    // It has ended meanwhile.
    if (name === undefined) return [];
    const fields = rest.split(' ');
    return [{ id: thread, name, ms: TICK_MS * (Number(fields[11]) + Number(fields[12])) }];
  });
}

/** @param {Process} process @returns {number} milliseconds of all its threads */
export const busyMs = ({ threads }) => threads.reduce((sum, { ms }) => sum + ms, 0);

/**
 * Bytes of the page's process, workers and WebAssembly included, which `performance.measureUserAgentSpecificMemory` leaves out.
 * @param {Process[]} processes
 * @returns {{resident: number, private: number, proportional: number, most: number}|null} what of it is in memory; of that, what it
 *   holds alone; its part where pages are shared by several; the most that was ever resident. Null where there is no /proc.
 */
export function memoryOf(processes) {
  const [page] = processes.filter(({ type }) => type === 'renderer').sort((a, b) => busyMs(b) - busyMs(a));
  const bytes = (/** @type {string} */ file, /** @type {string} */ name) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`/proc/${page?.id}/${file}`))?.[1]);
  const memory = {
    resident: bytes('status', 'VmRSS'), private: bytes('smaps_rollup', 'Private_Dirty') + bytes('smaps_rollup', 'Private_Clean'),
    proportional: bytes('smaps_rollup', 'Pss'), most: bytes('status', 'VmHWM'),
  };
  return Number.isNaN(memory.resident) ? null : memory;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function listed(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
