// What the browser's own compressor makes of images: what needs no model beside the scene `compress`.

/**
 * One image after the other, black and white ones as bits, eight pixels a byte: as `playground scene compress` does it, but at the level
 * that browsers have.
 * @param {Float32Array} images 784 values each, 0 to 1
 * @returns {Promise<import('./types.d.ts').SceneNumbers>}
 */
export async function gzipped(images) {
  const isGrey = images.some((pixel) => pixel !== 0 && pixel !== 1);
  const packed = new Blob([isGrey ? inBytes(images) : inBits(images)]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = (await new Response(packed).arrayBuffer()).byteLength;
  return { method: 'gzip', bits_per_pixel: (8 * bytes) / images.length, bytes };
}

/** @param {Float32Array} images */
const inBytes = (images) => Uint8Array.from(images, (pixel) => Math.round(255 * pixel));

/** @param {Float32Array} images */
function inBits(images) {
  const bits = new Uint8Array(images.length / 8);
  images.forEach((pixel, at) => { bits[at >> 3] |= pixel << (7 - (at & 7)); });
  return bits;
}
