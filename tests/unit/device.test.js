import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { withSubgroups } from '../../www/engine/worker/device.js';

const adapter = (...features) => ({ features: new Set(features) });

test('a device is asked for subgroups where the adapter has them, beside what the engine asks for', () => {
  const asked = { label: 'engine', requiredFeatures: ['timestamp-query'], requiredLimits: { maxBindGroups: 4 } };
  assert.deepEqual(withSubgroups(adapter('subgroups', 'timestamp-query'), asked), { ...asked, requiredFeatures: ['timestamp-query', 'subgroups'] });
  assert.deepEqual(asked.requiredFeatures, ['timestamp-query'], 'what was asked for stays as it was');
  assert.deepEqual(withSubgroups(adapter('timestamp-query'), asked), asked);
  assert.deepEqual(withSubgroups(adapter('subgroups')), { requiredFeatures: ['subgroups'] });
  assert.deepEqual(withSubgroups(adapter('subgroups'), { requiredFeatures: ['subgroups'] }).requiredFeatures, ['subgroups']);
});
