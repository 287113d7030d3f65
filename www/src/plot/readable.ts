/**
 * Whether what a page has painted can be read again. A browser that guards its reader against being
 * recognised by it may throw, or answer with noise: then pictures are shown, and none can be saved
 * in pixels.
 */

/** A colour that no noise and no blank answers with. */
const painted = [32, 64, 96, 255];
/** A guard that changes the last bits alone does a picture no harm. */
const harmless = 4;

export function isReadable(): boolean {
  try {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d")!;
    context.fillStyle = "#204060";
    context.fillRect(0, 0, 1, 1);
    const { data } = context.getImageData(0, 0, 1, 1);
    return painted.every((value, i) => Math.abs(data[i]! - value) <= harmless);
  } catch {
    return false;
  }
}

/** Throws in words where a picture in pixels would be noise. */
export function needReadable(): void {
  if (!isReadable())
    throw new Error(
      "This browser does not let a page read its own pictures, as a guard against fingerprinting. " +
        "Allow it for this site, or take the picture that scales (SVG), which needs no reading.",
    );
}
