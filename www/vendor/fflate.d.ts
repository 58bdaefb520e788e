// Of the package's types, those of what the page calls.

export interface UnzipFile {
  name: string;
  ondata: (error: Error | null, data: Uint8Array, final: boolean) => void;
  start(): void;
  terminate(): void;
}

export interface UnzipDecoder { push(data: Uint8Array, final: boolean): void }
export interface UnzipDecoderConstructor { new (): UnzipDecoder; compression: number }

/** Files of an archive as its bytes arrive. */
export class Unzip {
  constructor(onFile?: (file: UnzipFile) => void);
  register(decoder: UnzipDecoderConstructor): void;
  push(chunk: Uint8Array, final?: boolean): void;
}

export class UnzipInflate implements UnzipDecoder {
  static compression: number;
  push(data: Uint8Array, final: boolean): void;
}

/** An archive of these files (for tests). */
export function zipSync(files: Record<string, Uint8Array>, options?: { level?: number }): Uint8Array;
