// Tasks that hold up the page's thread while a model trains, on a phone's screen and with that thread slowed down. The browser slows
// the page's thread alone, not the workers that train.
// node bench/throttled.mjs [--model vae,gan] [--rate N] [--seconds N]   prints one JSON object; progress goes to stderr.
import { parseArgs } from 'node:util';
import { PHONE, pause, reach, whileTraining } from './places.mjs';
import { serve } from './server.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({ options: { model: text('vae,gan'), rate: text('4'), seconds: text('30') } });
const [rate, seconds] = [values.rate, values.seconds].map(Number);
/** While the first steps are taken, what the page shows of them appears for the first time. */
const FIRST_SECONDS = 5;
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
const results = [];
for (const model of values.model.split(',')) {
  say(`${model} on a phone's screen, ${rate} times as slow`);
  results.push({ model, ...(await whileTraining({ address: site.address, model, place: 'page', device: PHONE, prepare }, measured)) });
}
site.close();
console.log(JSON.stringify({ rate, firstSeconds: FIRST_SECONDS, seconds, results }));

async function prepare(page) {
  await page.addInitScript(() => {
    window.tasks = [];
    new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) window.tasks.push({ from: startTime, ms: duration }); })
      .observe({ type: 'longtask', buffered: true });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

async function measured(page) {
  await reach(page, 1);
  await pause(1000 * (FIRST_SECONDS + seconds));
  const { began, tasks, step, device } = await page.evaluate(() => ({
    began: performance.getEntriesByName('first-step')[0].startTime, tasks: window.tasks, step: window.playground.step, device: window.playground.device.kind,
  }));
  const within = (from, to) => {
    const times = tasks.filter((task) => task.from >= began + 1000 * from && task.from < began + 1000 * to).map(({ ms }) => ms);
    return { longestMs: Math.max(0, ...times), over50: times.length };
  };
  return { device, step, first: within(0, FIRST_SECONDS), then: within(FIRST_SECONDS, FIRST_SECONDS + seconds) };
}
