// Networks as data, layer by layer, as src/model/layer/ and src/model/summary.rs write them.

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
  upsample: { factor: number };
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
