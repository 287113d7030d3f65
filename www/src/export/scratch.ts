let context: CanvasRenderingContext2D | undefined;

/** A canvas that nobody sees, to measure text on. */
export const scratch = (): CanvasRenderingContext2D =>
  (context ??= document.createElement("canvas").getContext("2d")!);
