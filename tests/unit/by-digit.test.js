// Which digit a model draws worst, as the table shades it.

import { expect, test } from '@playwright/test';
import { rowsOf, shades } from '../../www/rooms/data/by-digit.js';

const digit = (values, real) => ({ count: 5, real_count: 5, ...values, real });

test('the digit that falls furthest short of real ones is the darkest, and what is better than they is not shaded', () => {
  const digits = [digit({ precision: 0.9 }, { precision: 1 }), digit({ precision: 0.6 }, { precision: 1 }), digit({ precision: 0.99 }, { precision: 0.95 })];
  expect(shades('precision', digits).map((shade) => Number(shade.toFixed(6)))).toEqual([0.25, 1, 0]);
  const distances = [digit({ classifier_distance: 30 }, { classifier_distance: 10 }), digit({ classifier_distance: 12 }, { classifier_distance: 10 })];
  expect(shades('classifier_distance', distances)).toEqual([1, 0.1]);
  // Both too dense and too sparse are unlike real digits.
  expect(shades('density', [digit({ density: 1.5 }, { density: 1 }), digit({ density: 0.5 }, { density: 1 })])).toEqual([1, 1]);
});

test('a digit that is never drawn has nothing to shade, and a metric that no digit has no row', () => {
  const digits = [digit({}, {}), digit({ precision: 1, nearest_distance: 3, classifier_score: 1 }, { precision: 1, nearest_distance: 3 })];
  expect(rowsOf(digits)).toEqual(['precision', 'nearest_distance']);
  expect(shades('precision', digits)).toEqual([0, 0]);
});
