// Data sets, what a recipe makes of them, and scores of their images.

import type { Value } from '../schema.d.ts';

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

export interface LabelledImages { images: Float32Array; labels: Uint8Array }

/** Images of a part of the data, 784 bytes each; `train`, `test`: how many each part has in all. */
export interface ImagesOfData { images: Uint8Array; labels: Uint8Array; train: number; test: number }

/** Images that a model was trained on, and test images with their labels, as bytes. */
export interface RealImages { train: Uint8Array; test: Uint8Array; testLabels: Uint8Array }

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
