// What a scene is asked, and what it answers.

import type { Scene, SceneName } from '../schema.d.ts';

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
  /** Share of the images whose picture the classifier takes for the digit that it takes the image for. */
  label_kept?: number;
  /** Decibels, the mean over the images. */
  psnr?: number;
  /** How often an image of the digit that was left out has a higher score than another: by the first score that the model has, and
   * by each. */
  auroc?: number;
  auroc_bound?: number;
  auroc_reconstruction?: number;
  auroc_discriminator?: number;
  auroc_descent?: number;
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
