// Steps, their losses, and what a training answers.

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
  /** Another program holds up a thread, so that one trains alone for a while. */
  heldUp?: true;
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
  /** Another program holds up a thread, so that one trains alone for a while. */
  heldUp?: true;
  /** Of a step that was asked for by `oneStep`. */
  detail?: StepDetail;
}
