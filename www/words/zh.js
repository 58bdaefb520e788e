// One file an area of the page; keys begin with the area's name.

import benchmark from './zh/benchmark.js';
import compare from './zh/compare.js';
import data from './zh/data.js';
import explorer from './zh/explorer.js';
import inside from './zh/inside.js';
import latent from './zh/latent.js';
import models from './zh/models.js';
import own from './zh/own.js';
import page from './zh/page.js';
import picture from './zh/picture.js';
import record from './zh/record.js';
import rooms from './zh/rooms.js';
import scenes from './zh/scenes.js';
import settings from './zh/settings.js';
import share from './zh/share.js';
import showcase from './zh/showcase.js';
import story from './zh/story.js';
import troubles from './zh/troubles.js';
import tutorial from './zh/tutorial.js';
import ui from './zh/ui.js';

export default {
  ...page, ...ui, ...models, ...settings, ...story, ...troubles,
  ...latent, ...inside, ...record, ...rooms, ...data, ...explorer, ...own, ...scenes, ...compare, ...picture, ...share, ...showcase, ...tutorial,
  ...benchmark,
};
