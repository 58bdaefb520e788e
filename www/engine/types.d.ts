// What the engine answers and tells, as plain data (src/message.rs), and what callers may hand in.

import type { PAGE_CODES } from './errors.js';
import type { Capability, ErrorCode, PresetId, SettingKey, Value } from './schema.d.ts';

/** Images, codes and the like as callers may hand them in: any typed array, or a plain list. */
export type Numbers = ArrayLike<number>;

/** Settings that differ from the preset's. */
export type Settings = Partial<Record<SettingKey, Value>>;

/** By name, each an image: `loss`, `recon_loss`, `kl_loss` in nats; `d_loss`, `g_loss` (and `gradient_penalty`) of a GAN. */
export type Losses = Record<string, number>;

/** Channels, height, width. */
export type Shape = [number, number, number];

export interface Layer {
  /** For people: “Linear 400”. */
  name: string;
  /** What it is, as data (src/model/layer). */
  spec: { kind: string } & Record<string, unknown>;
  input: Shape;
  output: Shape;
  /** Trained values, in the layers within it too. */
  parameters: number;
  /** Its tensors in files of weights. */
  tensors: { name: string; shape: number[]; trained: boolean }[];
  /** The chains of layers within it, where there are some. */
  branches?: { name: string; layers: Layer[] }[];
}

export interface Network {
  name: string;
  input: Shape;
  layers: Layer[];
  parameters: number;
  /** Whether it is one layer, whose tensors are named after the network. */
  single: boolean;
}

/** What settings would make. */
export interface Description {
  parameterCount: number;
  /** Its networks, layer by layer. */
  parts: Network[];
  latentDim: number;
  /** Bytes that training it takes on the CPU, about. */
  memory: number;
}

/** What `load` and `restore` answer. */
export interface Model {
  preset: PresetId;
  /** Every setting, and the preset's name. */
  settings: Record<SettingKey, Value> & { preset: PresetId };
  parameterCount: number;
  parts: Network[];
  latentDim: number;
  batchSize: number;
  stepsPerEpoch: number;
  trainSize: number;
  /** Names of the losses that a step reports. */
  losses: string[];
  capabilities: Capability[];
  hasEncoder: boolean;
  hasCritic: boolean;
  conditional: boolean;
  data: { name: string; recipe?: Record<string, Value> };
  step: number;
  epoch: number;
}

export interface Gradient {
  /** The parameter's name, as in PyTorch. */
  name: string;
  /** Its gradient's Euclidean norm. */
  norm: number;
}

/** Something noticed while training. */
export interface TrainingEvent {
  kind: 'collapsed' | 'critic-wins';
  step: number;
  message: string;
}

/** What one call of the engine's `train` reports. */
export interface TrainReport {
  step: number;
  epoch: number;
  /** The last step's. */
  losses: Losses;
  /** Over the call. */
  meanLosses: Losses;
  /** Each step's. */
  history: { step: number; losses: Losses }[];
  events: TrainingEvent[];
  /** The last step's; none where a step failed. */
  gradients: Gradient[];
}

/** What `train` answers. */
export interface TrainResult {
  step: number;
  epoch: number;
  /** The last step's; null where no step was taken. */
  losses: Losses | null;
  /** Over this call. */
  meanLosses: Losses | null;
  /** Trained by this call; fewer than asked only if `signal` stopped it. */
  steps: number;
  msPerStep: number;
  imagesPerSecond: number;
}

/** What `train` has done so far: where it is told, there was a step. */
export interface Progressed extends TrainResult {
  losses: Losses;
  meanLosses: Losses;
}

/** The detail of a `step` event: what `train` would answer by now, and what is new. */
export interface StepReport extends Progressed {
  /** The steps since the last event. */
  history: { step: number; losses: Losses }[];
  /** The last step's. */
  gradients: Gradient[];
  /** The steps since the last event, taken together; ms: of training. */
  chunk: { steps: number; ms: number; meanLosses: Losses };
  /** After `oneStep`. */
  detail?: StepDetail;
}

/** One step, to look at. */
export interface StepDetail {
  step: number;
  epoch: number;
  /** What it updated. */
  part: Part;
  losses: Losses;
  /** Of each parameter that it updated. */
  gradients: Gradient[];
  /** The real batch, 784 values an image, 0..1. */
  images: Float32Array;
  labels: Uint8Array;
  /** Of the batch's codes, where there is an encoder: latentDim values an image. */
  mean?: Float32Array;
  /** The logarithm of their variance. */
  logvar?: Float32Array;
  /** The codes that were sampled, and decoded. */
  z?: Float32Array;
  /** The batch rebuilt, where there is an encoder. */
  rebuilt?: Float32Array;
  /** What the discriminator was shown beside it. */
  fakes?: Float32Array;
  /** The discriminator's logits before its update, one an image. */
  realScores?: Float32Array;
  fakeScores?: Float32Array;
}

/** The networks that learn from a step. */
export type Part = 'both' | 'discriminator' | 'generator';

export type DeviceKind = 'webgpu' | 'cpu';
export type WantedDevice = 'auto' | DeviceKind;

export interface Device {
  kind: DeviceKind;
  adapter: string;
  /** Threads that train. */
  workers: number;
  /** Why it was chosen, in a sentence. */
  reason: string;
  /** The same as one word. */
  why: string;
  /** Whether WebGPU could be asked for; on the CPU, asked for by name, false until the browser has answered. */
  webgpu: boolean;
}

/** What the engine is doing before it can be asked; `waiting`: for digits. */
export interface Status {
  phase: 'starting' | 'engine' | 'device' | 'waiting';
  /** Bytes of the engine, while it is downloaded. */
  loaded?: number;
  /** 0 where the server does not tell. */
  total?: number;
}

/** The digits on their way. */
export interface Progress {
  /** Downloaded. */
  bytes: number;
  /** 0 until the list of parts is here. */
  totalBytes: number;
  /** Training images in the engine. */
  train: number;
  trainTotal: number;
  test: number;
  testTotal: number;
}

/** What rejects every call. */
export interface EngineError extends Error {
  /** One word, as in errors.js. */
  code: Code;
  /** On the steps that were taken, and are kept, before a training failed; `ms`: the time they took. */
  report?: TrainReport;
  ms?: number;
}

export type Code = ErrorCode | (typeof PAGE_CODES)[number];

/** Events by name, with what listeners are given. */
export interface Events {
  status: Status;
  data: Progress;
  'data-failed': EngineError;
  device: Device;
  loaded: Model;
  training: boolean;
  step: StepReport;
  event: TrainingEvent;
  /** A call of the engine; ms: its own time, without the wait for its turn. */
  call: { action: string; ms: number };
  crashed: { code: Code; message: string; step: number; restarting: boolean };
  /** lost: steps that are to be trained again. */
  recovered: { step: number; lost: number };
  /** It will not recover by itself. */
  failed: EngineError;
}

/** Digits that a conditional model is told: one for all images, or one an image. */
export interface Told {
  label?: number | number[];
}

/** What the engine's thread can be asked (worker/worker.js). `run`: which load or restore a training is about. */
export interface Actions {
  open(wanted: WantedDevice, preload: boolean, workers: number | 'auto'): { device: Device };
  load(run: number, preset: string, settings: Record<string, Value>): Model;
  restore(run: number, bytes: Uint8Array, options: { otherData?: boolean }): Model;
  train(run: number, steps: number): TrainReport;
  step(run: number, part: string): StepDetail;
  evaluate(limit: number | undefined): Losses;
  testImages(start: number, count: number): { images: Float32Array; labels: Uint8Array };
  sample(count: number, options: Told & { seed?: number }): Float32Array;
  encode(images: Float32Array, options: Told): { mean: Float32Array; logvar: Float32Array };
  decode(z: Float32Array, options: Told): Float32Array;
  reconstruct(images: Float32Array, options: Told): Float32Array;
  judge(images: Float32Array, options: Told): Float32Array;
  filters(): Filters[];
  activations(image: Float32Array, options: Told & { z?: Float32Array }): Activations[];
  describe(preset: string, settings: Record<string, Value>): Description;
  save(): Uint8Array;
  exportWeights(): Uint8Array;
  retryData(): void;
  panicForTest(): void;
  loseDeviceForTest(): void;
}

/** What a thread that helps to train can be asked (worker/replica.js). */
export interface ReplicaActions {
  open(crew: { module: WebAssembly.Module; script: string; rank: number; ports: (MessagePort | null)[] }): void;
  addPart(part: { images: Uint8Array; labels: Uint8Array }): void;
  restore(bytes: Uint8Array): void;
  train(steps: number): void;
}

/** Actions by name, of either kind of thread. */
export type Table<A> = { [Name in keyof A]: (...args: never[]) => unknown };
export type Args<F> = F extends (...args: infer A) => unknown ? A : never;
export type Returned<F> = F extends (...args: never[]) => infer R ? R : never;

/** How a thread answers: with a value, or its error as plain data. `ms`: the call's own time, without the wait for its turn. */
export interface Answer<T> {
  value: T;
  ms: number;
}
export type Wired<T> = Partial<Answer<T>> & { error?: ErrorData };

/** An error on its way between threads: its own properties would be lost. */
export interface ErrorData {
  code: Code;
  message: string;
  report?: TrainReport;
  ms?: number;
}

/** The first layer of a network that looks at pictures, one picture a unit. */
export interface Filters {
  network: string;
  name: string;
  count: number;
  height: number;
  width: number;
  values: Float32Array;
}

/** What comes out of every layer of a network. */
export interface Activations {
  network: string;
  layers: { name: string; shape: Shape; values: Float32Array }[];
}
