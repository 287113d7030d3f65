import type { PropertyValues } from "lit";
import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { WidthQuestion, Widths, WidthTimes } from "../core/types.ts";
import type { PickEvent } from "../controls/pick.ts";
import type { Label } from "../plot/labels.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import { core } from "../core/client.ts";
import { count, number, powerOfTen, quantity } from "../plot/format.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { labelsAside } from "../plot/labels.ts";
import { dot, line } from "../plot/marks.ts";
import { rule } from "../plot/pen.ts";
import { linear, whole } from "../plot/scale.ts";
import { extent } from "../plot/extent.ts";
import { resolutionsOf } from "./ends.ts";
import { Sweeping } from "./sweeping.ts";
import { dataTable } from "./table.ts";
import "../controls/handle.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-sweep": Sweep;
  }
}

const plotHeight = 240;
/** On the right the names of the lines stand, at their ends. */
const margin = { left: 48, right: 124 };
const axisAt = plotHeight - 46;

/** What may be swept: its key, its letter, its unit, and the values. */
const sweeps = {
  ratio: {
    key: "landscape.ratio",
    letter: "k",
    unit: "",
    values: Array.from({ length: 17 }, (_, i) => 1 + i / 4),
  },
  learningRate: {
    key: "learningRate",
    letter: "T",
    unit: "W²/L",
    values: Array.from({ length: 13 }, (_, i) => (6 + 2 * i) / 50),
  },
};
type Swept = keyof typeof sweeps;

interface Point {
  value: number;
  widths: Widths;
}

/** A time of a way, if the cells carry it. */
const carried = (
  times: WidthTimes | undefined,
  way: "logNarrowToWide" | "logWideToNarrow",
): number => (times?.resolution.resolved ? times[way] : NaN);

const curves = [
  {
    name: "Fokker–Planck, narrow to wide",
    time: ({ passage }: Widths) => carried(passage, "logNarrowToWide"),
  },
  {
    name: "Fokker–Planck, wide to narrow",
    time: ({ passage }: Widths) => carried(passage, "logWideToNarrow"),
  },
  {
    name: "SGD, narrow to wide",
    time: ({ sgd }: Widths) => carried(sgd, "logNarrowToWide"),
  },
  {
    name: "SGD, wide to narrow",
    time: ({ sgd }: Widths) => carried(sgd, "logWideToNarrow"),
  },
];

/**
 * How the time to get from the narrow well into the wide one grows with the
 * width or with T. Each point takes the core a moment, SGD's part most of it.
 */
@customElement("sgd-sweep")
export class Sweep extends Sweeping<Point> {
  static override styles = [
    ...Sweeping.styles,
    css`
      sgd-plot {
        height: ${plotHeight}px;
        margin-top: 0.5rem;
      }
      sgd-handle {
        top: ${axisAt}px;
      }
    `,
  ];

  /** The wells that the sweep starts from. */
  @property({ attribute: false }) question: WidthQuestion = {};
  @query("sgd-plot") private plot: Plot | null | undefined;
  #swept: Swept = "ratio";

  override updated(changed: PropertyValues): void {
    // What was swept may have moved.
    this.plot?.invalidate();
    // The curve comes below the button that was pressed, and maybe below the window.
    if (changed.has("points") && this.points.length === 1)
      this.plot?.scrollIntoView({ block: "nearest" });
  }

  override willUpdate(): void {
    this.forgetUnless(this.#of(this.#swept));
  }

  #of(swept: Swept): string {
    return JSON.stringify({ ...this.question, [swept]: 0, withSgd: true });
  }

  #begin(swept: Swept): void {
    this.#swept = swept;
    const { question } = this;
    void this.sweep(this.#of(swept), sweeps[swept].values, async (value) => {
      const ask = { ...question, [swept]: value, withSgd: true };
      return { value, widths: await core.ask("compareWidths", ask) };
    });
  }

  #draw = (pen: Pen): void => {
    const { points } = this;
    const { letter, unit } = sweeps[this.#swept];
    const box = { left: margin.left, right: pen.width - margin.right, top: 28, bottom: axisAt };
    const x = this.#track(pen.width);
    const decimal = curves.map(({ time }) =>
      points.map(({ widths }) => time(widths) / Math.LN10).map((log) => (log < 1e4 ? log : NaN)),
    );
    const [low, high] = extent(decimal.flat());
    const powers: [number, number] = [Math.floor(low), Math.max(Math.ceil(high), 1)];
    const y = whole(linear(powers, [box.bottom, box.top]), 5);
    axisLeft(pen, box, y, "steps; lines: Fokker–Planck, rings: SGD", {
      label: powerOfTen,
    });
    axisBottom(pen, box, x, unit === "" ? letter : `${letter} (${unit})`);
    const now = this.question[this.#swept];
    if (now !== undefined)
      rule(pen, [x(now), box.top], [x(now), box.bottom], "axis", { dash: [2, 3] });
    const places = points.map(({ value }) => value);
    const named: Label[] = [];
    curves.forEach(({ name }, i) => {
      const current = i < 2;
      if (current) line(pen, places, decimal[i]!, x, y, { colour: "current", width: 2 });
      else
        decimal[i]!.forEach((log, j) => {
          if (Number.isFinite(log))
            dot(pen, x(places[j]!), y(log), "sgd", { open: true, radius: 4 });
        });
      const last = decimal[i]!.at(-1);
      if (current && last !== undefined && Number.isFinite(last))
        named.push({
          words: name.split(", ")[1]!,
          x: x(places.at(-1)!) + 8,
          y: y(last),
          colour: "current-text",
        });
    });
    labelsAside(pen, { ...box, right: pen.width }, named);
  };

  #track(width: number) {
    return linear(extent(sweeps[this.#swept].values), [margin.left, width - margin.right]);
  }

  /** Takes hold of what was swept, where it is in the range. */
  #handle() {
    const { key, letter, unit, values } = sweeps[this.#swept];
    const value = this.question[this.#swept];
    const bounds = extent(values);
    const [low, high] = bounds;
    if (!this.plot?.width || value === undefined || value < low || value > high) return nothing;
    return html`<sgd-handle
      label="${letter} on its axis"
      .words=${quantity(value, unit)}
      .value=${value}
      .bounds=${bounds}
      .step=${(high - low) / 48}
      .track=${this.#track(this.plot.width)}
      @pick=${({ value }: PickEvent<number>) => {
        this.scene?.set(key, value);
      }}
    ></sgd-handle>`;
  }

  override render() {
    const { letter, unit } = sweeps[this.#swept];
    const { points, told } = this;
    const { cells } = this.question;
    const offer = (swept: Swept) => {
      const { letter, values } = sweeps[swept];
      return html`<button
        class="sweep-${swept}"
        @click=${() => {
          this.#begin(swept);
        }}
      >
        Sweep ${letter} from ${number(values[0]!)} to ${number(values.at(-1)!)}
      </button>`;
    };
    return html`
      ${this.bar(letter, html`${offer("ratio")} ${offer("learningRate")}`)}
      ${
        points.length === 0
          ? nothing
          : html`<sgd-plot
                label="Times between the wells against ${letter}, ${told} points; the table has the numbers."
                .draw=${this.#draw}
                @resize=${() => {
                  this.requestUpdate();
                }}
                >${this.#handle()}</sgd-plot
              >
              ${
                points.some(({ widths }) => resolutionsOf(widths).some(({ resolved }) => !resolved))
                  ? html`<p class="help">
                      What ${count(cells ?? 0)} cells do not carry is left out.
                    </p>`
                  : nothing
              }
              <details>
                <summary>Numbers of the sweep</summary>
                ${dataTable([
                  { name: letter, unit, values: points.map(({ value }) => value) },
                  ...curves.map(({ name, time }) => ({
                    name: `log₁₀ steps, ${name}`,
                    unit: "",
                    values: points.map(({ widths }) => time(widths) / Math.LN10),
                  })),
                  {
                    name: "log₁₀ mass ratio",
                    unit: "",
                    values: points.map(({ widths: { solved } }) => {
                      const log = solved.logMassRatio / Math.LN10;
                      // Two equal wells share alike, up to rounding.
                      if (Math.abs(log) < 1e-12) return 0;
                      return solved.resolution.resolved ? log : NaN;
                    }),
                  },
                ])}
              </details>`
      }
    `;
  }
}
