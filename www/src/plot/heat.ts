/**
 * Heat: shades from the paper to a deep tone of one colour, along a straight
 * line in OKLab. Equal steps of the scale so look equally far apart, in light
 * and in dark, and the lightness alone says it all.
 */
import { mixed } from "./colours.ts";
import type { Box, Pen } from "./pen.ts";
import { isReadable } from "./readable.ts";

/** Number of shades. */
export const shades = 256;

let canvas: HTMLCanvasElement | undefined;
export function scratch(width: number, height: number): CanvasRenderingContext2D {
  canvas ??= document.createElement("canvas");
  // Setting a size clears, too.
  [canvas.width, canvas.height] = [width, height];
  return canvas.getContext("2d", { willReadFrequently: true })!;
}

/** A colour's shades as pixels, kept while the theme is the same. */
const palettes = new Map<string, Uint32Array>();

export function palette({ colour }: Pen, token: string): Uint32Array {
  const [paper, tone, ink] = [colour("paper"), colour(token), colour("ink")];
  const key = [paper, tone, ink].join();
  let made = palettes.get(key);
  if (!made) {
    made = isReadable() ? painted(paper, tone, ink) : reckoned(paper, tone, ink);
    palettes.set(key, made);
  }
  return made;
}

/** The shades as the browser mixes them. */
function painted(paper: string, tone: string, ink: string): Uint32Array {
  const context = scratch(shades, 1);
  for (let i = 0; i < shades; i++) {
    const deep = `color-mix(in oklab, ${tone} 80%, ${ink})`;
    context.fillStyle = `color-mix(in oklab, ${deep} ${(100 * i) / (shades - 1)}%, ${paper})`;
    context.fillRect(i, 0, 1, 1);
  }
  return new Uint32Array(context.getImageData(0, 0, shades, 1).data.buffer);
}

/** Shades of our own, a little less even, where nobody may see what the browser mixes. */
function reckoned(paper: string, tone: string, ink: string): Uint32Array {
  const pixels = new Uint8ClampedArray(4 * shades);
  for (let i = 0; i < shades; i++)
    pixels.set([...mixed(paper, mixed(ink, tone, 0.8), i / (shades - 1)), 255], 4 * i);
  return new Uint32Array(pixels.buffer);
}

/** Fills the box with rows of shades, from its top down; a row that is missing stays paper. */
export function heat(pen: Pen, box: Box, rows: (Uint8Array | undefined)[], token: string): void {
  const width = Math.max(...rows.map((row) => row?.length ?? 0));
  if (width <= 0) return;
  const tones = palette(pen, token);
  const context = scratch(width, rows.length);
  const image = context.createImageData(width, rows.length);
  const pixels = new Uint32Array(image.data.buffer);
  rows.forEach((row, y) => {
    row?.forEach((shade, x) => {
      pixels[y * width + x] = tones[shade]!;
    });
  });
  context.putImageData(image, 0, 0);
  const { left, right, top, bottom } = box;
  pen.context.imageSmoothingEnabled = false;
  pen.context.drawImage(context.canvas, left, top, right - left, bottom - top);
}

/** All shades from left to right: a legend's bar. */
export function heatBar(pen: Pen, box: Box, token: string): void {
  heat(pen, box, [Uint8Array.from({ length: shades }, (_, i) => i)], token);
}
