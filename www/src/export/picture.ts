/** A figure's picture as a file: all of its plots as they stand, on paper, with its link below. */
import type { Sharable } from "./sharable.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import { number } from "../plot/format.ts";
import { text, type } from "../plot/pen.ts";
import { needReadable } from "../plot/readable.ts";
import { scratch } from "./scratch.ts";
import { escaped, SvgContext } from "./svg-context.ts";

const margin = 16;
/** Pixels above the plots, for the title and the settings. */
const head = 46;
const leading = type.tick + 5;
/** Pixels that are left between plots where the page has tables and controls. */
const gap = 24;

interface Sheet {
  width: number;
  height: number;
  plots: { plot: Plot; x: number; y: number }[];
  /** What the figure is about, and what is set. */
  title: string;
  settings: string;
  /** The link, in lines that fit. */
  stamp: string[];
  colour: (token: string) => string;
}

function sheet(figure: Sharable, link: string, time?: number): Sheet {
  const plots = [...figure.renderRoot.querySelectorAll("sgd-plot")];
  const boxes = plots.map((plot) => plot.getBoundingClientRect());
  const left = Math.min(...boxes.map(({ left }) => left));
  const right = Math.max(...boxes.map(({ right }) => right));
  const tops = closed(boxes);
  const bottom = Math.max(...boxes.map(({ height }, i) => tops[i]! + height));
  const style = getComputedStyle(figure);
  const colour = (token: string) => style.getPropertyValue(`--${token}`).trim();
  const context = scratch();
  context.font = `${type.tick}px ${colour("sans")}`;
  const fits = Math.floor((right - left) / context.measureText("0").width);
  const stamp = link.match(new RegExp(`.{1,${fits}}`, "gu")) ?? [];
  return {
    width: Math.ceil(right - left + 2 * margin),
    height: Math.ceil(bottom + head + 2 * margin + stamp.length * leading),
    title: titleOf(figure),
    settings: settingsOf(figure, time),
    plots: plots.map((plot, i) => ({
      plot,
      x: boxes[i]!.left - left + margin,
      y: tops[i]! + head + margin,
    })),
    stamp,
    colour,
  };
}

/** The last heading before it, where a page has one, or else its name. */
function titleOf(figure: Sharable): string {
  const before = Array.from(document.querySelectorAll("h1, h2")).findLast(
    (heading) =>
      heading.compareDocumentPosition(figure) & Node.DOCUMENT_POSITION_FOLLOWING &&
      heading.checkVisibility(),
  );
  return before?.textContent.trim() ?? figure.name;
}

/** The experiment, and the numbers that every figure is set by. */
function settingsOf({ scene }: Sharable, time = scene?.look.time ?? 0): string {
  if (!scene) return "";
  const { whole, table } = scene;
  const { landscape } = scene.scenario;
  const title = table.presets.find(({ id }) => id === landscape)?.title;
  const steps = time > 0 ? [`after ${time} steps`] : [];
  return [
    ...(title ? [title] : []),
    `T = ${number(whole.learningRate)}`,
    `B = ${number(whole.batchSize)}`,
    ...steps,
  ].join(" · ");
}

/** Where boxes begin, the first at 0, without the room that nothing is drawn in. */
function closed(boxes: DOMRect[]): number[] {
  const tops = boxes.map(({ top }) => top);
  const down = [...boxes.keys()].sort((a, b) => tops[a]! - tops[b]!);
  let [low, lift] = [tops[down[0]!]!, tops[down[0]!]!];
  for (const i of down) {
    lift += Math.max(tops[i]! - low - gap, 0);
    low = Math.max(low, boxes[i]!.bottom);
    tops[i]! -= lift;
  }
  return tops;
}

function drawOn(context: CanvasRenderingContext2D, page: Sheet): void {
  const { width, height, plots, stamp, colour } = page;
  context.fillStyle = colour("paper");
  context.fillRect(0, 0, width, height);
  for (const { plot, x, y } of plots) {
    const { width, height } = plot.getBoundingClientRect();
    context.save();
    context.translate(x, y);
    plot.draw?.({ context, width, height, colour });
    context.restore();
  }
  const pen: Pen = { context, width, height, colour };
  text(pen, page.title, margin, margin + type.label, { colour: "ink", size: 16, weight: 600 });
  text(pen, page.settings, margin, margin + type.label + 20, { colour: "muted" });
  stamp.forEach((line, i) => {
    const below = height - margin / 2 - (stamp.length - 1 - i) * leading;
    text(pen, line, margin, below, { colour: "muted" });
  });
}

/** A figure's picture, to be drawn onto anything. */
export interface Drawing {
  width: number;
  height: number;
  title: string;
  draw: (context: CanvasRenderingContext2D) => void;
}

/** The picture as it stands, or with the words of a step. */
export function pictureOf(figure: Sharable, link: string, time?: number): Drawing {
  const page = sheet(figure, link, time);
  const { width, height, title } = page;
  return {
    ...{ width, height, title },
    draw: (context) => {
      drawOn(context, page);
    },
  };
}

/** The picture in pixels; a scale of 2 is sharp on a screen of twice the density. */
export async function png(figure: Sharable, link: string, scale: number): Promise<Blob> {
  needReadable();
  const page = sheet(figure, link);
  const canvas = document.createElement("canvas");
  canvas.width = page.width * scale;
  canvas.height = page.height * scale;
  const context = canvas.getContext("2d")!;
  context.scale(scale, scale);
  drawOn(context, page);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("The picture is too large for this browser."));
    });
  });
}

/** The picture as SVG, with its words for those who do not see it. */
export function svg(figure: Sharable, link: string): string {
  const page = sheet(figure, link);
  const context = new SvgContext();
  drawOn(context as unknown as CanvasRenderingContext2D, page);
  const { width, height } = page;
  const words = page.plots.map(({ plot }) => plot.label).join(" ");
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`,
    `<title>${escaped(words)}</title>`,
    `<desc>${escaped(link)}</desc>`,
    ...context.parts,
    "</svg>",
  ].join("\n");
}
