// Which device trains, and why, in words for people.

import { isSoftware } from '../../kit/software.js';
import { inTime } from './in-time.js';

/** The browser's answer about a GPU takes a tenth of a second; with some drivers it never comes. */
const ANSWER_MS = 5000;

/**
 * @typedef {object} Probe what the browser says about WebGPU
 * @property {boolean} api       navigator.gpu is there
 * @property {boolean} secure    the page came over https or from this machine
 * @property {boolean} answered  it said whether there is an adapter
 * @property {boolean} adapter   an adapter was handed out
 * @property {boolean} timestamps the adapter has `timestamp-query`
 * @property {boolean} software  the adapter computes on the CPU
 * @property {string} name       the adapter's name
 */

/**
 * @param {{gpu?: Pick<GPU, 'requestAdapter'>, secure: boolean}} scope
 * @param {number} [wait] milliseconds that the answer may take
 * @returns {Promise<Probe>}
 */
export async function probeGpu({ gpu, secure }, wait = ANSWER_MS) {
  const nothing = { api: Boolean(gpu), secure, answered: true, adapter: false, timestamps: false, software: false, name: '' };
  if (!gpu) return nothing;
  // Some browsers throw where others answer null; both mean that there is none.
  const asked = (async () => gpu.requestAdapter({ powerPreference: 'high-performance' }))().catch(() => null);
  const adapter = await inTime(asked, wait, () => undefined);
  if (adapter === undefined) return { ...nothing, answered: false };
  if (!adapter) return nothing;
  const info = /** @type {Partial<GPUAdapterInfo>} */ (adapter.info ?? {});
  const name = info.description || [info.vendor, info.architecture, info.device].filter(Boolean).join(' ') || 'unnamed adapter';
  const software = Boolean(info.isFallbackAdapter ?? /** @type {{isFallbackAdapter?: boolean}} */ (adapter).isFallbackAdapter)
    || isSoftware(`${name} ${info.vendor} ${info.architecture}`);
  return { ...nothing, adapter: true, timestamps: adapter.features.has('timestamp-query'), software, name };
}

/**
 * @param {import('../types.d.ts').WantedDevice} wanted
 * @param {Probe|null} probe null where the CPU was asked for, whatever else there is
 * @returns {{kind: 'webgpu'|'cpu', reason: string, why: string} | {missing: string}} why: the reason as one word; `missing`: why WebGPU, asked for by name, cannot be had
 */
export function chooseDevice(wanted, probe) {
  if (wanted === 'cpu' || !probe) return { kind: 'cpu', why: 'asked-cpu', reason: 'The CPU was asked for.' };
  const { missing, why } = whatIsMissing(probe);
  if (wanted === 'webgpu') {
    if (missing) return { missing };
    const asked = probe.software ? 'asked-software' : 'asked-gpu';
    return { kind: 'webgpu', why: asked, reason: `WebGPU was asked for: ${probe.name}${probe.software ? ', which is software and slower than the CPU path here' : ''}.` };
  }
  if (missing) return { kind: 'cpu', why, reason: `${missing} So training runs on the CPU.` };
  if (probe.software) {
    return { kind: 'cpu', why: 'software', reason: `The only WebGPU adapter (${probe.name}) is software, slower than training on the CPU directly.` };
  }
  return { kind: 'webgpu', why: 'gpu', reason: `This machine has a GPU that WebGPU can use: ${probe.name}.` };
}

/** Whether WebGPU, asked for by name, would be had. @param {Probe} probe */
export const hasWebGpu = (probe) => !('missing' in chooseDevice('webgpu', probe));

/**
 * The name of a graphics card; none of an adapter in software, which has no more threads than the processor.
 * @param {Probe|null} probe
 */
export const cardOf = (probe) => (probe && probe.adapter && !probe.software ? probe.name : undefined);

/** @param {Probe} probe @returns {{why: string, missing: string}} */
function whatIsMissing(probe) {
  if (!probe.api && !probe.secure) return { why: 'insecure', missing: 'Browsers offer WebGPU only on https addresses and localhost.' };
  if (!probe.api) return { why: 'no-webgpu', missing: 'This browser has no WebGPU.' };
  if (!probe.answered) return { why: 'no-answer', missing: `This browser has WebGPU, but did not say within ${ANSWER_MS / 1000} seconds whether there is a GPU that it may use.` };
  if (!probe.adapter) return { why: 'no-adapter', missing: 'This browser has WebGPU but found no GPU that it may use.' };
  if (!probe.timestamps) return { why: 'no-timestamps', missing: `The GPU’s driver (${probe.name}) lacks “timestamp-query”, which the engine needs.` };
  return { why: '', missing: '' };
}
