// What wasm-bindgen makes of src/web/, as far as the worker calls it. Settings, options and numbers are looked at on the other side.

import type { Activations, Attention, ContinueOptions, Continued, DataFacts, DataPreview, Description, DeviceKind, Encoding, EnginePlayed, Filters, ImagesOfData, Label, LabelledImages, Losses, MeasuredOn, MeasuredSoFar, MeasureOptions, Model, PathOptions, Paths, PreviewOptions, SceneRequest, ScoreOptions, ScoresSoFar, Share, StepDetail, TrainReport } from '../types.d.ts';
import type { Value } from '../schema.d.ts';
import type { Exchange } from './exchange.js';

/** Instantiates the module; answers what it exports. */
export default function init(source: { module_or_path: WebAssembly.Module }): Promise<WebAssembly.Exports & { memory: WebAssembly.Memory }>;

/** Has the CPU use fused multiply-add where it can, and says whether it can. */
export function fuse(): boolean;

/** Calls must not overlap. */
export class Engine {
  static create(kind: DeviceKind, data: string): Promise<Engine>;
  /** Takes what was found for the graphics card before, or measures it; answers what to keep. */
  divideWork(known?: number): Promise<number>;
  device(): { kind: DeviceKind; adapter: string };
  addPart(split: string, images: Uint8Array, labels: Uint8Array): number;
  /** Takes bytes of 28 by 28 images, and a label each or none; the model goes. */
  setData(name: string, images: Uint8Array, labels?: Uint8Array): DataFacts;
  resetData(): void;
  load(preset: string, settings: Record<string, Value>): Model;
  restore(file: Uint8Array, options: { otherData?: boolean }): Model;
  describe(preset: string, settings: Record<string, Value>): Omit<Description, 'memory'>;
  imagesNeeded(steps: number): number;
  train(steps: number): Promise<TrainReport>;
  /** What another thread draws in the next steps. */
  share(steps: number, rank: number, world: number): Share;
  takeShare(indices: Uint32Array, images: Uint8Array, labels: Uint8Array): void;
  /** Helps with a run that another engine has saved. */
  replicate(file: Uint8Array, chosen?: Uint32Array): void;
  trainShared(steps: number, rank: number, world: number, exchange: Exchange): Promise<TrainReport>;
  step(part: string): Promise<StepDetail>;
  evaluate(limit?: number): Promise<Losses>;
  testImages(start: number, count: number): LabelledImages;
  images(part: string, start: number, count: number): ImagesOfData;
  /** Goes on with what takes long of a recipe; answers how far it is, 0 to 1. */
  prepareData(recipe: Record<string, Value>, options: { seed?: number }): number;
  /** Which images the run's recipe leaves, where it chooses among them and has done so. */
  chosen(): Uint32Array | undefined;
  previewData(recipe: Record<string, Value>, options: PreviewOptions): DataPreview;
  sample(count: number, options: Label & { seed?: number }): Promise<Float32Array>;
  samplePath(count: number, options: Label & { seed?: number }): Promise<Float32Array>;
  paths(count: number, options: PathOptions): Promise<Paths>;
  velocity(states: Float32Array, options: Label & { time?: number }): Promise<Float32Array>;
  continueImage(image: Float32Array, options: ContinueOptions): Promise<Continued>;
  surprise(images: Float32Array, options: Label): Promise<Float32Array>;
  attention(image: Float32Array, options: Label): Promise<Attention>;
  encode(images: Float32Array, options: Label): Promise<Encoding>;
  decode(z: Float32Array, options: Label): Promise<Float32Array>;
  reconstruct(images: Float32Array, options: Label): Promise<Float32Array>;
  judge(images: Float32Array, options: Label): Promise<Float32Array>;
  /** Goes on drawing for a while; `begin`: a first call. */
  drawMeasured(options: MeasureOptions & { begin: boolean }): Promise<MeasuredSoFar>;
  measuredOn(known?: string): MeasuredOn;
  beginScene(name: string, request: SceneRequest): void;
  /** Goes on for a while; `numbers`, `answers` and `pictures` are there at the end. */
  scene(): Promise<{ share: number; preview: Float32Array } & Partial<EnginePlayed>>;
  /** Goes on computing a score for a while; only its progress until it is done. */
  scores(name: string, options: ScoreOptions & { again: boolean }): Promise<ScoresSoFar>;
  filters(): Promise<Filters[]>;
  activations(image: Float32Array, options: Label & { z?: Float32Array }): Promise<Activations[]>;
  save(): Promise<Uint8Array>;
  exportWeights(): Promise<Uint8Array>;
  panicForTest(): void;
}
