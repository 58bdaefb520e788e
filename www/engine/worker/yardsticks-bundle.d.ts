// What wasm-bindgen makes of yardsticks/src/web.rs.

/** Instantiates the module; answers what it exports. */
export default function init(source: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;

/** Uses fused multiply-add where the browser can, and says whether it can. */
export function fuse(): boolean;

export class Yardsticks {
  constructor(classifier: Uint8Array);
  setData(train: Uint8Array, test: Uint8Array, testLabels: Uint8Array): void;
  begin(pixels: Float32Array, labels: Uint8Array | undefined, byDigit: boolean): void;
  /** Goes on for a while; the metrics as JSON once they are there. */
  advance(): string | undefined;
  share(): number;
}
