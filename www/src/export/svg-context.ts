/**
 * What the figures use of a canvas context, writing SVG: the same drawing code
 * makes the picture on the page and the one that scales.
 */
import { scratch } from "./scratch.ts";

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  lineCap: CanvasLineCap;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: number[];
  clip: string;
  matrix: DOMMatrix;
}

const anchors: Partial<Record<CanvasTextAlign, string>> = { center: "middle", right: "end" };
const baselines: Partial<Record<CanvasTextBaseline, string>> = {
  middle: "central",
  top: "hanging",
  bottom: "text-after-edge",
};

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const round = (value: number): number => Math.round(value * 100) / 100;
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => entities[letter]!);

/**
 * Names a clip by what it is (FNV-1a, 32 bits): apart from others, also of other pictures in one
 * page, and the same each time it is drawn.
 */
function nameOf(clip: string): string {
  let hash = 0x811c9dc5;
  for (const letter of clip) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return `clip-${(hash >>> 0).toString(36)}`;
}

export class SvgContext {
  fillStyle = "#000";
  strokeStyle = "#000";
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  lineCap: CanvasLineCap = "butt";
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "left";
  textBaseline: CanvasTextBaseline = "alphabetic";

  /** The elements written so far. */
  readonly parts: string[] = [];
  #dash: number[] = [];
  #clip = "";
  #matrix = new DOMMatrix();
  #path: string[] = [];
  #saved: State[] = [];

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineJoin, lineCap, globalAlpha } = this;
    const { font, textAlign, textBaseline } = this;
    this.#saved.push({
      ...{ fillStyle, strokeStyle, lineWidth, lineJoin, lineCap, globalAlpha },
      ...{ font, textAlign, textBaseline },
      ...{ dash: this.#dash, clip: this.#clip, matrix: DOMMatrix.fromMatrix(this.#matrix) },
    });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (!state) return;
    const { dash, clip, matrix, ...styles } = state;
    Object.assign(this, styles);
    [this.#dash, this.#clip, this.#matrix] = [dash, clip, matrix];
  }

  translate(x: number, y: number): void {
    this.#matrix.translateSelf(x, y);
  }

  rotate(angle: number): void {
    this.#matrix.rotateSelf((angle * 180) / Math.PI);
  }

  scale(x: number, y: number): void {
    this.#matrix.scaleSelf(x, y);
  }

  setLineDash(dash: number[]): void {
    this.#dash = [...dash];
  }

  beginPath(): void {
    this.#path = [];
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`M${this.#point(x, y)}`);
  }

  lineTo(x: number, y: number): void {
    this.#path.push(`${this.#path.length === 0 ? "M" : "L"}${this.#point(x, y)}`);
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    const points = [this.#point(x1, y1), this.#point(x2, y2), this.#point(x, y)];
    this.#path.push(`C${points.join(" ")}`);
  }

  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    this.#path.push(`Q${this.#point(x1, y1)} ${this.#point(x, y)}`);
  }

  closePath(): void {
    this.#path.push("Z");
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }

  arc(x: number, y: number, radius: number, from: number, to: number): void {
    // Two halves: one arc cannot end where it began.
    const at = (angle: number): [number, number] => [
      x + radius * Math.cos(angle),
      y + radius * Math.sin(angle),
    ];
    const large = Math.abs(to - from) / 2 > Math.PI ? 1 : 0;
    const sweep = to > from ? 1 : 0;
    this.lineTo(...at(from));
    for (const angle of [(from + to) / 2, to])
      this.#path.push(`A${radius} ${radius} 0 ${large} ${sweep} ${this.#point(...at(angle))}`);
  }

  ellipse(
    x: number,
    y: number,
    long: number,
    short: number,
    turn: number,
    from: number,
    to: number,
  ): void {
    const degrees = round((turn * 180) / Math.PI);
    const at = (angle: number) => {
      const [a, b] = [long * Math.cos(angle), short * Math.sin(angle)];
      return [
        x + a * Math.cos(turn) - b * Math.sin(turn),
        y + a * Math.sin(turn) + b * Math.cos(turn),
      ] as const;
    };
    this.moveTo(...at(from));
    for (const angle of [(from + to) / 2, to])
      this.#path.push(
        `A${round(long)} ${round(short)} ${degrees} 0 1 ${this.#point(...at(angle))}`,
      );
  }

  clip(): void {
    const path = `${this.#clipped()}><path d="${this.#path.join("")}"/>`;
    const id = nameOf(path);
    const clip = `<clipPath id="${id}"${path}</clipPath>`;
    if (!this.parts.includes(clip)) this.parts.push(clip);
    this.#clip = id;
  }

  fill(): void {
    this.#write("path", `d="${this.#path.join("")}" fill="${this.fillStyle}"`);
  }

  stroke(): void {
    this.#write("path", `d="${this.#path.join("")}" fill="none" ${this.#line()}`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    // A rectangle that was drawn backwards is the same rectangle.
    const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)];
    const size = `width="${round(Math.abs(width))}" height="${round(Math.abs(height))}"`;
    const at = `x="${round(left)}" y="${round(top)}" ${size}`;
    this.#write("rect", `${at} fill="${this.fillStyle}"${this.#moved()}`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    const at = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
    this.#write("rect", `${at} fill="none" ${this.#line()}${this.#moved()}`);
  }

  clearRect(): void {
    // The paper is clear to begin with.
  }

  fillText(words: string, x: number, y: number): void {
    this.#text(words, x, y, `fill="${this.fillStyle}"`);
  }

  strokeText(words: string, x: number, y: number): void {
    this.#text(words, x, y, `fill="none" ${this.#line()}`);
  }

  measureText(words: string): TextMetrics {
    const context = scratch();
    context.font = this.font;
    return context.measureText(words);
  }

  drawImage(image: HTMLCanvasElement, x: number, y: number, width?: number, height?: number): void {
    const size = `width="${round(width ?? image.width)}" height="${round(height ?? image.height)}"`;
    const href = `href="${image.toDataURL()}" preserveAspectRatio="none"`;
    this.#write("image", `x="${round(x)}" y="${round(y)}" ${size} ${href}${this.#moved()}`);
  }

  #point(x: number, y: number): string {
    const { a, b, c, d, e, f } = this.#matrix;
    return `${round(a * x + c * y + e)},${round(b * x + d * y + f)}`;
  }

  #line(): string {
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.join(" ")}"` : "";
    const ends = `stroke-linejoin="${this.lineJoin}" stroke-linecap="${this.lineCap}"`;
    return `stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" ${ends}${dash}`;
  }

  #text(words: string, x: number, y: number, paint: string): void {
    const anchor = anchors[this.textAlign] ?? "start";
    const baseline = baselines[this.textBaseline] ?? "auto";
    const at = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"`;
    const type = `dominant-baseline="${baseline}" style="${escaped(`font:${this.font}`)}"`;
    const text = `<text ${at} ${type} ${paint}${this.#rest()}${this.#moved()}>`;
    this.parts.push(`${text}${escaped(words)}</text>`);
  }

  #write(tag: string, attributes: string): void {
    this.parts.push(`<${tag} ${attributes}${this.#rest()}/>`);
  }

  #rest(): string {
    const alpha = this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : "";
    return alpha + this.#clipped();
  }

  #clipped(): string {
    return this.#clip === "" ? "" : ` clip-path="url(#${this.#clip})"`;
  }

  #moved(): string {
    return this.#matrix.isIdentity ? "" : ` transform="${this.#matrix.toString()}"`;
  }
}
