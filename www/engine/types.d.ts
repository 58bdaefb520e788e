// What crosses between the engine and the page, as src/message.rs, src/model/summary.rs and src/web/ write it, and what callers meet
// of it. Images are 28 by 28 values from 0 to 1, row by row, one image after another; latents likewise, `latentDim` values each. The parts are
// in types/, and all can be had from here.

import type { PAGE_CODES } from './errors.js';
import type { ErrorCode } from './schema.d.ts';
import type { OwnData } from './types/data.d.ts';
import type { Model } from './types/model.d.ts';
import type { SceneProgress } from './types/scenes.d.ts';
import type { StepReport, TrainReport, TrainingEvent } from './types/training.d.ts';

export type * from './types/answers.d.ts';
export type * from './types/data.d.ts';
export type * from './types/layers.d.ts';
export type * from './types/measured.d.ts';
export type * from './types/model.d.ts';
export type * from './types/scenes.d.ts';
export type * from './types/threads.d.ts';
export type * from './types/training.d.ts';

export type DeviceKind = 'cpu' | 'webgpu';
export type WantedDevice = 'auto' | DeviceKind;

export interface Device {
  kind: DeviceKind;
  adapter: string;
  /** Threads that train. */
  workers: number;
  /** Why it was chosen: a sentence in English, and the same as one word. */
  reason: string;
  why: string;
  /** Whether WebGPU could be asked for; on the CPU, asked for by name, false until the browser has answered. */
  webgpu: boolean;
}

/** How the engine comes up: bytes of its bundle in phase `engine`; `waiting`: for digits; `cleaning`: for a recipe that doubts labels, 0 to 1 `loaded`, and `ready` when that is over. */
export interface Status {
  phase: 'starting' | 'engine' | 'device' | 'waiting' | 'cleaning' | 'ready';
  loaded?: number;
  /** 0 where the server does not tell. */
  total?: number;
}

/** How much of the data has arrived. */
export interface DataProgress {
  bytes: number;
  /** 0 until the list of parts is here. */
  totalBytes: number;
  /** Training images in the engine, and of how many. */
  train: number;
  trainTotal: number;
  test: number;
  testTotal: number;
}

/** What kind of error it is, as one word (errors.js). */
export type Code = ErrorCode | (typeof PAGE_CODES)[number];

/** Every call that is refused or fails; the message says what a person can do. */
export interface PlaygroundError extends Error {
  code: Code;
  /** On the steps that were taken, and are kept, before a training failed; `ms`: the time they took. */
  report?: TrainReport;
  ms?: number;
}

/** The same on its way between threads, where errors lose their own properties. */
export type ErrorData = Pick<PlaygroundError, 'code' | 'message' | 'report' | 'ms'>;

/** Events by name, with what listeners are given. */
export interface Events {
  status: Status;
  data: DataProgress;
  'data-failed': PlaygroundError;
  device: Device;
  loaded: Model;
  /** Other images are learnt from: one's own, or MNIST again (null). There is no model until the next `load`. */
  dataset: OwnData | null;
  training: boolean;
  step: StepReport;
  event: TrainingEvent;
  /** A call of the engine; ms: its own time, without the wait for its turn. */
  call: { action: string; ms: number };
  crashed: { code: Code; message: string; step: number; restarting: boolean };
  /** lost: steps that are to be trained again. */
  recovered: { step: number; lost: number };
  /** It will not recover by itself. */
  failed: PlaygroundError;
  /** Of the scenes under way, by the number of each. */
  scene: SceneProgress;
}
