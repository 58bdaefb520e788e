// One file an area of the page; keys begin with the area's name.

import benchmark from './en/benchmark.js';
import compare from './en/compare.js';
import data from './en/data.js';
import explorer from './en/explorer.js';
import inside from './en/inside.js';
import latent from './en/latent.js';
import models from './en/models.js';
import own from './en/own.js';
import page from './en/page.js';
import picture from './en/picture.js';
import record from './en/record.js';
import rooms from './en/rooms.js';
import scenes from './en/scenes.js';
import settings from './en/settings.js';
import share from './en/share.js';
import showcase from './en/showcase.js';
import story from './en/story.js';
import troubles from './en/troubles.js';
import tutorial from './en/tutorial.js';
import ui from './en/ui.js';

export default {
  ...page, ...ui, ...models, ...settings, ...story, ...troubles,
  ...latent, ...inside, ...record, ...rooms, ...data, ...explorer, ...own, ...scenes, ...compare, ...picture, ...share, ...showcase, ...tutorial,
  ...benchmark,
};
