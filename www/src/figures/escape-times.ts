import { css, html, LitElement, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { PickEvent } from "../controls/pick.ts";
import { core } from "../core/client.ts";
import { CoreError } from "../core/post.ts";
import { Latest } from "../core/latest.ts";
import type { PassageTime } from "../core/types.ts";
import type { Column } from "../export/sharable.ts";
import { looks } from "../layers/curves.ts";
import { axisBottom, axisLeft, decade } from "../plot/axis.ts";
import { extent } from "../plot/extent.ts";
import { quantity } from "../plot/format.ts";
import type { Label } from "../plot/labels.ts";
import { labels } from "../plot/labels.ts";
import { clipped, dot, line } from "../plot/marks.ts";
import type { Pen } from "../plot/pen.ts";
import { rule } from "../plot/pen.ts";
import type { Plot } from "../plot/plot.ts";
import type { Scale } from "../plot/scale.ts";
import { decades, linear, powersOfTen } from "../plot/scale.ts";
import type { Scene } from "../scene/scene.ts";
import "../controls/handle.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-escape-times": EscapeTimes;
  }
}

/** The way that is timed; nothing while the hand is still moving it. */
export interface Escape {
  from: number;
  to: number;
}

interface Point {
  learningRate: number;
  way: PassageTime;
}

const plotHeight = 280;
const axisAt = plotHeight - 46;
const margin = { left: 42, right: 14 };
/** The least and the largest T, as multiples of the one that the axis is made for: a decade. */
const reach = [0.3, 3] as const;
/** The power of ten whose axis a T lies on. An axis that moved with T would hide what T does. */
const middleOf = (rate: number): number => 10 ** Math.ceil(Math.log10(rate / reach[1]) - 1e-9);
const count = 8;
/** Cells that eight ways can be timed on in a second or two. */
const cells = 1024;
const models = ["current", "sgd"] as const;
const logs = { current: "logCurrent", sgd: "logSgd" } as const;

/** How long the way out takes at other learning rates, by the theory and for SGD itself. */
@customElement("sgd-escape-times")
export class EscapeTimes extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-width: 0;
    }
    sgd-plot {
      height: ${plotHeight}px;
    }
    sgd-handle {
      top: ${axisAt}px;
    }
  `;

  @property({ attribute: false }) scene: Scene | undefined;
  @property({ attribute: false }) escape: Escape | undefined;
  @query("sgd-plot") private plot: Plot | null | undefined;
  /** The times on each axis by T, as far as they have been asked for, and what they are of. */
  #known = new Map<number, Map<number, PassageTime | undefined>>();
  #asked = "";
  /** What was drawn before that: it stays, faintly, until all of the new is there. */
  #before: Point[] = [];
  /** The T that the axis is made for. */
  #middle = 0;
  #questions = new Latest();

  get #points(): Point[] {
    const known = [...(this.#known.get(this.#middle) ?? [])];
    return known.flatMap(([learningRate, way]) => (way ? [{ learningRate, way }] : []));
  }

  /** The times so far, for a table. */
  columns(): Column[] {
    return [
      { name: "T", unit: "W²/L", values: this.#points.map(({ learningRate }) => learningRate) },
      ...models.map((model) => ({
        name: `ln of the time of escape, ${looks[model].name}`,
        unit: "",
        values: this.#points.map(({ way }) => way[logs[model]]),
      })),
    ];
  }

  /** The least and the largest T on the axis. */
  #ends(): [number, number] {
    return [reach[0] * this.#middle, reach[1] * this.#middle];
  }

  #rates(): number[] {
    const [low, high] = this.#ends();
    return Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1)));
  }

  #of(): string {
    return JSON.stringify([{ ...this.scene!.whole, learningRate: 0, cells }, this.escape]);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!this.scene || !this.escape || !changed.has("escape")) return;
    const middle = middleOf(this.scene.whole.learningRate);
    const asked = this.#of();
    if (asked !== this.#asked || middle !== this.#middle) this.#before = this.#points;
    if (asked !== this.#asked) this.#known.clear();
    this.#asked = asked;
    this.#middle = middle;
    const known = this.#known.get(middle) ?? new Map<number, PassageTime | undefined>();
    this.#known.set(middle, known);
    const wanted = () => this.#asked === asked && this.#middle === middle;
    this.#questions.run(async () => {
      for (const rate of this.#rates().filter((rate) => !known.has(rate))) {
        if (!this.escape || !wanted()) return;
        const scenario = { ...this.scene!.scenario, cells, learningRate: rate };
        try {
          known.set(rate, await core.ask("passage", { scenario, ...this.escape }));
        } catch (error) {
          // What one T is too large for, or too much to ask, is a gap in the line.
          if (!(error instanceof CoreError)) throw error;
          known.set(rate, undefined);
        }
        this.plot?.invalidate();
      }
      this.#before = [];
      this.plot?.invalidate();
    });
  }

  override updated(): void {
    this.plot?.invalidate();
  }

  #track(width: number) {
    const [low, high] = this.#ends();
    return decades([low, high], [margin.left, width - margin.right], ticksBetween(low, high));
  }

  #draw = (pen: Pen): void => {
    if (!this.scene || this.#middle === 0) return;
    const box = { left: margin.left, right: pen.width - margin.right, top: 28, bottom: axisAt };
    const x = this.#track(pen.width);
    const points = this.#points;
    const shown = [...points, ...this.#before];
    const [, most] = extent(
      models.flatMap((model) => timesOf(shown, model)).filter(Number.isFinite),
      [0, Math.log(1e3)],
    );
    const y = linear([0, 1.05 * most], [box.bottom, box.top]);
    axisLeft(pen, box, powersOfTen(y), "time of escape (steps)", { label: decade });
    axisBottom(pen, box, x, "T (W²/L)");
    const now = x(this.scene.whole.learningRate);
    if (now >= box.left && now <= box.right)
      rule(pen, [now, box.top], [now, box.bottom], "axis", { dash: [2, 3] });
    pen.context.globalAlpha = 0.3;
    clipped(pen, box, () => {
      drawCurves(pen, this.#before, x, y);
    });
    pen.context.globalAlpha = 1;
    drawCurves(pen, points, x, y);
    labels(pen, box, namesOf(points, x, y));
  };

  override render() {
    if (!this.scene) return nothing;
    return html`<sgd-plot
      label="The time of escape against the learning rate, by Fokker–Planck and of SGD; the table has the numbers."
      .draw=${this.#draw}
      @resize=${() => {
        this.requestUpdate();
      }}
      >${this.#handle()}</sgd-plot
    >`;
  }

  #handle() {
    const { width = 0 } = this.plot ?? {};
    if (width === 0 || this.#middle === 0) return nothing;
    const { learningRate } = this.scene!.whole;
    const [low, high] = this.#ends();
    return html`<sgd-handle
      label="T on its axis"
      .words=${quantity(learningRate, "W²/L")}
      .value=${Math.min(Math.max(learningRate, low), high)}
      .bounds=${[low, high]}
      .step=${(high - low) / 100}
      .track=${this.#track(width)}
      @pick=${({ value }: PickEvent<number>) => {
        this.scene?.set("learningRate", value);
      }}
    ></sgd-handle>`;
  }
}

/** ln of the times that the cells carry. */
const timesOf = (points: Point[], model: (typeof models)[number]): number[] =>
  points.map(({ way }) => (way.resolution[model].resolved ? way[logs[model]] : NaN));

function drawCurves(pen: Pen, points: Point[], x: Scale, y: Scale): void {
  const rates = points.map(({ learningRate }) => learningRate);
  for (const model of models) {
    const { colour } = looks[model];
    const times = timesOf(points, model);
    line(pen, rates, times, x, y, { colour, width: 2, dash: model === "sgd" ? [7, 3] : [] });
    times.forEach((time, i) => {
      if (Number.isFinite(time)) dot(pen, x(rates[i]!), y(time), colour);
    });
  }
}

/** Both curves fall: the upper one is named above its left part, the lower one below it. */
function namesOf(points: Point[], x: Scale, y: Scale): Label[] {
  const [above, below] = [1, 3];
  if (points.length <= below) return [];
  const heights = models.map((model) => timesOf(points, model)[above]!);
  return models.flatMap((model, i) => {
    const upper = heights[i]! >= heights[1 - i]! || Number.isNaN(heights[1 - i]!);
    const k = upper ? above : below;
    const time = timesOf(points, model)[k]!;
    if (!Number.isFinite(time)) return [];
    const at = { x: x(points[k]!.learningRate) + (upper ? 8 : 0), y: y(time) + (upper ? -8 : 14) };
    const { name: words, text: colour } = looks[model];
    return [{ words, ...at, colour, align: upper ? ("left" as const) : ("right" as const) }];
  });
}

/** 1, 2 and 5 times each power of ten in a stretch. */
function ticksBetween(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  return Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => first + i)
    .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}
