// The same training with one of the machine's cores taken by something else: ours with the threads that it chooses, ours with one,
// and jax-js. What waits for the slowest of its threads loses most.
// node bench/busy.mjs [--peers] [--model vae,gan] [--rounds N] [--quick] [--limit S] [--core N]   prints one JSON object; progress goes to stderr.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { contests } from './contest.mjs';
import { besideABusyCore } from './contestants.mjs';
import { serve } from './server.mjs';

const text = (value) => ({ type: 'string', default: value });
const flag = { type: 'boolean', default: false };
const { values } = parseArgs({ options: { peers: flag, quick: flag, model: text('vae,gan'), rounds: text('5'), limit: text('60'), core: text('0') } });
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
// Pinned by Linux's own command: one that may move makes way for whoever is timed.
const spinning = spawn('taskset', ['--cpu-list', values.core, process.execPath, '--eval', 'for (;;);'], { stdio: 'ignore' });
try {
  await once(spinning, 'spawn');
  const results = await contests(values, besideABusyCore(values), site.address, (line) => say(`busy core: ${line}`));
  if (spinning.exitCode !== null) throw new Error(`Nothing kept core ${values.core} busy: taskset ended with ${spinning.exitCode}.`);
  console.log(JSON.stringify({ core: Number(values.core), results }));
} catch (error) {
  if (error.code === 'ENOENT') throw new Error('taskset, which pins a process to a core, is missing; it is part of util-linux. Or leave this out: cargo xtask bench --skip busy.');
  throw error;
} finally {
  spinning.kill('SIGKILL');
  site.close();
}
