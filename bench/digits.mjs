// How soon a model draws good digits: from pressing Train in the page, seconds of training until our classifier scores its samples
// as high as is wanted. Every so many seconds the training is paused, as a visitor does it, for the samples to be measured; that
// time does not count.
// node bench/digits.mjs [--every SECONDS] [--limit SECONDS] [--samples N]   prints one JSON object; progress goes to stderr.
import { parseArgs } from 'node:util';
import { pause, reach, whileTraining } from './places.mjs';
import { serve } from './server.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({ options: { every: text('15'), limit: text('180'), samples: text('5000') } });
const [every, limit, samples] = [values.every, values.limit, values.samples].map(Number);
/** Models, what the address says beside them, the score that is wanted, and within how many seconds. */
const WANTED = [
  { model: 'latent-flow', hash: '', score: 8.5, seconds: 90 },
  { model: 'latent-flow', hash: '&conditional=true', score: 9.2, seconds: 90 },
  { model: 'fast-gan', hash: '', score: 8, seconds: 90 },
];
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
const results = [];
for (const { model, hash, ...wanted } of WANTED) {
  const looks = await whileTraining({ address: site.address, model, place: 'visit', hash }, (page) => trained(page, wanted, `${model}${hash}`));
  results.push({ model, hash, wanted, looks });
}
site.close();
console.log(JSON.stringify({ every, limit, samples, results }));

async function trained(page, { score }, name) {
  const looks = [];
  let seconds = 0;
  do {
    const began = performance.now();
    await press(page, 'Train');
    await reach(page, (looks.at(-1)?.step ?? 0) + 1);
    await pause(1000 * every - (performance.now() - began));
    await press(page, 'Pause');
    seconds += (performance.now() - began) / 1000;
    await page.waitForFunction(() => !window.playground.training, null, { polling: 20 });
    const { step, found, device } = await page.evaluate(async (count) => {
      const { step, device: { kind, workers } } = window.playground;
      const { classifier_score, coverage } = await window.playground.measure({ count });
      return { step, found: { score: classifier_score, coverage }, device: { kind, workers } };
    }, samples);
    looks.push({ seconds, step, device, ...found });
    say(`${name}: after ${Math.round(seconds)} s, step ${step}: ${found.score.toFixed(2)}`);
  } while (looks.at(-1).score < score && seconds < limit);
  return looks;
}

function press(page, name) {
  return page.getByRole('button', { name, exact: true }).click();
}
