// One model: each contestant gets ready in turn, then all take a turn a round, because the machine's speed drifts.
import { within, Late, open } from './browser.mjs';
import { nameOf } from './contestants.mjs';
import { MODELS } from './models.js';
import { isWarm } from './warm-up.mjs';

/** A run is at most this many steps, and the slowest contestants' just one. */
const MOST_STEPS = 300;

/**
 * @param {object} options
 * @param {string} options.model
 * @param {object[]} options.contestants
 * @param {string} options.address of the benchmark's pages
 * @param {string[]} options.flags the browser's
 * @param {number} options.rounds
 * @param {number} options.roundMs  about how long one trains in a round
 * @param {number} options.limitMs  for getting ready, for warming up after that, and for any one measurement
 * @param {(text: string) => void} options.say
 */
export async function contest(options) {
  const { model, contestants, rounds, say } = options;
  const runners = [];
  for (const contestant of contestants) {
    say(`${model}: preparing ${nameOf(contestant)}`);
    runners.push(await Runner.prepare(contestant, options));
  }
  for (let round = 1; round <= rounds; round++) {
    say(`${model}: round ${round} of ${rounds}`);
    for (const runner of runners) await runner.round();
  }
  for (const runner of runners) await runner.finish();
  return runners.map((runner) => runner.result());
}

/**
 * The same contest for each model, with what a batch of it is.
 * @param {{model: string, rounds: string, quick: boolean, limit: string}} values the command's
 * @param {object[]} contestants
 * @param {string} address
 * @param {(text: string) => void} say
 */
export async function contests(values, contestants, address, say) {
  const results = [];
  for (const model of values.model.split(',')) {
    const measured = await contest({
      model, contestants, address, flags: [], rounds: Number(values.rounds),
      roundMs: values.quick ? 500 : 2000, limitMs: 1000 * Number(values.limit), say,
    });
    results.push(...measured.map((result) => ({ ...result, batch: MODELS[model].batch })));
  }
  return results;
}

class Runner {
  #page;
  #end = () => {};
  #steps = 1;
  #times = { train: [], sample: [], evaluate: [] };
  #found = {};

  static async prepare(contestant, options) {
    const runner = new Runner();
    Object.assign(runner, { contestant, options });
    try {
      await within(options.limitMs, runner.#start());
      await runner.#warmUp();
    } catch (error) {
      await runner.#give(error);
    }
    return runner;
  }

  /** Until after the first step, whose time has the compiling of shaders and kernels in it. */
  async #start() {
    const { options: { address, flags, model }, contestant: { module, device, alone, data } } = this;
    const { browser, end } = await open(flags);
    this.#end = end;
    this.#page = await browser.newPage();
    this.#page.setDefaultTimeout(0);
    await this.#page.goto(`${address}/blank.html`);
    const { label, readyMs, warmUp } = await this.#page.evaluate(async ([module, device, model, how]) => {
      const start = performance.now();
      window.contestant = await (await import(module)).prepare(device, model, how);
      const { label, warmUp = 1 } = window.contestant;
      return { label, warmUp, readyMs: performance.now() - start };
    }, [module, device, model, { alone, data }]);
    Object.assign(this.#found, { label, readyMs });
    this.warmUp = warmUp;
    this.#found.firstStepMs = (await this.#time('train', 1)).ms;
  }

  /** The steps after the first still warm up: pipelines, compilers, memory, threads. It goes on for as long as it makes them faster. */
  async #warmUp() {
    const { limitMs, roundMs } = this.options;
    const fit = (ms) => Math.max(1, Math.min(MOST_STEPS, Math.round(roundMs / ms)));
    this.#steps = fit((await this.#within('train', this.warmUp)).ms / this.warmUp);
    if (this.#steps > 1) {
      const tried = Math.min(this.#steps, 20);
      this.#steps = fit((await this.#within('train', tried)).ms / tried);
      for (const other of ['sample', 'evaluate']) await this.#within(other);
    }
    // With every step a second or more, a round costs enough as it is.
    this.slow = this.#steps === 1 || limitMs < roundMs;
    this.#found.warmUpMs = await this.#settle();
  }

  /** @returns how long it took, until it was warm or the time was over */
  async #settle() {
    const times = [];
    const spent = () => times.reduce((sum, ms) => sum + ms, 0);
    while (!isWarm(times) && spent() < this.options.limitMs) times.push((await this.#within('train', this.#steps)).ms);
    return spent();
  }

  async round() {
    if (this.#found.error) return;
    try {
      const { ms, value } = await this.#within('train', this.#steps);
      this.#times.train.push(ms / this.#steps);
      this.#found.loss = value;
      if (!this.slow) for (const other of ['sample', 'evaluate']) this.#times[other].push((await this.#within(other)).ms);
    } catch (error) {
      await this.#give(error);
    }
  }

  /** What a slow one does once; what takes too long is left out. */
  async finish() {
    if (this.slow && !this.#found.error) {
      for (const other of ['sample', 'evaluate']) {
        try {
          this.#times[other].push((await this.#within(other)).ms);
        } catch (error) {
          this.#found[`${other}Error`] = reason(error);
          if (error instanceof Late) break;
        }
      }
    }
    await this.#end();
  }

  result() {
    const { contestant: { who, device, kind }, options: { model } } = this;
    const { train, sample, evaluate } = this.#times;
    const { label = nameOf(this.contestant), ...found } = this.#found;
    return { model, who, device, kind, label, ...found, stepMs: train, sampleMs: sample, evaluateMs: evaluate };
  }

  #within(action, steps) {
    return within(this.options.limitMs, this.#time(action, steps));
  }

  /** By the page's own clock. */
  #time(action, steps) {
    return this.#page.evaluate(async ([action, steps]) => {
      const start = performance.now();
      const value = await window.contestant[action](steps);
      return { ms: performance.now() - start, value: typeof value === 'number' ? value : null };
    }, [action, steps]);
  }

  async #give(error) {
    const { options: { say }, contestant } = this;
    this.#found.error = reason(error);
    say(`${nameOf(contestant)}: ${this.#found.error}`);
    await this.#end();
  }
}

/** One line of what went wrong. */
function reason(error) {
  if (error instanceof Late) return error.message;
  const lines = error.message.replace(/^page\.evaluate: /, '').split('\n');
  return lines[0].replace(/^Error: /, '').slice(0, 160);
}
