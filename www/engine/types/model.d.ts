// A model, and what other settings would make.

import type { Capability, PresetId, SettingKey, Value } from '../schema.d.ts';
import type { DataFacts } from './data.d.ts';
import type { Part } from './layers.d.ts';

/** Every setting by its key, and the preset that it began with. */
export type ModelSettings = { preset: PresetId } & Record<SettingKey, Value>;

/** What settings would make. */
export interface Description {
  /** Trained values in all networks. */
  parameterCount: number;
  parts: Part[];
  latentDim: number;
  /** Bytes that training it takes on the CPU, about. */
  memory: number;
}

/** What `load` and `restore` answer. */
export interface Model extends Omit<Description, 'memory'> {
  preset: PresetId;
  settings: ModelSettings;
  /** Names of the losses that a step reports. */
  losses: string[];
  capabilities: Capability[];
  /** Whether `encode` and `reconstruct` work. */
  hasEncoder: boolean;
  /** Whether `judge` works, and steps of one network alone. */
  hasCritic: boolean;
  /** Whether it is told the digit. */
  conditional: boolean;
  /** Images a step. */
  batchSize: number;
  stepsPerEpoch: number;
  /** Training images of an epoch. */
  trainSize: number;
  /** What it is trained on: the data set, and what is done with its images first, where something is. */
  data: DataFacts & { recipe?: Record<string, Value> };
  /** Taken so far, and the epoch of the last one, 0 before the first. */
  step: number;
  epoch: number;
}
