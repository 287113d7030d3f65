// A canvas that keeps only shades, for the stills: a picture there has no colours of its own, for the
// page's theme chooses them. Shades become a grey PNG; the colour's name goes along in its address.
import { crc32, deflateSync } from "node:zlib";

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

  /** All shades of the colour, from none to full. */
  getImageData(_x, _y, width) {
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
      (_, i) => this.#pixels[4 * i + 3],
    );
    const png = greyPng(this.width, this.height, grey).toString("base64");
    return `data:image/png;base64,${png}#${tokens[this.#pixels[0]]}`;
  }
}

/** A PNG of eight bits of grey (ISO/IEC 15948). */
function greyPng(width, height, grey) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(grey.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 9 }))];
  return Buffer.concat([signature, ...parts, chunk("IEND", Buffer.alloc(0))]);
}
