// What the model is good for: each card asks it one question about a digit, and shows beside its answer what needs no model.

import { anomaly } from './anomaly.js';
import { compress } from './compress.js';
import { recoveryCard } from './recovery-card.js';

export const cards = [
  recoveryCard({ name: 'repair', slider: { option: 'size', step: 1, max: 20 }, painted: true }),
  recoveryCard({ name: 'denoise', slider: { option: 'noise', step: 0.05 } }),
  recoveryCard({ name: 'enlarge', slider: { option: 'size', step: 7 }, live: { restarts: 4, steps: 300 } }),
  recoveryCard({ name: 'measure', slider: { option: 'measurements', step: 10 }, live: { restarts: 4, steps: 400, lr: 0.03 } }),
  compress,
  anomaly,
];
