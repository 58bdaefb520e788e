// One file an area of the page; keys begin with the area's name.

import compare from './zh/compare.js';
import inside from './zh/inside.js';
import latent from './zh/latent.js';
import page from './zh/page.js';
import record from './zh/record.js';
import share from './zh/share.js';
import showcase from './zh/showcase.js';
import tutorial from './zh/tutorial.js';

export default { ...page, ...latent, ...inside, ...record, ...compare, ...share, ...showcase, ...tutorial };
