import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type { PickEvent } from "../controls/pick.ts";
import type { Energies, PassageTime, SparseScenario, WholeScenario } from "../core/types.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import type { Column } from "../export/sharable.ts";
import { core, CoreError } from "../core/client.ts";
import { Latest } from "../core/latest.ts";
import { number, quantity, steps } from "../format.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { labels } from "../plot/labels.ts";
import { clipped, line } from "../plot/marks.ts";
import { rule, text } from "../plot/pen.ts";
import { extent } from "../plot/ticks.ts";
import { Figure } from "./figure.ts";
import "../controls/handle.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-energy": EnergyFigure;
  }
}

interface Answer {
  whole: WholeScenario;
  goal: number;
  energies: { grid: Float64Array } & Energies;
  /** How long the way is, once that is known. */
  way: PassageTime | undefined;
}

const margin = { left: 48, right: 12 };
const plotHeight = 300;
const axisAt = plotHeight - 46;
/** Milliseconds without a change after which the hand rests. */
const rest = 200;
/** The part of the domain after the start that is timed at first. */
const far = 0.364;

/** The energies of rare events, of the current and of SGD itself, and the time of escape they make. */
@customElement("sgd-energy")
export class EnergyFigure extends Figure {
  static override styles = [
    ...Figure.styles,
    css`
      sgd-plot {
        height: ${plotHeight}px;
      }
      sgd-handle {
        top: ${axisAt}px;
      }
      .way {
        margin: 0.75rem 0;
      }
      .current {
        color: var(--current-text);
      }
      .sgd {
        color: var(--sgd-text);
      }
    `,
  ];

  @query("sgd-plot") private plot: Plot | null | undefined;
  #answer: Answer | undefined;
  #questions = new Latest();
  #timings = new Latest();
  #later = 0;
  /** Where the way ends. */
  #goal: number | undefined;

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole } = this.scene;
    const [from, to] = whole.domain;
    const start = whole.initial.mean;
    const goal = this.#goal ?? Math.min(start + far * (to - from), to);
    this.#goal = Math.min(Math.max(goal, from), to);
    const asked = { scenario, from: start, to: this.#goal };
    clearTimeout(this.#later);
    this.#questions.run(async () => {
      try {
        const energies = await core.ask("energies", { scenario });
        this.#answer = { whole, goal: asked.to, energies, way: undefined };
        this.fault = undefined;
      } catch (error) {
        this.#failed(error);
      }
      this.#redraw();
      clearTimeout(this.#later);
      // SGD's time takes a moment: it comes when the hand rests.
      this.#later = setTimeout(() => {
        this.#timings.run(() => this.#time(asked));
      }, rest);
    });
  }

  async #time(asked: { scenario: SparseScenario; from: number; to: number }): Promise<void> {
    const answer = this.#answer;
    try {
      const way = await core.ask("passage", asked);
      // The way may be another by now.
      if (!answer || this.#answer !== answer) return;
      this.#answer = { ...answer, way };
      this.tell({
        current: steps(way.logCurrent),
        sgd: steps(way.logSgd),
        from: number(asked.from),
        to: number(asked.to),
      });
    } catch (error) {
      this.#failed(error);
    }
    this.#redraw();
  }

  #failed(error: unknown): void {
    if (!(error instanceof CoreError)) throw error;
    this.fault = error.fault;
  }

  #redraw(): void {
    this.requestUpdate();
    this.plot?.invalidate();
  }

  #track(width: number, { domain }: WholeScenario) {
    return linear(domain, [margin.left, width - margin.right]);
  }

  #draw = (pen: Pen): void => {
    if (!this.#answer) return;
    const { whole, goal, energies } = this.#answer;
    const { grid, current, sgd } = energies;
    const box = { left: margin.left, right: pen.width - margin.right, top: 28, bottom: axisAt };
    const x = this.#track(pen.width, whole);
    // Energies are known up to a constant: both are zero at the start.
    const i = Math.max(
      grid.findIndex((w) => w >= whole.initial.mean),
      0,
    );
    const based = (energy: Float64Array) => energy.map((value) => value - energy[i]!);
    const curves = [based(current), based(sgd)] as const;
    // What matters is the way: the axis follows the stretch between start and goal.
    const [from, to] = [whole.initial.mean, goal].toSorted((a, b) => a - b) as [number, number];
    const stretch = curves.flatMap((curve) =>
      [...curve].filter((value, i) => Number.isFinite(value) && grid[i]! >= from && grid[i]! <= to),
    );
    const [low, high] = extent(stretch);
    const span = high - low || 1;
    const y = linear([low - 0.6 * span, high + 0.6 * span], [box.bottom, box.top]);
    const ink = pen.context;
    ink.fillStyle = pen.colour("hair");
    ink.globalAlpha = 0.5;
    ink.fillRect(x(from), box.top, x(to) - x(from), box.bottom - box.top);
    ink.globalAlpha = 1;
    axisLeft(pen, box, y, "energy V above the start (W²/L)");
    clipped(pen, box, () => {
      line(pen, grid, curves[0], x, y, { colour: "current", width: 2 });
      line(pen, grid, curves[1], x, y, { colour: "sgd", width: 2, dash: [7, 3] });
    });
    rule(pen, [box.left, y(0)], [box.right, y(0)], "axis", { dash: [2, 3] });
    // Beyond the last place with an energy no step leads back.
    const last = grid.findIndex((w, i) => w > to && !Number.isFinite(sgd[i]));
    if (last > 0) {
      rule(pen, [x(grid[last]!), box.top], [x(grid[last]!), box.bottom], "sgd", { dash: [2, 4] });
      text(pen, "from here SGD cannot return", box.right, box.top + 12, {
        colour: "sgd-text",
        align: "right",
        rim: true,
      });
    }
    for (const [word, w] of [
      ["from", whole.initial.mean],
      ["to", goal],
    ] as const)
      text(pen, word, x(w), box.bottom - 16, { colour: "ink", align: "center", rim: true });
    axisBottom(pen, box, x, "W");
    const near = grid.findIndex((w) => w >= from + 0.75 * (to - from));
    const told = [
      { words: "current", curve: curves[0], colour: "current-text" },
      { words: "SGD", curve: curves[1], colour: "sgd-text" },
    ].filter(({ curve }) => Number.isFinite(curve[near]));
    labels(
      pen,
      box,
      told.map(({ words, curve, colour }) => ({
        words,
        x: x(grid[near]!) + 8,
        y: y(curve[near]!) - 8,
        colour,
      })),
    );
    this.drawn();
  };

  override columns(): Column[] {
    if (!this.#answer) return [];
    const { grid, current, sgd, thetaCurrent, thetaSgd } = this.#answer.energies;
    return [
      { name: "W", unit: "W", values: grid },
      { name: "V current", unit: "W²/L", values: current },
      { name: "V SGD", unit: "W²/L", values: sgd },
      { name: "θ current", unit: "W/L", values: thetaCurrent },
      { name: "θ SGD", unit: "W/L", values: thetaSgd },
    ];
  }

  override render() {
    if (!this.scene) return nothing;
    if (!this.#answer) return this.waiting("Solving …");
    const { whole, way } = this.#answer;
    const told = (log: number | undefined) => (log === undefined ? "…" : steps(log));
    const [current, sgd] = [told(way?.logCurrent), told(way?.logSgd)];
    const [start, goal] = [quantity(whole.initial.mean, ""), quantity(this.#answer.goal, "")];
    return html`<figure>
      ${this.head()}
      <sgd-plot
        label="Energy of the current and of SGD over W, from the start at ${start} to ${goal}: the current needs ${current}, SGD ${sgd}."
        .draw=${this.#draw}
        @resize=${() => {
          this.requestUpdate();
        }}
      >
        ${this.#handle("Start of the way", whole.initial.mean, whole, (value) =>
          this.scene?.set("initial.mean", value),
        )}
        ${this.#handle("End of the way", this.#goal!, whole, (value) => {
          this.#goal = value;
          this.requestUpdate();
          this.sceneChanged();
        })}
      </sgd-plot>
      <p class="way" aria-live="polite">
        From ${start} to ${goal} the <b class="current">current</b> needs
        <b data-time="current">${current}</b> on average, <b class="sgd">SGD</b> itself
        <b data-time="sgd">${sgd}</b>.
      </p>
      ${this.panel()} ${this.foot()}
    </figure>`;
  }

  #handle(label: string, value: number, whole: WholeScenario, pick: (value: number) => void) {
    const width = this.plot?.width ?? 0;
    if (width === 0) return nothing;
    const [from, to] = whole.domain;
    return html`<sgd-handle
      label=${label}
      .words=${quantity(value, "W")}
      .value=${value}
      .bounds=${whole.domain}
      .step=${(to - from) / 200}
      .track=${this.#track(width, whole)}
      @pick=${({ value }: PickEvent<number>) => {
        pick(value);
      }}
    ></sgd-handle>`;
  }
}
