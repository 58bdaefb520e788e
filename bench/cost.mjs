// What the page costs beside the engine alone: processor time a step by process and thread, what is asked of the engine while it
// trains, and memory. Processor time and memory say the same on a busy machine as on an idle one; time on the clock does not.
// node bench/cost.mjs [--model vae,gan] [--steps N] [--only page,blank] [--threads] [--hash '&lr=0.1']   prints a JSON list; progress goes to
// stderr. --threads: the processors' time of each kind of thread too; --hash: what the page's address says beside the model.
import { readFileSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { open, within } from './browser.mjs';
import { serve } from './server.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({ options: { model: text('vae,gan'), steps: text('500'), only: text('blank,page'), hash: text(''), threads: { type: 'boolean', default: false } } });
/** Steps until the memory is looked at; the processor's time is that of as many steps again, when whatever happens once has happened. */
const STEPS = Number(values.steps);
const LIMIT_MS = 300_000;
/** The kernel counts in these: USER_HZ, which is 100 wherever Linux runs. */
const TICK_MS = 10;
const say = (line) => process.stderr.write(`… ${line}\n`);

/** The same model, trained without a page around it. */
const blank = {
  path: () => '/blank.html',
  async begin(page, model) {
    await page.evaluate(async (model) => {
      const { createPlayground } = await import('/playground.js');
      window.playground = await createPlayground();
      await window.playground.load(model);
      window.playground.train(1e6).catch(() => {});
    }, model);
  },
};
/** What a visitor opens: the Train room from its top, everything drawn. */
const page = {
  path: (model) => `/index.html#preset=${model}&run=1${values.hash}`,
  async begin(page) {
    await page.waitForFunction(() => window.playground?.model, null, { polling: 100, timeout: LIMIT_MS });
  },
};
const places = { blank, page };

const site = await serve();
const results = [];
for (const model of values.model.split(',')) {
  for (const place of values.only.split(',')) {
    say(`${model} on ${place === 'page' ? 'the page' : 'a blank page'}`);
    results.push({ model, place, ...(await measured(places[place], model)) });
  }
}
site.close();
console.log(JSON.stringify(results, null, 1));

async function measured({ path, begin }, model) {
  const { browser, end } = await open([]);
  try {
    return await within(LIMIT_MS, (async () => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(`${site.address}${path(model)}`, { waitUntil: 'commit' });
      await begin(page, model);
      await page.evaluate(() => {
        window.asked = {};
        window.playground.on('call', ({ action, ms }) => {
          const sum = (window.asked[action] ??= { calls: 0, ms: 0 });
          sum.calls += 1;
          sum.ms += ms;
        });
      });
      const session = await browser.newBrowserCDPSession();
      const reach = (step) => page.waitForFunction((step) => window.playground.step >= step, step, { polling: 50, timeout: LIMIT_MS });
      const look = async () => {
        const { processInfo } = await session.send('SystemInfo.getProcessInfo');
        return { at: performance.now(), processes: processInfo.map(processOf), ...(await page.evaluate(() => ({ step: window.playground.step, asked: structuredClone(window.asked) }))) };
      };
      await reach(STEPS);
      const first = await look();
      const memory = memoryOf(first.processes);
      await reach(2 * STEPS);
      const second = await look();
      return { memory, ...between(first, second) };
    })());
  } finally {
    await end();
  }
}

/** @returns what a process has used so far, thread by thread */
function processOf({ type, id }) {
  const threads = readdirSync(`/proc/${id}/task`).flatMap((thread) => {
    try {
      const [, name, rest] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${id}/task/${thread}/stat`, 'utf8'));
      const fields = rest.split(' ');
      return [{ id: thread, name, ms: TICK_MS * (Number(fields[11]) + Number(fields[12])) }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
  return { type, id, threads };
}

/** Bytes of the page's process: what it holds alone, and the most that it ever held. */
function memoryOf(processes) {
  const { id } = processes.filter(({ type }) => type === 'renderer').sort((a, b) => all(b) - all(a))[0];
  const kilobytes = (file, name) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${id}/${file}`, 'utf8'))?.[1]);
  return {
    private: kilobytes('smaps_rollup', 'Private_Dirty') + kilobytes('smaps_rollup', 'Private_Clean'),
    proportional: kilobytes('smaps_rollup', 'Pss'), resident: kilobytes('status', 'VmRSS'), most: kilobytes('status', 'VmHWM'),
  };
}

function all({ threads }) {
  return threads.reduce((sum, { ms }) => sum + ms, 0);
}

/** Milliseconds a step: of the clock, of the processors by process and thread, and of the engine's by what was asked. */
function between(first, second) {
  const steps = second.step - first.step;
  const each = (ms) => Math.round((1000 * ms) / steps) / 1000;
  const processor = {};
  const threads = {};
  for (const process of second.processes) {
    const before = first.processes.find(({ id }) => id === process.id);
    processor[process.type] = each((processor[process.type] ?? 0) * steps + all(process) - (before ? all(before) : 0));
    for (const { id, name, ms } of process.threads) {
      const spent = ms - (before?.threads.find((thread) => thread.id === id)?.ms ?? 0);
      if (spent > 0) threads[`${process.type}: ${name}`] = each((threads[`${process.type}: ${name}`] ?? 0) * steps + spent);
    }
  }
  const asked = Object.fromEntries(Object.entries(second.asked).map(([action, { calls, ms }]) => {
    const { calls: callsBefore = 0, ms: msBefore = 0 } = first.asked[action] ?? {};
    return [action, { calls: calls - callsBefore, ms: each(ms - msBefore) }];
  }));
  return { steps, clockMs: each(second.at - first.at), processorMs: processor, ...(values.threads && { threads }), asked };
}
