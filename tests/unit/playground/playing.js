// A playground whose worker answers by script, with what tests ask of it.

import { createPlayground } from '../../../www/engine/playground.js';
import { scriptedWorkers } from '../scripted-worker.js';

/** A playground with a model, and its workers. @param {Parameters<typeof scriptedWorkers>[0]} [script] */
export async function playing(script, options) {
  const workers = scriptedWorkers(script);
  const pg = await createPlayground(options);
  await pg.load('vae');
  return { pg, workers, worker: workers[0] };
}

/** All that a playground tells, as `[type, detail]`. */
export function told(pg, ...types) {
  const events = [];
  for (const type of types) pg.on(type, (detail) => events.push([type, detail]));
  return events;
}

/** The code of the error with which a call ends. */
export const codeOf = (call) => call.then(() => 'no error', (error) => error.code);
