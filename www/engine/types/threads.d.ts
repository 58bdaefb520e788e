// What the threads of the engine can be asked, and how they answer.

import type { Value } from '../schema.d.ts';
import type { Device, ErrorData, WantedDevice } from '../types.d.ts';
import type { Activations, Attention, ContinueOptions, Continued, Encoding, Filters, Label, PathOptions, Paths } from './answers.d.ts';
import type { DataFacts, DataPreview, ImagesOfData, LabelledImages, OwnImages, PreviewOptions, RealImages, ScoreOptions, ScoresSoFar } from './data.d.ts';
import type { Measured, MeasuredOn, MeasuredSamples, MeasuredSoFar, MeasureOptions } from './measured.d.ts';
import type { Description, Model } from './model.d.ts';
import type { EnginePlayed, SceneRequest } from './scenes.d.ts';
import type { Losses, StepDetail, TrainReport } from './training.d.ts';

/** How many images a step is about, and how many samples of each. */
export type Batch = Record<'batch_size' | 'importance_samples', number>;

/** What the engine's thread can be asked (worker/worker.js). `run`: which load or restore a training is about. */
export interface Actions {
  open(wanted: WantedDevice, preload: boolean, workers: number | 'auto'): { device: Device };
  load(run: number, preset: string, settings: Record<string, Value>, batch: Batch): Model;
  restore(run: number, bytes: Uint8Array, options: { otherData?: boolean }): Model;
  setData(run: number, own: OwnImages | null): DataFacts | null;
  train(run: number, steps: number): TrainReport;
  step(run: number, part: string): StepDetail;
  evaluate(limit: number | undefined): Losses;
  testImages(start: number, count: number): LabelledImages;
  images(part: string, start: number, count: number): ImagesOfData;
  previewData(recipe: Record<string, Value>, options: PreviewOptions): DataPreview;
  sample(count: number, options: Label & { seed?: number }): Float32Array;
  samplePath(count: number, options: Label & { seed?: number }): Float32Array;
  paths(count: number, options: PathOptions): Paths;
  velocity(states: Float32Array, options: Label & { time?: number }): Float32Array;
  continueImage(image: Float32Array, options: ContinueOptions): Continued;
  surprise(images: Float32Array, options: Label): Float32Array;
  attention(image: Float32Array, options: Label): Attention;
  encode(images: Float32Array, options: Label): Encoding;
  decode(z: Float32Array, options: Label): Float32Array;
  reconstruct(images: Float32Array, options: Label): Float32Array;
  judge(images: Float32Array, options: Label): Float32Array;
  /** Goes on for a while; `begin`: a first call. */
  drawMeasured(options: MeasureOptions & { begin: boolean }): MeasuredSoFar;
  measuredOn(known: string | undefined): MeasuredOn;
  scene(id: number, name: string, request: SceneRequest): EnginePlayed;
  stopScene(id: number): void;
  /** Goes on for a while; `again`: a first call. */
  scores(name: string, options: ScoreOptions & { again: boolean }): ScoresSoFar;
  filters(): Filters[];
  activations(image: Float32Array, options: Label & { z?: Float32Array }): Activations[];
  describe(preset: string, settings: Record<string, Value>, batch: Batch): Description;
  save(): Uint8Array;
  exportWeights(): Uint8Array;
  retryData(): void;
  panicForTest(): void;
  loseDeviceForTest(): void;
}

/** What the thread that measures can be asked (worker/yardsticks.js); exact: the same bits in every browser. */
export interface YardstickActions {
  open(exact: boolean): void;
  setData(images: RealImages): void;
  measure(samples: MeasuredSamples, byDigit: boolean): Measured;
}

/** What a thread that helps to train can be asked (worker/replica.js); script: the bundle's; rest: what its module leaves out, where it has come. */
export interface ReplicaActions {
  open(crew: { module: WebAssembly.Module; script: string; rest: WebAssembly.Module | null; rank: number; ports: (MessagePort | null)[] }): void;
  restore(bytes: Uint8Array, chosen: Uint32Array | undefined): void;
  train(steps: number, share: Share): void;
}

/** Training images by their places, ascending: 784 bytes and a label each. */
export interface Share {
  indices: Uint32Array;
  images: Uint8Array;
  labels: Uint8Array;
}

/** Actions by name, of either kind of thread. */
export type Table<A> = { [Name in keyof A]: (...args: never[]) => unknown };

export type Args<F> = F extends (...args: infer A) => unknown ? A : never;
export type Returned<F> = F extends (...args: never[]) => infer R ? R : never;

/** How a thread answers. */
export interface Answer<T> {
  value: T;
  /** The call's own time, without the wait for its turn. */
  ms: number;
}

/** The same on its way: with a value, or with an error. */
export type Wired<T> = Partial<Answer<T>> & { error?: ErrorData };
