// What the page costs beside the engine alone: time a step by the clock and by the processors, memory, and what the page asks of the
// engine while it trains. The two take turns, each time in a new browser, so that a machine that slows down slows both. Processors'
// time and memory say the same on a busy machine as on an idle one; time by the clock does not, and its ratio nearly.
// node bench/cost.mjs [--model vae,gan] [--rounds N] [--at N] [--steps N] [--only page,blank] [--threads] [--hash '&lr=0.1']
// prints one JSON object; progress goes to stderr. --at: the step at which memory is looked at and time begins; --steps: how many
// are timed; --threads: the processors' time of each kind of thread too; --hash: what the page's address says beside the model.
import { parseArgs } from 'node:util';
import { reach, whileTraining } from './places.mjs';
import { busyMs, memoryOf, processesOf } from './processes.mjs';
import { serve } from './server.mjs';

const text = (value) => ({ type: 'string', default: value });
/** By default an epoch is timed (60,000 images, 128 a step), for it has one evaluation of the test set in it wherever it begins. */
const { values } = parseArgs({
  options: {
    model: text('vae,gan'), rounds: text('3'), at: text('500'), steps: text('468'), only: text('blank,page'), hash: text(''),
    threads: { type: 'boolean', default: false },
  },
});
const [rounds, at, steps] = [values.rounds, values.at, values.steps].map(Number);
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
const results = [];
for (const model of values.model.split(',')) {
  const places = values.only.split(',').map((place) => ({ model, place, rounds: [] }));
  for (let round = 1; round <= rounds; round++) {
    for (const { place, rounds: found } of places) {
      say(`${model} on ${place === 'page' ? 'the page' : 'a blank page'}: round ${round} of ${rounds}`);
      found.push(await whileTraining({ address: site.address, model, place, hash: values.hash }, measured));
    }
  }
  results.push(...places);
}
site.close();
console.log(JSON.stringify({ at, steps, results }, null, 1));

async function measured(page, browser) {
  await page.evaluate(() => {
    window.asked = {};
    window.playground.on('call', ({ action, ms }) => {
      const sum = (window.asked[action] ??= { calls: 0, ms: 0 });
      sum.calls += 1;
      sum.ms += ms;
    });
    // Steps come several at a time, so the time of the last is part of the answer.
    window.playground.on('step', ({ step }) => { window.taken = { step, at: performance.now() }; });
  });
  const look = async () => {
    const taken = await page.evaluate(() => ({ ...window.taken, asked: structuredClone(window.asked), device: window.playground.device.kind }));
    return { ...taken, processes: await processesOf(browser) };
  };
  await reach(page, at);
  const first = await look();
  const memory = memoryOf(first.processes);
  await reach(page, at + steps);
  return { device: first.device, memory, ...between(first, await look()) };
}

/** Milliseconds a step: of the clock, of the processors by process and thread, and of the engine's by what was asked. */
function between(first, second) {
  const taken = second.step - first.step;
  const each = (ms) => Math.round((1000 * ms) / taken) / 1000;
  const processor = {};
  const threads = {};
  for (const process of second.processes) {
    const before = first.processes.find(({ id }) => id === process.id);
    processor[process.type] = (processor[process.type] ?? 0) + busyMs(process) - (before ? busyMs(before) : 0);
    for (const { id, name, ms } of process.threads) {
      const spent = ms - (before?.threads.find((thread) => thread.id === id)?.ms ?? 0);
      if (spent > 0) threads[`${process.type}: ${name}`] = (threads[`${process.type}: ${name}`] ?? 0) + spent;
    }
  }
  const eachOf = (sums) => Object.fromEntries(Object.entries(sums).map(([name, ms]) => [name, each(ms)]));
  const asked = Object.fromEntries(Object.entries(second.asked).map(([action, { calls, ms }]) => {
    const { calls: callsBefore = 0, ms: msBefore = 0 } = first.asked[action] ?? {};
    return [action, { calls: calls - callsBefore, ms: each(ms - msBefore) }];
  }));
  const processorMs = each(Object.values(processor).reduce((sum, ms) => sum + ms, 0));
  return { steps: taken, clockMs: each(second.at - first.at), processorMs, processes: eachOf(processor), ...(values.threads && { threads: eachOf(threads) }), asked };
}
