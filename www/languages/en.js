// One file an area of the page; keys begin with the area's name.

import compare from './en/compare.js';
import inside from './en/inside.js';
import latent from './en/latent.js';
import page from './en/page.js';
import record from './en/record.js';
import share from './en/share.js';
import showcase from './en/showcase.js';
import tutorial from './en/tutorial.js';

export default { ...page, ...latent, ...inside, ...record, ...compare, ...share, ...showcase, ...tutorial };
