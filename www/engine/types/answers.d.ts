// What a model is asked beside training, and what it answers.

import type { Shape } from './layers.d.ts';

/** Means and log-variances of images, `latentDim` values each. An `autoencoder` is sure of its latent: minus infinity. */
export interface Encoding { mean: Float32Array; logvar: Float32Array }

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
