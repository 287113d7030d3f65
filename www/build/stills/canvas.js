// A canvas that keeps only shades, for the stills: a picture there has no colours of its own, for the
// page's theme chooses them. Shades become a grey PNG; the colour's name goes along in its address.
import { png } from "../png.js";

/** Names of the colours that shades have been asked in: their number stands in the pixels' red. */
const tokens = ["ink"];

/** What the figures ask of a context that they do not draw the page with. */
export class ShadeContext {
  font = "";
  #fill = "";
  #pixels = new Uint8ClampedArray();
  #token = "ink";

  constructor(canvas) {
    this.canvas = canvas;
  }

  /** The first colour named in a mixture is the one whose shades are wanted. */
  set fillStyle(fill) {
    this.#fill = fill;
  }

  fillRect() {
    this.#token = this.#fill.match(/var\(--([\w-]+)\)/)?.[1] ?? "ink";
  }

  /** All shades of the colour, from none to full; of one pixel, that it can be read (readable.ts). */
  getImageData(_x, _y, width) {
    if (width === 1) return { data: [32, 64, 96, 255] };
    if (!tokens.includes(this.#token)) tokens.push(this.#token);
    const data = new Uint8ClampedArray(4 * width);
    for (let i = 0; i < width; i++)
      data.set([tokens.indexOf(this.#token), 0, 0, (255 * i) / (width - 1)], 4 * i);
    return { data };
  }

  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  putImageData({ width, height, data }) {
    [this.width, this.height, this.#pixels] = [width, height, data];
  }

  /** Widths of letters, in a wide bold type: there is none to measure. */
  measureText(words) {
    return { width: 0.62 * parseFloat(this.font.match(/[\d.]+(?=px)/)[0]) * words.length };
  }

  toDataURL() {
    const grey = Uint8Array.from(
      { length: this.width * this.height },
      // In 64 shades it weighs less than in 256, and looks the same.
      (_, i) => this.#pixels[4 * i + 3] & 0xfc,
    );
    const bytes = png(this.width, this.height, grey).toString("base64");
    return `data:image/png;base64,${bytes}#${tokens[this.#pixels[0]]}`;
  }
}
