// What augmentation costs: the same training with images that are changed anew whenever they are drawn, and with images as they are.
// node bench/augmented.mjs [--model vae,gan] [--rounds N] [--quick] [--limit S]   prints one JSON object; progress goes to stderr.
import { parseArgs } from 'node:util';
import { contests } from './contest.mjs';
import { augmented } from './contestants.mjs';
import { serve } from './server.mjs';

const text = (value) => ({ type: 'string', default: value });
const flag = { type: 'boolean', default: false };
const { values } = parseArgs({ options: { peers: flag, quick: flag, model: text('vae,gan'), rounds: text('5'), limit: text('60') } });
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
const results = await contests(values, augmented(), site.address, (line) => say(`augmentation: ${line}`));
site.close();
console.log(JSON.stringify({ results }));
