// Ten digits of each model after a minute of training, made beforehand in a browser on two cores: `cargo xtask thumbnails`.

import { asImage } from '../kit/make.js';
import { presetOf } from '../run/presets.js';
import { t } from '../words/i18n.js';

/** @param {HTMLElement} place with a `.strip` */
export function createThumbnail(place) {
  const strip = /** @type {HTMLElement} */ (place.querySelector('.strip'));
  let shown = '';
  return {
    /** @param {string} id the preset that someone looks at */
    async show(id) {
      const { title } = presetOf(id);
      asImage(strip, t('models.after-a-minute-label', { title }));
      place.title = t('models.after-a-minute-how');
      if (shown === id) return;
      shown = id;
      const picture = Object.assign(new Image(), { fetchPriority: 'low' });
      picture.src = new URL(`../after-a-minute/${id}.png`, import.meta.url).href;
      const arrived = await picture.decode().then(() => true, () => false);
      if (shown !== id) return;
      place.classList.toggle('missing', !arrived);
      // The page gives it its colour.
      strip.style.maskImage = arrived ? `url("${picture.src}")` : '';
    },
  };
}
