declare module "virtual:packed-wasm" {
  /** The wasm, deflated, in Base64. */
  const packed: string;
  export default packed;
}

declare module "gifenc" {
  type Colour = [number, number, number];
  export function quantize(rgba: Uint8ClampedArray, most: number): Colour[];
  export function applyPalette(rgba: Uint8ClampedArray, palette: Colour[]): Uint8Array;
  export function GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: {
        palette: Colour[];
        /** Milliseconds. */
        delay: number;
        dispose: number;
        transparent: boolean;
        transparentIndex: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
}
