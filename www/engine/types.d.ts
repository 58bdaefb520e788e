// What crosses between the engine and the page, as src/message.rs, src/model/summary.rs and src/web/ write it, and what callers meet
// of it. Images are 28 by 28 values from 0 to 1, row by row, one image after another; latents likewise, `latentDim` values each.

import type { PAGE_CODES } from './errors.js';
import type { Capability, ErrorCode, PresetId, Scene, SceneName, SettingKey, Value } from './schema.d.ts';

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

/** Channels, height and width of a signal between two layers; a flat signal of n values is [n, 1, 1]. */
export type Shape = [channels: number, height: number, width: number];

interface Kernel { channels: number; kernel: number; stride: number; bias: boolean }

/** What each kind of layer has beside its kind (src/model/layer/, a file a layer). */
export interface LayerFields {
  linear: { outputs: number; bias: boolean };
  'masked-linear': { groups: number; outputs: number; strict: boolean; bias: boolean };
  conv: Kernel;
  'conv-transpose': Kernel;
  'batch-norm': {};
  standardise: {};
  'layer-norm': { affine: boolean };
  'group-norm': { groups: number; affine: boolean };
  modulate: { condition: number };
  dropout: { share: number };
  'max-pool': {};
  reshape: { shape: Shape };
  round: { levels: number };
  'pixel-shuffle': { factor: number };
  'pixel-unshuffle': { factor: number };
  position: {};
  embedding: { entries: number; width: number };
  'self-attention': { heads: number; causal: boolean; bias: boolean };
  'time-features': { frequencies: number; lowest: number; highest: number };
  residual: { layers: LayerSpec[]; shortcut?: LayerSpec[] };
  skip: { layers: LayerSpec[] };
  relu: {};
  'leaky-relu': { slope: number };
  tanh: {};
  sigmoid: {};
  silu: {};
  gelu: {};
}

export type LayerKind = keyof LayerFields;

/** What a layer is, as data; of one kind where the kind is known. */
export type LayerSpec<Kind extends LayerKind = LayerKind> = { [K in Kind]: { kind: K } & LayerFields[K] }[Kind];

export interface Layer<Kind extends LayerKind = LayerKind> {
  /** In English: "Linear 400". */
  name: string;
  spec: LayerSpec<Kind>;
  input: Shape;
  output: Shape;
  /** Trained values, in the layers within it too. */
  parameters: number;
  /** Its own tensors in files of weights. */
  tensors: Tensor[];
  /** The chains of layers within it, where there are any; all begin with its input. */
  branches?: Branch[];
}

export interface Branch { name: string; layers: Layer[] }

export interface Tensor {
  /** In PyTorch's manner: "encoder.0.weight". */
  name: string;
  shape: number[];
  /** Whether training changes it by gradients. */
  trained: boolean;
}

/** One network of a model. */
export interface Part {
  /** "encoder", "mean", "logvar", "decoder", "generator", "discriminator". */
  name: string;
  input: Shape;
  layers: Layer[];
  /** Trained values in all of them. */
  parameters: number;
  /** Whether it is one layer, whose tensors are named after the part, rather than a chain, in which layers are numbered. */
  single: boolean;
}

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

/** What is known of a data set. */
export interface DataFacts {
  /** `mnist`, or what one's own images were called. */
  name: string;
  /** Training images, before the recipe. */
  train: number;
  test: number;
  /** Labels go from 0 to one less; 1 where there are none. */
  classes: number;
  /** Of all pixels and labels, in hexadecimal digits; null while images are still arriving. */
  hash: string | null;
}

/** Images of one's own, 28 by 28 bytes each, 0 (paper) to 255 (ink), and the label of each, 0 to 9, where there are any. */
export interface OwnImages {
  name: string;
  images: Uint8Array;
  labels: Uint8Array | null;
}

/** The same as they are learnt from. */
export type OwnData = OwnImages & DataFacts;

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

/**
 * Per image: `loss`, `recon_loss`, `kl_loss` in nats; `flow_loss` of a flow; `d_loss`, `g_loss` (and `gradient_penalty`) of a GAN, R1 left out. `Model.losses` names
 * those that the model has.
 */
export type Losses = Record<string, number>;

/** Losses of one step; `step` counts those taken then. */
export interface StepLosses { step: number; losses: Losses }

/** The Euclidean norm of the gradient of one parameter, by its name in files of weights. */
export interface GradientNorm { name: string; norm: number }

/** What was noticed while training: every sample is the same, or the discriminator is right about every image. */
export interface TrainingEvent { kind: 'collapsed' | 'critic-wins'; step: number; message: string }

/** Which networks a step updates. */
export type StepPart = 'both' | 'discriminator' | 'generator';

/** One step, to look at. What is optional is there where the model has it. */
export interface StepDetail {
  step: number;
  epoch: number;
  part: StepPart;
  losses: Losses;
  /** Of the parameters that it updated. */
  gradients: GradientNorm[];
  /** The real batch and its digits. */
  images: Float32Array;
  labels: Uint8Array;
  /** The encoder's Gaussians, one an image: their means, and the logarithms of their variances. */
  mean?: Float32Array;
  logvar?: Float32Array;
  /** The latents that were drawn from them, and decoded. */
  z?: Float32Array;
  /** The batch, reconstructed. */
  rebuilt?: Float32Array;
  /** Generated images that the discriminator was shown beside it. */
  fakes?: Float32Array;
  /** The discriminator's logits before its update, one an image. */
  realScores?: Float32Array;
  fakeScores?: Float32Array;
}

/** What one call of the engine's `train` reports. */
export interface TrainReport {
  step: number;
  epoch: number;
  /** The last step's. */
  losses: Losses;
  /** Over the call. */
  meanLosses: Losses;
  history: StepLosses[];
  events: TrainingEvent[];
  /** Of the last step; empty where the call failed after it. */
  gradients: GradientNorm[];
}

/** What `train` answers. */
export interface TrainResult {
  step: number;
  epoch: number;
  /** The last step's; empty where no step was taken. */
  losses: Losses;
  /** Over the call. */
  meanLosses: Losses;
  /** Trained by the call; fewer than asked only if `signal` stopped it. */
  steps: number;
  msPerStep: number;
  imagesPerSecond: number;
}

/** What the event `step` brings: how far the call of `train` has come, and what is new since the event before. */
export interface StepReport extends TrainResult {
  history: StepLosses[];
  /** Of the last step; empty where the call failed after it. */
  gradients: GradientNorm[];
  chunk: { steps: number; ms: number; meanLosses: Losses };
  /** Of a step that was asked for by `oneStep`. */
  detail?: StepDetail;
}

/** Means and log-variances of images, `latentDim` values each. An `autoencoder` is sure of its latent: minus infinity. */
export interface Encoding { mean: Float32Array; logvar: Float32Array }

export interface LabelledImages { images: Float32Array; labels: Uint8Array }

/**
 * Metrics by their names (yardsticks/src/metrics/). Of few images some are missing: those that compare features need six of each, and
 * those about labels are of models that are told the digit.
 */
export interface Metrics {
  /** Whether images are surely digits and of all kinds, 1 to 10 (the Inception score under our classifier of digits). */
  classifier_score: number;
  /** Frechet distance to real images in the classifier's features, and that between as many real images and others. */
  classifier_distance?: number;
  classifier_distance_floor?: number;
  /** Share of the images that are near to real ones, and of real ones that are near to these (Kynkäänniemi et al., 2019). */
  precision?: number;
  recall?: number;
  /** How crowded by real images the places are, and the share of real images that are reached (Naeem et al., 2020). */
  density?: number;
  coverage?: number;
  /** How far apart two images are, divided by how far two real ones are. */
  diversity?: number;
  /** Median distance of an image to the nearest training image, in pixels from 0 to 1. */
  nearest_distance: number;
  /** Share of each of the ten digits. */
  digit_shares: number[];
  /** How sure the classifier is, 0.1 to 1. */
  confidence: number;
  /** Share of images that are of the digit asked for. */
  label_accuracy?: number;
  /** How many images of each digit asked for (a row) are taken for each digit (a column). */
  confusion?: number[][];
}

/** What `measure` answers: metrics of samples, with those of real images. */
export interface Measured extends Metrics {
  /** Samples. */
  count: number;
  /** Real images that are measured, and others that both are compared with, of each. */
  real_count: number;
  real: Metrics;
  /** The same of each digit, where that was asked for: of those that a model was told, else of those that the classifier sees. */
  by_digit?: MeasuredDigit[];
}

/** Of a digit that is never drawn there are no metrics, and of few images some are missing. */
export interface MeasuredDigit extends Partial<Metrics> { count: number; real_count: number; real: Partial<Metrics> }

/** Samples that are to be measured, 784 values each, and the digits that they were to be. */
export interface MeasuredSamples { pixels: Float32Array; labels?: Uint8Array }

/** Images that a model was trained on, and test images with their labels, as bytes. */
export interface RealImages { train: Uint8Array; test: Uint8Array; testLabels: Uint8Array }

/** The images that samples are compared with; without them where they are known by their id. */
export type MeasuredOn = { id: string } & Partial<RealImages>;

/** What a scene is asked, on its way to the engine. */
export interface SceneRequest {
  /** n·784 values; test images where there are none. */
  image?: Float32Array;
  label?: number | number[];
  /** 784 values, 1 where a pixel is missing. */
  mask?: Float32Array;
  start?: number;
  count?: number;
  seed?: number;
  /** The scene's own (`SCENES` of schema.js). */
  options?: Record<string, number>;
  /** Who looks at its pictures beside people, where that is not nobody; the worker puts the frozen classifier's file in its place. */
  judge?: Scene['judge'];
  classifier?: Uint8Array;
}

/** How far a scene is: `share` of the work, and the best answers so far, 784 values each, where they are few. */
export interface SceneProgress { id: number; share: number; preview: Float32Array }

/** Numbers of one method of a scene; those that it has. Errors are the mean square of the pixels' differences, which go from 0 to 1. */
export interface SceneNumbers {
  /** `descent`, `encode-decode`, `bound`, `reconstruction`, `discriminator`; without a model `mean-image`, `nearest-image`, `blur`,
   * `median`, `bicubic`, `lasso`, `pixel-average`. Of `compress` `bits-back`, `autoregressive`, and `gzip`. Of `smaller`: `8-bits`, and
   * beside it `full`, `4-bits`, `fewer-units`, `fewer-steps`, each with the yardsticks' numbers (`Measured`) too. Of `scarce`:
   * `real-and-samples`, and beside it `real`, `real-and-shifts`. */
  method: string;
  /** Of the file that images were packed into. */
  bits_per_pixel?: number;
  bytes?: number;
  /** What the model itself says that they cost: minus its evidence lower bound, or its likelihood where that is exact. */
  bound_bits_per_pixel?: number;
  /** Bits of the file that are there once, however many images it holds. */
  overhead_bits?: number;
  /** Of the lossy way: the latent in so many bits a number. Its error is `squared_error`. */
  lossy_bits_per_pixel?: number;
  squared_error?: number;
  /** Of the squared error, over the images. */
  standard_error?: number;
  /** In the pixels that were missing. */
  squared_error_hole?: number;
  /** Decibels, the mean over the images. */
  psnr?: number;
  /** How often an image of the digit that was left out has a higher score than another: by the first score that the model has, and
   * by each. */
  auroc?: number;
  auroc_bound?: number;
  auroc_reconstruction?: number;
  auroc_discriminator?: number;
  /** How many images are of that digit. */
  left_out?: number;
  /** Of `counterfactual`: share of the images of which the classifier sees the wanted digit afterwards, or each of the nine others as which
   * a model that is told the digit has drawn them. All other numbers are means over those. */
  flipped?: number;
  flipped_all?: number;
  /** What the classifier gives the wanted digit, 0 to 1; how far the latent has moved; how far the picture is from what the model draws of the image. */
  confidence?: number;
  latent_change?: number;
  squared_error_drawn?: number;
  /** Of `smaller`: of the weights that draw, and an image. Its `squared_error` is that to the full model's samples. */
  bytes?: number;
  multiply_adds?: number;
  /** Of `scarce`: share of the test images that a classifier takes for what they are, with the standard error over its repetitions; of
   * one that has seen samples alone; and how many real images and samples there were. */
  accuracy?: number;
  accuracy_error?: number;
  accuracy_samples?: number;
  accuracy_samples_error?: number;
  real?: number;
  samples?: number;
}

/** What the engine answers: `pictures` are those of the truth, of what was left of it, of the model, and of each method without one. */
export interface EnginePlayed {
  numbers: SceneNumbers & { scene: SceneName; count: number; seed: number; plain: SceneNumbers | null; others: SceneNumbers[] };
  answers: number;
  pictures: Float32Array[];
  file?: Uint8Array<ArrayBuffer>;
}

/** What `scene` answers. Images are 784 values each, 0 to 1, one after the other. */
export interface Played {
  /** The model's: `answers` of each image, the best first. Of `anomaly`: the images with the highest scores. */
  images: Float32Array;
  answers: number;
  /** The images as they are (black and white for `compress`), and what was left of them as pictures; empty for `anomaly`. */
  truth: Float32Array;
  seen: Float32Array;
  numbers: SceneNumbers & { scene: SceneName; count: number; seed: number };
  /** The best method without a model, and the others. */
  plain: SceneNumbers & { images: Float32Array };
  others: (SceneNumbers & { images: Float32Array })[];
  /** Of `compress`: the images of `truth`, packed; `playground decompress` unpacks it by the same weights. */
  file?: Uint8Array<ArrayBuffer>;
}

/** The first layer of a network that looks at pictures: one picture a unit. */
export interface Filters { network: string; name: string; count: number; height: number; width: number; values: Float32Array }

/** What comes out of the layers of one network for one image. */
export interface Activations { network: string; layers: { name: string; shape: Shape; values: Float32Array }[] }

/** How an image is continued; `known`: pixels that stay, those that are not 0. */
export interface ContinueOptions extends Label { known?: Float32Array; count?: number; seed?: number; temperature?: number; top_p?: number }

/**
 * What `continueImage` answers: count·784 pixels, 0 or 1, and how likely each of the 16 blocks of 2 by 2 pixels was at each of the 196
 * places when one was drawn, count·196·16. A block's pixels are the bits of its number: upper left 1, upper right 2, lower left 4,
 * lower right 8.
 */
export interface Continued { images: Float32Array; probabilities: Float32Array }

/** How much places of an image look at each other: `weights` by layer, head, place that looks and place that is looked at. */
export interface Attention { layers: number; heads: number; weights: Float32Array }

/** Which paths, and how they are followed. */
export interface PathOptions extends Label { seed?: number; steps?: number; solver?: string; ends?: boolean }

/** States on paths from noise, noise first; the images that they would be; and those that are expected at the end from each. */
export interface Paths { states: Float32Array; images: Float32Array; predicted: Float32Array }

/** The digit, for a model that is told it: one for all images, or one an image. */
export interface LabelOption { label?: number | ArrayLike<number> | null }
/** The same on its way to the engine. */
export interface Label { label?: number | number[] }

/** Values that a call takes, images or latents: a typed array, or a list of numbers. */
export type Values = Float32Array | ArrayLike<number>;

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

/** What a look at the training images is about. */
export interface PreviewOptions {
  /** The run's, 0 by default. */
  seed?: number;
  /** From 1, which is the default: augmentations are drawn anew in each. */
  epoch?: number;
  /** Images to show, at most 1,000; none by default. */
  count?: number;
}

/** What is done with the training images, at a glance. */
export interface DataPreview {
  /** The steps that choose images, in order, with how many each left. */
  stages: [step: string, images: number][];
  /** Images of each digit as they came. */
  before: number[];
  /** Images of each digit in an epoch, as a model is told them. */
  after: number[];
  /** Some of those that are left, as they came: 784 values each, 0 to 1. */
  originals: Float32Array;
  labels: Uint8Array;
  /** The same as the epoch draws them. */
  drawn: Float32Array;
  told: Uint8Array;
}

/** Which images of the data a score is about. */
export interface ScoreOptions {
  /** `train` where it is left out. */
  part?: 'train' | 'test';
  /** What is done with the training images first; nothing by default. */
  recipe?: Record<string, Value>;
  /** Of the data and of the classifier that doubts labels, 0 by default. */
  seed?: number;
}

/** An image whose label is likely to be wrong (confident learning). */
export interface Suspect {
  /** Among the images of the part. */
  index: number;
  label: number;
  /** What the classifier takes it for. */
  suggested: number;
  score: number;
}

/** What `scores` answers. */
export interface Scores {
  name: string;
  part: 'train' | 'test';
  /** One an image of the part; not a number for an image that the recipe leaves out. */
  values: Float32Array;
  /** Of `nearest`: the nearest other image of each. */
  others?: Uint32Array;
  /** Of `self-confidence`: the least believed first. */
  suspects?: Suspect[];
}

/** A score on its way: at 1 it is there. */
export type ScoresSoFar = { progress: number } & Partial<Omit<Scores, 'name' | 'part'>>;

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
  drawMeasured(options: { count?: number; seed?: number }): MeasuredSamples;
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

/** What a thread that helps to train can be asked (worker/replica.js); script: the bundle's. */
export interface ReplicaActions {
  open(crew: { module: WebAssembly.Module; script: string; rank: number; ports: (MessagePort | null)[] }): void;
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
