// The frozen classifier's weights, as the site has them.

import { fetchUnpacked } from './download.js';
import { failure } from './failure.js';

const WEIGHTS = new URL('../../classifier.safetensors', import.meta.url);

/** Its file. @returns {Promise<Uint8Array>} */
export async function fetchClassifier() {
  return fetchUnpacked(WEIGHTS).catch((error) => {
    throw failure('data-failed', `The classifier that looks at digits could not be loaded (${error.message}). Check the connection and try again.`);
  });
}
