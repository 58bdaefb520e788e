// Numbers in words, the same way everywhere on the page.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** @param {number} value */
export const count = (value) => whole.format(value);

/** A loss: one decimal is as much as a reader can use. */
export const loss = (value) => (Number.isFinite(value) ? value.toFixed(1) : 'not a number');

/** A loss of the game of two networks: small numbers, so two decimals. */
export const gameLoss = (value) => (Number.isFinite(value) ? value.toFixed(2).replace('-', '−') : 'not a number');

/** A share of all, in whole hundredths. */
export const percent = (share) => `${Math.round(100 * share)} %`;

const OBJECTIVES = {
  'non-saturating': 'Here the critic gives a probability, and its loss is its surprise at the truth (the cross-entropy, in nats). Pure guessing costs it 1.39; the forger’s loss is then 0.69.',
  minimax: 'Here the critic gives a probability, and the forger wants exactly the opposite of what the critic wants. Pure guessing costs the critic 1.39.',
  'least-squares': 'Here the critic gives marks: 1 for real, 0 for forged, and how far a mark is off counts squared. Pure guessing costs it 0.25.',
  hinge: 'Here the critic wants real digits above 1 and forged ones below −1; beyond that nothing more is to be gained. The forger simply wants a high score.',
  wasserstein: 'Here the critic gives a height and wants real digits high and forged ones low. The difference, without its sign, is how far apart the two kinds are, so its loss says how the run goes: closer to 0 is better. Cutting its weights keeps the heights from growing for ever.',
  'wasserstein-gp': 'Here the critic gives a height and wants real digits high and forged ones low. The difference, without its sign, is how far apart the two kinds are, so its loss says how the run goes: closer to 0 is better. The penalty keeps its slope near 1.',
};

/** What a GAN's losses mean. @param {string} objective */
export const objectiveNote = (objective) => OBJECTIVES[objective === 'vae-gan' ? 'non-saturating' : objective] ?? '';

/** @param {number} bytes */
export function megabytes(bytes) {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** “1.2 of 3.4 MB”, or “1.2 MB” where the size is not known. */
export function amount(loaded, total) {
  return total > 0 ? `${megabytes(Math.min(loaded, total))} of ${megabytes(total)} MB` : `${megabytes(loaded)} MB`;
}

/** The check after an epoch, in a sentence. @param {number} [limit] test digits, where not all were looked at */
export function epochStory(epoch, losses, limit) {
  if ('loss' in losses) return `After epoch ${count(epoch)} the loss on all test digits is ${loss(losses.loss)}.`;
  const right = losses.d_accuracy === undefined ? '' : `; it was right about ${percent(losses.d_accuracy)}`;
  return `After epoch ${count(epoch)}, on ${count(limit)} test digits: critic ${gameLoss(losses.d_loss)}, forger ${gameLoss(losses.g_loss)}${right}.`;
}

/** Milliseconds a step, with as many digits as mean something. */
export function milliseconds(value) {
  if (!Number.isFinite(value)) return '–';
  return value < 10 ? value.toFixed(1) : whole.format(value);
}

/** Milliseconds as seconds, “1.8”. */
export const seconds = (ms) => (ms / 1000).toFixed(1);

/** Position in passes over the data, “2.37”. */
export const epochs = (step, stepsPerEpoch) => (stepsPerEpoch > 0 ? (step / stepsPerEpoch).toFixed(2) : '0.00');
