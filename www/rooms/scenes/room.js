// What the model is good for: each card asks it one question about a digit, and shows beside its answer what needs no model.

import { anomaly } from './anomaly.js';
import { compress } from './compress.js';
import { recoveryCard } from './recovery-card.js';
import { samplesCard } from './samples-card.js';

export const cards = [
  recoveryCard({ name: 'repair', slider: { option: 'size', step: 1, max: 20 }, painted: true }),
  recoveryCard({ name: 'denoise', slider: { option: 'noise', step: 0.05 } }),
  recoveryCard({ name: 'enlarge', slider: { option: 'size', step: 7 }, live: { restarts: 4, steps: 300 } }),
  recoveryCard({ name: 'measure', slider: { option: 'measurements', step: 10 }, live: { restarts: 4, steps: 400, lr: 0.03 } }),
  compress,
  anomaly,
  recoveryCard({ name: 'counterfactual', slider: { option: 'digit', choices: [10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, live: { steps: 60, lr: 0.1 } }),
  samplesCard({ name: 'smaller', slider: { option: 'removed', step: 0.05 }, counts: [1000, 200] }),
  samplesCard({ name: 'scarce', slider: { option: 'samples', step: 100, max: 5000 }, counts: [1000], limits: [10, 100, 1000, 10000] }),
];
