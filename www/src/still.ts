/**
 * The article's figures as pictures, for before the script runs, for print and
 * for browsers without scripts: the same elements and the same core, run while
 * the site is built.
 */
import { core } from "./core/client.ts";
import { askTable } from "./core/table.ts";
import { SvgContext } from "./export/svg-context.ts";
import type { Figure } from "./figures/figure.ts";
import { mount } from "./figures/index.ts";
import { standards, tableOf } from "./scene/standards.ts";
import type { Plot } from "./plot/plot.ts";
import { Scene } from "./scene/scene.ts";

export interface Still {
  /** SVG, without its frame and colours. */
  parts: string[];
  height: number;
  /** What it shows, in words. */
  words: string;
  /** Numbers that the text may quote. */
  told: Record<string, string>;
}

/**
 * How wide the article sets the columns of a figure, and how high its map: as in `columns.css`. One
 * without columns takes the whole width.
 */
const settings: Record<string, { columns?: [number, number]; map?: number }> = {
  points: { map: 576 },
  circulation: { columns: [2, 1] },
  network: { columns: [2, 1] },
  momentum: { columns: [1.15, 1] },
};

/** Widths with room for columns, in CSS pixels. */
const wide = 700;
/** Between plots, in CSS pixels. */
const gap = 24;

/** Fails when the core does not start: the build must not wait for it for ever, but a slow machine may be late. */
const trouble = new Promise<never>((_, reject) => {
  core.addEventListener("trouble", () => {
    const { name, message, report = "" } = core.trouble ?? {};
    if (message !== undefined && name !== "late") reject(new Error(`${message} ${report}`));
  });
});

/** Runs a figure to a time and draws it, once for each width. */
export async function still(name: string, time: number, widths: number[]): Promise<Still[]> {
  const table = await Promise.race([askTable(), trouble]);
  const own = { scenario: standards[name]!, table: tableOf(name, table) };
  const [scene] = await Scene.open(table, own);
  const figure = await mount(name, document.body, scene, {});
  await until(() => figure.renderRoot.querySelector("sgd-plot") !== null);
  for (let t = 1; t <= time; t++) {
    figure.clock!.step();
    await until(() => figure.clock!.end === t);
  }
  await rest(figure);
  const drawn = widths.map((width) => draw(figure, width));
  figure.remove();
  return drawn;
}

function draw(figure: Figure, width: number): Still {
  const plots = [...figure.renderRoot.querySelectorAll("sgd-plot")];
  const context = new SvgContext();
  let height = 0;
  for (const { plot, x, y, ...size } of laidOut(plots, width, figure.name)) {
    context.save();
    context.translate(x, y);
    plot.draw?.({
      context: context as unknown as CanvasRenderingContext2D,
      ...size,
      colour: (token) => `var(--${token})`,
    });
    context.restore();
    height = Math.max(height, y + size.height);
  }
  const words = plots.map(({ label }) => label).join(" ");
  return { parts: context.parts, height, words, told: figure.told };
}

interface Place {
  plot: Plot;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The figure's own columns where there is room, else one below the other. */
function laidOut(plots: Plot[], width: number, name: string): Place[] {
  const setting = settings[name];
  const { columns: set, map } = setting ?? {};
  // A height may be a sum, which nobody has worked out here.
  const height = (plot: Plot) =>
    width >= wide && map !== undefined && plot.classList.contains("map")
      ? map
      : Array.from(getComputedStyle(plot).height.matchAll(/([\d.]+)px/g), ([, px]) =>
          Number(px),
        ).reduce((sum, px) => sum + px);
  const grid = plots[0]!.closest(".plots");
  const shares =
    set ?? (grid ? getComputedStyle(grid).gridTemplateColumns.match(/[\d.]+(?=fr)/g) : null);
  const below = (column: Plot[], x: number, width: number, from = 0): Place[] => {
    let y = from;
    return column.map((plot) => {
      const place = { plot, x, y, width, height: height(plot) };
      y += place.height;
      return place;
    });
  };
  const columns = grid
    ? [...grid.children].map((part) => plots.filter((p) => part.contains(p)))
    : [];
  const [left, right] = columns;
  const whole = setting && !set;
  if (width < wide || whole || !shares || !left || !right) return below(plots, 0, width);
  const [a, b] = shares.map(Number) as [number, number];
  const first = ((width - gap) * a) / (a + b);
  const rest = plots.filter((plot) => !left.includes(plot) && !right.includes(plot));
  const beside = [...below(left, 0, first), ...below(right, first + gap, width - gap - first)];
  const bottom = Math.max(...beside.map(({ y, height }) => y + height));
  return [...beside, ...below(rest, 0, width, bottom)];
}

async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; !done(); tries++) {
    if (tries > 10_000) throw new Error("A figure was not drawn.");
    await new Promise((later) => setTimeout(later, 1));
  }
}

/** Waits until all is answered and the figure says the same for a while: all is told in words. */
async function rest(figure: Figure): Promise<void> {
  const said = () => (figure.renderRoot as ShadowRoot).innerHTML + JSON.stringify(figure.told);
  for (let before = ""; core.busy || before !== said();) {
    before = said();
    await new Promise((later) => setTimeout(later, 2500));
  }
}
