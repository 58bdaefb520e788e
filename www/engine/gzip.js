// What the browser's own compressor makes of black and white images: what needs no model beside the scene `compress`.

/**
 * As bits, eight pixels a byte, one image after the other: as `playground scene compress` does it, but at the level that browsers have.
 * @param {Float32Array} images 784 values each, 0 or 1
 * @returns {Promise<import('./types.d.ts').SceneNumbers>}
 */
export async function gzipped(images) {
  const bits = new Uint8Array(images.length / 8);
  images.forEach((pixel, at) => { if (pixel > 0.5) bits[at >> 3] |= 128 >> (at & 7); });
  const packed = new Blob([bits]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = (await new Response(packed).arrayBuffer()).byteLength;
  return { method: 'gzip', bits_per_pixel: (8 * bytes) / images.length, bytes };
}
