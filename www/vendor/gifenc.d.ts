// Of the package, which has no types of its own, what the page calls.

export interface Frame {
  /** Colours as red, green and blue, each 0 to 255; the first frame's are those of all that have none. */
  palette?: number[][];
  /** Of the first frame: how often the film repeats, 0 for ever, -1 not at all. */
  repeat?: number;
  /** Milliseconds. */
  delay?: number;
}

export interface Encoder {
  /** @param index of each pixel's colour, row by row */
  writeFrame(index: Uint8Array, width: number, height: number, frame?: Frame): void;
  finish(): void;
  bytes(): Uint8Array<ArrayBuffer>;
}

export function GIFEncoder(): Encoder;
