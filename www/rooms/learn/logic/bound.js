// The two parts of a variational autoencoder's loss, for one image and one throw. Plain arrays, no DOM.

/** Pictures come as 32-bit numbers, and a pixel that is exactly 0 or 1 would make the logarithm infinite. */
const LEAST = 1e-7;

/** Cross-entropy of an image under the picture of it, in nats. @param {ArrayLike<number>} image @param {ArrayLike<number>} picture 0..1 */
export function rebuildingLoss(image, picture) {
  let total = 0;
  for (let pixel = 0; pixel < image.length; pixel++) {
    const value = Math.min(1 - LEAST, Math.max(LEAST, picture[pixel]));
    total -= image[pixel] * Math.log(value) + (1 - image[pixel]) * Math.log(1 - value);
  }
  return total;
}

/** KL divergence of a normal distribution from the standard one, in nats, summed over the code's numbers. @param {ArrayLike<number>} mean @param {ArrayLike<number>} logvar */
export function codeLoss(mean, logvar) {
  let total = 0;
  for (let i = 0; i < mean.length; i++) total += 0.5 * (mean[i] ** 2 + Math.exp(logvar[i]) - 1 - logvar[i]);
  return total;
}

/**
 * z = mean + spread * noise, for as many throws as there is noise.
 * @param {ArrayLike<number>} mean
 * @param {ArrayLike<number>} logvar
 * @param {Float32Array} noise
 * @param {number} [factor] on the spread: 0 is none
 */
export function throwCodes(mean, logvar, noise, factor = 1) {
  return noise.map((value, at) => {
    const i = at % mean.length;
    return mean[i] + factor * Math.exp(logvar[i] / 2) * value;
  });
}
