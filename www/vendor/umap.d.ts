// Of the package's types, those of what the page calls.

export interface UMAPParameters {
  nComponents?: number;
  nEpochs?: number;
  nNeighbors?: number;
  minDist?: number;
  /** In place of Math.random: 0 up to 1. */
  random?: () => number;
}

export class UMAP {
  constructor(parameters?: UMAPParameters);
  /** Looks for neighbours; answers how many epochs are to follow. */
  initializeFit(vectors: number[][]): number;
  /** One epoch; answers its number. */
  step(): number;
  getEmbedding(): number[][];
}
