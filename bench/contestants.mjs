// Who takes part.

const ALL = [
  ...['cpu', 'webgpu'].map((device) => ({ who: 'ours', module: '/ours.js', device })),
  ...['wasm', 'webgpu'].map((device) => ({ who: 'jax-js', module: '/peers/jaxjs.js', device })),
  ...['wasm', 'cpu', 'webgl', 'webgpu'].map((device) => ({ who: 'tfjs', module: '/peers/tfjs.js', device })),
].map((one) => ({ ...one, kind: ['webgl', 'webgpu'].includes(one.device) ? 'webgpu' : 'cpu' }));

/**
 * @param {{peers: boolean, only?: string, skip?: string}} wish `only` one kind of device (`cpu` has wasm in it, `webgpu` WebGL);
 *   `skip` names to leave out, by library, device or both: `tfjs`, `webgl`, `tfjs-webgl`
 */
export function contestants({ peers, only, skip = '' }) {
  const left = new Set(skip.split(',').filter(Boolean));
  return ALL.filter(({ who, device, kind }) => (peers || who === 'ours') && (!only || kind === only)
    && ![who, device, `${who}-${device}`].some((name) => left.has(name)));
}

/** @param {string} library */
const onCpu = (library) => ALL.find(({ who, kind }) => who === library && kind === 'cpu');

/**
 * Who is timed while something else has one of the cores. Ours with one thread is a contestant of its own: threads that wait for each
 * other must not be slower than one that waits for nobody.
 * @param {{peers: boolean}} wish
 */
export function besideABusyCore({ peers }) {
  const [ours, jax] = ['ours', 'jax-js'].map(onCpu);
  return [ours, { ...ours, who: 'ours-alone', alone: true }, ...(peers ? [jax] : [])];
}

/** Every augmentation there is, each as far as a digit bears it. */
const AUGMENTED = { 'data.augment': 'rotate:10,scale:0.1,shear:10,shift:2,crop:2,elastic:1' };

/** The same training with images that are changed anew whenever they are drawn, and with images as they are. */
export function augmented() {
  const ours = onCpu('ours');
  return [ours, { ...ours, who: 'ours-augmented', data: AUGMENTED }];
}

export const nameOf = ({ who, device }) => `${who} ${device}`;
