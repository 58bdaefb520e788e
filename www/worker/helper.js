// Starts another thread that helps this one to train (see crew.js).

import { WorkerHost } from '../host.js';
import * as Comlink from '../vendor/comlink.js';

/**
 * @typedef {object} Helper
 * @property {Promise<any>} ready when it takes calls
 * @property {(action: string, ...args: any[]) => Promise<any>} call one of replica.js's actions
 * @property {() => void} close ends it; pending calls reject
 */

/**
 * @param {{module: WebAssembly.Module, script: string}} bundle the engine's, compiled, and the address of its script
 * @returns {(rank: number, ports: (MessagePort|null)[], onDeath: (error: Error) => void) => Helper} starts one
 */
export function helpersOf(bundle) {
  return (rank, ports, onDeath) => {
    const host = new WorkerHost({ script: './worker/replica.js', onEvent: () => {}, onDeath });
    const ready = host.call('open', Comlink.transfer({ ...bundle, rank, ports }, ports.filter(Boolean)));
    return { ready, call: (...call) => host.call(...call), close: () => host.close() };
  };
}
