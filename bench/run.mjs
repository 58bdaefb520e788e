// Times our models in a real browser, beside the peers' if wanted. `cargo xtask bench` runs it, shows a table and keeps the result.
// node bench/run.mjs [--peers] [--model vae,gan,dcgan] [--only cpu|webgpu] [--skip tfjs,jax-js-webgpu,...] [--rounds N] [--quick] [--limit S]
// prints one JSON object; progress goes to stderr.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { adapterOf } from './browser.mjs';
import { contest } from './contest.mjs';
import { contestants } from './contestants.mjs';
import { EVALUATION, MODELS, SAMPLES } from './models.js';
import { serve } from './server.mjs';

const text = (fallback) => ({ type: 'string', default: fallback });
const flag = { type: 'boolean', default: false };
const { values } = parseArgs({
  options: { peers: flag, quick: flag, model: text(Object.keys(MODELS).join(',')), only: { type: 'string' }, skip: text(''), rounds: text('5'), limit: text('60') },
});
const say = (line) => process.stderr.write(`… ${line}\n`);
const models = values.model.split(',');
const unknown = models.find((model) => !(model in MODELS));
if (unknown !== undefined) throw new Error(`There is no model “${unknown}” here. Known: ${Object.keys(MODELS).join(', ')}.`);
const rounds = values.quick ? Math.min(3, Number(values.rounds)) : Number(values.rounds);

// Before anything of ours runs: what else does.
const [load] = os.loadavg();
const site = await serve();
const { flags, adapter, software, version } = await adapterOf(site.address);
const taking = contestants(values);
const results = [];
for (const model of models) {
  const measured = await contest({
    model, contestants: taking, address: site.address, flags, rounds, roundMs: values.quick ? 500 : 2000, limitMs: 1000 * Number(values.limit), say,
  });
  results.push(...measured.map((result) => ({ ...result, batch: MODELS[model].batch })));
}
const machine = { cpu: os.cpus()[0]?.model ?? 'unknown', cores: os.cpus().length, load, adapter, software, browser: version };
site.close();
console.log(JSON.stringify({ machine, rounds, samples: SAMPLES, evaluationImages: EVALUATION.images, results }));
