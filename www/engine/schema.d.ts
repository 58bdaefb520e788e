// Written by `cargo xtask schema` from the engine's tables (src/schema/): change those.

export type SettingKey = 'seed' | 'batch_size' | 'lr' | 'lr_schedule' | 'lr_warmup' | 'lr_period' | 'lr_factor' | 'lr_floor' | 'optimizer' | 'momentum' | 'beta1' | 'beta2' | 'epsilon' | 'weight_decay' | 'grad_clip' | 'grad_clip_value' | 'init' | 'latent_dim' | 'conditional' | 'objective' | 'architecture' | 'hidden_dim' | 'likelihood' | 'beta' | 'beta_warmup' | 'importance_samples' | 'binarise' | 'dropout' | 'width' | 'lr_d' | 'num_critic' | 'label_smoothing' | 'critic_norm' | 'weight_clip' | 'r1' | 'r1_every' | 'pretrain_d' | 'diff_augment' | 'gp_lambda' | 'ema' | 'ema_power' | 'time_width' | 'time_shift' | 'flow_paths' | 'sample_steps' | 'solver' | 'guidance' | 'prior' | 'blocks' | 'temperature' | 'top_p' | 'gan_weight';
export type FamilyName = 'autoencoder' | 'plain-autoencoder' | 'adversarial' | 'hybrid' | 'flow' | 'latent-flow' | 'quantised' | 'transformer';
export type PresetId = 'vae' | 'conv-vae' | 'beta-vae' | 'cvae' | 'iwae' | 'autoencoder' | 'gan' | 'gan-relu' | 'gan-conv-critic' | 'dcgan' | 'lsgan' | 'wgan' | 'wgan-gp' | 'hinge-gan' | 'cgan' | 'fast-gan' | 'vae-gan' | 'flow' | 'latent-flow' | 'fsq-made' | 'transformer';
export type Capability = 'decodes' | 'encodes' | 'variational' | 'judges' | 'likelihood' | 'flows' | 'prior' | 'autoregressive' | 'conditional';
export type SceneName = 'repair' | 'denoise' | 'enlarge' | 'measure' | 'compress' | 'anomaly' | 'counterfactual' | 'smaller' | 'scarce';
export type ErrorCode = 'unknown-preset' | 'unknown-setting' | 'bad-setting' | 'bad-file' | 'bad-input' | 'not-loaded' | 'no-data' | 'no-webgpu' | 'device-lost' | 'not-finite' | 'replica-lost';
export type Value = number | string | boolean;

/** That another setting has one of these words. */
export interface When { key: SettingKey; is: string[] }

export interface Setting {
  key: SettingKey;
  kind: 'number' | 'whole' | 'switch' | 'word';
  /** Smallest and largest value, both included, of a number. */
  min?: number;
  max?: number;
  /** All words there are. */
  choices?: string[];
  /** Where it starts, unless the preset says otherwise. */
  default: Value;
  /** The families in which it changes something. */
  families: FamilyName[];
  /** Elsewhere it changes nothing. */
  when?: When;
  /** There it must have its default. */
  refused?: When[];
  /** One sentence, in English. */
  description: string;
}

export interface RecipeSetting {
  key: string;
  kind: 'number' | 'whole' | 'text' | 'word';
  /** Smallest and largest value, both included, of a number. */
  min?: number;
  max?: number;
  /** What a text must be. */
  form?: string;
  /** All words there are, the default first. */
  choices?: string[];
  /** What can be named with an amount each, 0 to most, in a text as name:amount,name:amount. */
  amounts?: { name: string; most: number; whole: boolean }[];
  /** One sentence, in English. */
  description: string;
}

export interface Family {
  name: FamilyName;
  architectures: string[];
  /** With the logit above which the discriminator takes an image for real; null where there is none. */
  objectives: { word: string; threshold: number | null }[];
}

export interface Preset {
  id: PresetId;
  family: FamilyName;
  title: string;
  description: string;
  /** What it sets otherwise than the settings' defaults. */
  settings: Partial<Record<SettingKey, Value>>;
  capabilities: Capability[];
}

/** How good samples are, by one number or several. */
export interface Metric {
  name: string;
  /** `like-real`: the nearer to what real images get. */
  better: 'higher' | 'lower' | 'like-real';
}

/** One number that can be chosen about a scene. */
export interface SceneOption {
  name: string;
  default: number;
  /** Smallest and largest value, both included. */
  min: number;
  max: number;
  whole: boolean;
  /** All values there are, where not every one is. */
  choices?: number[];
}

/** How paths of a flow are followed. */
export interface Solver {
  name: string;
  /** Passes of the network that each step takes but the last, and the last. */
  passes: [each: number, last: number];
}

export interface Scene {
  name: SceneName;
  /** A model with one of these plays it, unless it has one of those. */
  needs: Capability[];
  refuses: Capability[];
  options: SceneOption[];
  /** Who looks at its pictures beside people: the frozen classifier, or, of samples, the yardsticks. */
  judge: 'nobody' | 'classifier' | 'yardsticks';
  /** Images that it is played with by default. */
  count: number;
  /** One sentence, in English. */
  description: string;
}

export const SETTINGS: Setting[];
export const SOLVERS: Solver[];
export const SCENES: Scene[];
export const METRICS: Metric[];
export const FAMILIES: Family[];
export const PRESETS: Preset[];
export const RECIPE: RecipeSetting[];
export const ERROR_CODES: ErrorCode[];
