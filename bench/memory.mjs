// Memory of the page's process over minutes of training. From the second minute on all other rooms are visited in order, twice: one a
// minute, or as many as it takes to be through at the end. At each minute's end the page is back in the first room, where it trains.
// node bench/memory.mjs [--minutes N] [--model vae]   prints one JSON object; progress goes to stderr.
import { parseArgs } from 'node:util';
import { pause, reach, whileTraining } from './places.mjs';
import { memoryOf, processesOf } from './processes.mjs';
import { serve } from './server.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '12' }, model: { type: 'string', default: 'vae' } } });
const minutes = Number(values.minutes);
const { model } = values;
if (!(Number.isInteger(minutes) && minutes >= 2)) throw new Error('--minutes is a whole number, 2 or more: the first is what the others are compared with.');
const MINUTE_MS = 60_000;
/** All visits of a minute together take as long as this, at most so long each. */
const AWAY_MS = 42_000;
const LONGEST_VISIT_MS = 8_000;
/** Of the last seconds of a minute, one a second, the middle counts: an engine's garbage comes and goes. */
const LOOKS = 9;
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
const found = await whileTraining({ address: site.address, model, place: 'page' }, async (page, browser) => {
  await reach(page, 1);
  const began = performance.now();
  const rooms = await page.evaluate(() => [...document.querySelectorAll('a[data-room]')].map(({ dataset }) => dataset.room));
  const [home, ...others] = rooms;
  const visits = [...others, ...others];
  const results = [];
  for (let minute = 1; minute <= minutes; minute++) {
    const now = minute === 1 ? [] : visits.splice(0, Math.ceil(visits.length / (minutes - minute + 1)));
    for (const room of now) {
      await go(page, room);
      await pause(Math.min(LONGEST_VISIT_MS, AWAY_MS / now.length));
    }
    if (now.length > 0) await go(page, home);
    await pause(began + minute * MINUTE_MS - performance.now() - (LOOKS + 1) * 1000);
    const looks = [];
    for (let look = 0; look < LOOKS; look++) {
      await pause(1000);
      looks.push(memoryOf(await processesOf(browser)));
    }
    const middle = (name) => looks.map((memory) => memory?.[name]).sort((a, b) => a - b)[(LOOKS - 1) / 2];
    const { step, training } = await page.evaluate(() => ({ step: window.playground.step, training: window.playground.training }));
    if (!training) throw new Error(`${model} does not train any more, at step ${step}.`);
    results.push({ minute, step, rooms: now, resident: middle('resident'), private: middle('private') });
    say(`memory: minute ${minute} of ${minutes}: ${Math.round(middle('resident') / 1e6)} MB`);
  }
  return { model, rooms, minutes: results };
});
site.close();
console.log(JSON.stringify(found));

/** As a visitor does. */
async function go(page, room) {
  await page.evaluate((room) => document.querySelector(`a[data-room="${room}"]`).click(), room);
}
