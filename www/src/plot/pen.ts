/** A canvas context in CSS pixels, with the page's colours and type. */
export interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** The value of a colour token, such as `current` for `--current`. */
  colour: (token: string) => string;
  /** Where the pointer is over the plot, in CSS pixels from its left. */
  readonly pointer?: number | undefined;
}

/** A rectangle on the canvas, in CSS pixels from its top left. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Whether there is little room beside the name of an axis. */
export const narrow = ({ left, right }: Box): boolean => right - left < 420;

/** How far type may grow before the room of an axis is too small for it. */
const largest = 1.3;

/** How large the reader wants type, where 1 is usual; a page that makes its own type small is not asked. */
function wanted(): number {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.min(Math.max(size / 16 || 1, 1), largest);
}

const scale = wanted();

/** Sizes of the figures' type, in CSS pixels. */
export const type = { tick: Math.round(12 * scale), label: Math.round(13 * scale) };

export interface TextStyle {
  colour: string;
  size?: number;
  align?: CanvasTextAlign;
  baseline?: CanvasTextBaseline;
  weight?: number;
  /** A rim of paper, so that it can be read on top of lines. */
  rim?: boolean;
}

export function setType(pen: Pen, size: number, weight = 400): void {
  pen.context.font = `${weight} ${size}px ${pen.colour("sans")}`;
}

export function text(
  pen: Pen,
  words: string,
  x: number,
  y: number,
  {
    colour,
    size = type.tick,
    align = "left",
    baseline = "alphabetic",
    weight = 400,
    rim = false,
  }: TextStyle,
): void {
  const { context } = pen;
  setType(pen, size, weight);
  context.textAlign = align;
  context.textBaseline = baseline;
  if (rim) {
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = pen.colour("paper");
    context.strokeText(words, x, y);
  }
  context.fillStyle = pen.colour(colour);
  context.fillText(words, x, y);
}

/** A straight line on whole device pixels. */
export function rule(
  { context, colour }: Pen,
  [x1, y1]: [number, number],
  [x2, y2]: [number, number],
  token: string,
  { dash = [], width = 1 }: { dash?: number[]; width?: number } = {},
): void {
  context.beginPath();
  context.setLineDash(dash);
  context.lineWidth = width;
  context.strokeStyle = colour(token);
  const crisp = (value: number) => Math.round(value) + 0.5;
  const [upright, level] = [x1 === x2, y1 === y2];
  context.moveTo(upright ? crisp(x1) : x1, level ? crisp(y1) : y1);
  context.lineTo(upright ? crisp(x2) : x2, level ? crisp(y2) : y2);
  context.stroke();
  context.setLineDash([]);
}
