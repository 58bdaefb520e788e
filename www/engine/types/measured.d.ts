// What the yardsticks say of samples.

import type { RealImages } from './data.d.ts';

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

/** What is known of them while they are drawn: how far that is, 0 to 1. */
export type MeasuredSoFar = { progress: number } & Partial<MeasuredSamples>;

/** How many are drawn, and from which seed. */
export interface MeasureOptions { count?: number; seed?: number }

/** The images that samples are compared with; without them where they are known by their id. */
export type MeasuredOn = { id: string } & Partial<RealImages>;
