// How the browser is started.

export const PORT = Number(process.env.PLAYGROUND_PORT ?? 4173);

export const CHROMIUM = process.env.PLAYGROUND_CHROMIUM ?? '/usr/bin/chromium';

/** A browser in a container, that talks to nobody on its own. Without more flags it has no WebGPU. */
export const BROWSER_ARGS = [
  '--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic',
];

/** WebGPU on a software adapter, so that the path can be tested where there is no GPU. */
export const WEBGPU_ARGS = [...BROWSER_ARGS, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];
