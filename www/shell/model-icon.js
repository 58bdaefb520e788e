// A small picture of each model, in the page's roles: the encoder in ink, the code violet, what draws vermilion, the critic blue.

const ENCODER = '<path class="ink" d="M2 3l12 6v6L2 21z"/>';
const DECODER = '<path class="model" d="M26 9l12-6v18l-12-6z"/>';
const CODE = '<circle class="code" cx="20" cy="12" r="2.6"/>';
const NOISE = '<circle class="code" cx="3.5" cy="12" r="2.2"/>';
const FORGER = '<path class="model" d="M8 9l11-6v18L8 15z"/>';
const CRITIC = '<path class="critic" d="M23 3l11 6v6l-11 6z"/><circle class="critic" cx="37.2" cy="12" r="1.8"/>';
/** The pixels that convolutions see together: a net in the paper's colour. */
const NET = {
  encoder: '<path class="cut" d="M6 0v24M10 0v24M0 12h16"/>',
  decoder: '<path class="cut" d="M30 0v24M34 0v24M24 12h16"/>',
  forger: '<path class="cut" d="M11.6 0v24M15.3 0v24M7 12h13"/>',
  critic: '<path class="cut" d="M26.7 0v24M30.4 0v24M22 12h13"/>',
};
/** The digit that a model is told. @param {number} x @param {number} y */
const told = (x, y) => `<path class="ink" d="M${x} ${y - 3.4}l3.4 3.4-3.4 3.4-3.4-3.4z"/>`;
const HILLS = '<path class="model line" d="M1 20C6 20 6 7 10 7s4 13 9 13"/><path class="ink line" d="M21 20c5 0 5-13 9-13s4 13 9 13"/>';

/** @type {Record<string, string>} */
const ICONS = {
  vae: ENCODER + CODE + DECODER,
  'conv-vae': ENCODER + CODE + DECODER + NET.encoder + NET.decoder,
  'beta-vae': `${ENCODER}<circle class="code" cx="20" cy="12" r="1.7"/><path class="code line" d="M20 2v5m-2-2l2 2 2-2M20 22v-5m-2 2l2-2 2 2"/>${DECODER}`,
  cvae: `${ENCODER}<circle class="code" cx="20" cy="15" r="2.6"/>${told(20, 6)}${DECODER}`,
  iwae: `${ENCODER}<g class="code"><circle cx="20" cy="4.5" r="1.8"/><circle cx="20" cy="9.5" r="1.8"/><circle cx="20" cy="14.5" r="1.8"/><circle cx="20" cy="19.5" r="1.8"/></g>${DECODER}`,
  autoencoder: `<path class="ink" d="M2 3l16 7.5v3L2 21z"/><path class="model" d="M22 10.5L38 3v18l-16-7.5z"/>`,
  gan: NOISE + FORGER + CRITIC,
  'gan-relu': `${NOISE}${FORGER}${CRITIC}<path class="cut" d="M9.5 14h4l4.5-5M24.5 14h3.5l4-4"/>`,
  'gan-conv-critic': NOISE + FORGER + CRITIC + NET.critic,
  dcgan: NOISE + FORGER + CRITIC + NET.forger + NET.critic,
  lsgan: `${NOISE}${FORGER}<path class="critic line" d="M23 4c3 20 11 20 14 0"/><circle class="critic" cx="30" cy="19" r="1.9"/>`,
  wgan: `${HILLS}<path class="critic line" d="M12 4h14m-3-2.5 3 2.5-3 2.5"/>`,
  'wgan-gp': `${HILLS}<path class="critic line" d="M3 17L37 3"/>`,
  'hinge-gan': `${NOISE}${FORGER}<path class="critic line" d="M23 5l9 13h7"/>`,
  cgan: `${NOISE}${FORGER}${CRITIC}${told(4, 4)}${told(29, 3.6)}`,
  'fast-gan': `<g transform="translate(4.4 2.4) scale(.8)">${NOISE}${FORGER}${CRITIC}${NET.forger}${NET.critic}</g><path class="ink line" d="M1 5h3.4M0 12h3M1 19h3.4"/>`,
  flow: '<g class="ink"><circle cx="3" cy="5" r="1.3"/><circle cx="8.5" cy="9" r="1.3"/><circle cx="2.6" cy="14" r="1.3"/><circle cx="8" cy="19.5" r="1.3"/><circle cx="12.5" cy="14.5" r="1.3"/><circle cx="13" cy="3.6" r="1.3"/></g><path class="code line" d="M15 12h10m-3-2.8 3 2.8-3 2.8"/><path class="model line" d="M29.5 6.5c6-3.5 9 1.5 4.5 4.8 6.5 1.2 3 8.7-4.5 5.7"/>',
  'latent-flow': `${ENCODER}${CODE}${DECODER}<path class="code line" d="M17 1.5c5 0 1 6 3 7.4m-2.2-1.6 2.2 1.8 1.6-2.3"/>`,
  transformer: '<path class="ink" d="M2 2h6v6H2zM10 2h6v6h-6zM18 2h6v6h-6zM2 10h6v6H2zM10 10h6v6h-6z"/><path class="model" d="M18 10h6v6h-6z"/><path class="code line" d="M21 18.5c0 5-16 5-16 0M21 18.5c0 3-8 3-8 0M26.5 5c8 0 8 8 .5 8"/>',
  'fsq-made': `${ENCODER}<g class="code"><rect x="17.6" y="2.6" width="4.8" height="4.8"/><rect x="17.6" y="9.6" width="4.8" height="4.8"/><rect x="17.6" y="16.6" width="4.8" height="4.8"/></g>${DECODER}`,
  'vae-gan': '<path class="ink" d="M1 4l8 5v6l-8 5z"/><circle class="code" cx="12.8" cy="12" r="2.2"/><path class="model" d="M16.6 9l8-5v16l-8-5z"/><path class="critic" d="M28 4l7 5v6l-7 5z"/><circle class="critic" cx="37.6" cy="12" r="1.6"/>',
};

/** @param {string} id the preset's */
export function modelIcon(id) {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  icon.setAttribute('viewBox', '0 0 40 24');
  icon.setAttribute('class', 'model-icon');
  icon.setAttribute('aria-hidden', 'true');
  icon.innerHTML = ICONS[id] ?? ICONS.vae;
  return icon;
}
