// What augmentation costs: the same training with images that are changed anew whenever they are drawn, and with images as they are.
// node bench/augmented.mjs [--model vae,gan] [--rounds N] [--quick] [--limit S]   prints one JSON object; progress goes to stderr.
import { parseArgs } from 'node:util';
import { contest } from './contest.mjs';
import { augmented } from './contestants.mjs';
import { MODELS } from './models.js';
import { serve } from './server.mjs';

const text = (value) => ({ type: 'string', default: value });
const flag = { type: 'boolean', default: false };
const { values } = parseArgs({ options: { peers: flag, quick: flag, model: text('vae,gan'), rounds: text('5'), limit: text('60') } });
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
const results = [];
for (const model of values.model.split(',')) {
  const measured = await contest({
    model, contestants: augmented(), address: site.address, flags: [], rounds: Number(values.rounds),
    roundMs: values.quick ? 500 : 2000, limitMs: 1000 * Number(values.limit), say: (line) => say(`augmentation: ${line}`),
  });
  results.push(...measured.map((result) => ({ ...result, batch: MODELS[model].batch })));
}
site.close();
console.log(JSON.stringify({ results }));
