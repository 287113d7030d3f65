import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type { PickEvent } from "../controls/pick.ts";
import type { Energies, PassageTime, SparseScenario, WholeScenario } from "../core/types.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import type { Column } from "../export/sharable.ts";
import { core } from "../core/client.ts";
import { Latest } from "../core/latest.ts";
import { number, quantity } from "../plot/format.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import type { Label } from "../plot/labels.ts";
import { labels } from "../plot/labels.ts";
import { clipped, line } from "../plot/marks.ts";
import { narrow, rule, text } from "../plot/pen.ts";
import { extent } from "../plot/extent.ts";
import type { EscapeTimes } from "./escape-times.ts";
import { Figure } from "./figure.ts";
import { moreCells, timeInWords } from "./resolved.ts";
import type { Crossing } from "../layers/zeros.ts";
import { crossings } from "../layers/zeros.ts";
import "../controls/handle.ts";
import "../plot/plot.ts";
import "./escape-times.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-energy": EnergyFigure;
  }
}

interface Answer {
  whole: WholeScenario;
  goal: number;
  /** Where the climb to it begins: there both energies are zero. */
  foot: number;
  grid: Float64Array;
  energies: Energies;
  /** How long the way is, once that is known. */
  way: PassageTime | undefined;
}

const margin = { left: 48, right: 12 };
const plotHeight = 280;
const axisAt = plotHeight - 46;
/** Milliseconds without a change after which the hand rests. */
const rest = 200;
/** The part of the domain after the start that is timed where no hilltop is on the way. */
const far = 0.364;
/** How far beyond the hilltop one is over it, as part of the way there. */
const over = 0.3;

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
      .plots {
        display: grid;
        grid-template-columns: 1.5fr 1fr;
        gap: 0.5rem;
      }
      sgd-plot {
        min-width: 0;
      }
      @container (max-width: 38rem) {
        .plots {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .way {
        margin: 0.25rem 0;
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
  @query("sgd-escape-times") private times: EscapeTimes | null | undefined;
  #answer: Answer | undefined;
  #timings = new Latest();
  #later = 0;
  /** Where the way is to end, if somebody has said so. */
  #goal: number | undefined;

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole } = this.scene;
    clearTimeout(this.#later);
    this.solve(async () => {
      const { grid, gradient } = await core.ask("landscape", { scenario });
      const rests = crossings(grid, gradient);
      const [low, high] = whole.domain;
      const goal = Math.min(Math.max(this.#goal ?? out(whole, rests), low), high);
      const foot = lastRest(rests, whole.initial.mean, goal);
      const energies = await core.ask("energies", { scenario, foot });
      this.#answer = { whole, goal, foot, grid, energies, way: undefined };
      this.#redraw();
      clearTimeout(this.#later);
      // SGD's time takes a moment: it comes when the hand rests.
      this.#later = setTimeout(() => {
        this.#timings.run(() => this.#time(scenario));
      }, rest);
    });
  }

  async #time(scenario: SparseScenario): Promise<void> {
    const answer = this.#answer;
    if (!answer) return;
    const asked = { scenario, from: answer.whole.initial.mean, to: answer.goal };
    try {
      const way = await core.ask("passage", asked);
      // The way may be another by now.
      if (this.#answer !== answer) return;
      this.#answer = { ...answer, way };
      this.tell({
        ...this.#told(way),
        from: number(asked.from),
        to: number(asked.to),
      });
    } catch (error) {
      this.refused(error);
    }
    this.#redraw();
  }

  /** Both times in words, or that they are still to come. */
  #told(way: PassageTime | undefined): { current: string; sgd: string } {
    if (!way) return { current: "…", sgd: "…" };
    const { logCurrent, logSgd, resolution } = way;
    return {
      current: timeInWords(logCurrent, resolution.current),
      sgd: timeInWords(logSgd, resolution.sgd),
    };
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
    const { whole, goal, foot, grid, energies } = this.#answer;
    const { current, sgd } = energies;
    const box = { left: margin.left, right: pen.width - margin.right, top: 28, bottom: axisAt };
    const x = this.#track(pen.width, whole);
    // What matters is the climb: the axis follows it, whatever cliffs lie before and behind.
    const [from, to] = [whole.initial.mean, goal].toSorted((a, b) => a - b) as [number, number];
    const between = (w: number) => (w - foot) * (w - goal) <= 0;
    const climb = [current, sgd].flatMap((curve) =>
      [...curve].filter((value, i) => Number.isFinite(value) && between(grid[i]!)),
    );
    const [low, high] = extent(climb);
    const span = high > 0 ? high : -low || 1;
    const y = linear([-span, high + 0.6 * span], [box.bottom, box.top]);
    const ink = pen.context;
    ink.fillStyle = pen.colour("hair");
    ink.globalAlpha = 0.5;
    ink.fillRect(x(from), box.top, x(to) - x(from), box.bottom - box.top);
    ink.globalAlpha = 1;
    const above = narrow(box) ? "" : " above the foot of the climb";
    axisLeft(pen, box, y, `energy V${above} (W²/L)`);
    clipped(pen, box, () => {
      line(pen, grid, current, x, y, { colour: "current", width: 2 });
      line(pen, grid, sgd, x, y, { colour: "sgd", width: 2, dash: [7, 3] });
    });
    rule(pen, [box.left, y(0)], [box.right, y(0)], "axis", { dash: [2, 3] });
    // Beyond the last place with an energy no step leads back.
    const way = Math.sign(goal - foot);
    const beyond = (w: number, i: number) => way * (w - foot) > 0 && !Number.isFinite(sgd[i]);
    const last = grid[way > 0 ? grid.findIndex(beyond) : grid.findLastIndex(beyond)];
    if (last !== undefined) {
      rule(pen, [x(last), box.top], [x(last), box.bottom], "sgd", { dash: [2, 4] });
    }
    const oneWay: Label[] =
      last === undefined
        ? []
        : [
            {
              words: way > 0 ? "no return →" : "← no return",
              x: x(last) + 5 * way,
              y: box.top + 8,
              colour: "sgd-text",
              align: way > 0 ? "left" : "right",
            },
          ];
    for (const [word, w] of [
      ["from", whole.initial.mean],
      ["to", goal],
    ] as const)
      text(pen, word, x(w), box.bottom - 16, { colour: "ink", align: "center", rim: true });
    axisBottom(pen, box, x, "W");
    // Each is named where it is highest.
    const top = (curve: Float64Array) =>
      curve.reduce(
        (most, value, i) =>
          between(grid[i]!) && Number.isFinite(value) && value > (curve[most] ?? -Infinity)
            ? i
            : most,
        -1,
      );
    const names = [
      { words: "Fokker–Planck", curve: current, colour: "current-text" },
      { words: "SGD", curve: sgd, colour: "sgd-text" },
    ].flatMap(({ words, curve, colour }) => {
      const i = top(curve);
      return i < 0 ? [] : [{ words, x: x(grid[i]!), y: y(curve[i]!), colour }];
    });
    // The higher one above its top, the other one below the climb.
    const [first, second] = names.toSorted((a, b) => a.y - b.y);
    const placed: Label[] = [];
    if (first) placed.push({ ...first, y: first.y - 12, align: way > 0 ? "right" : "left" });
    if (second)
      placed.push({ ...second, x: (x(foot) + x(goal)) / 2, y: y(0) + 14, align: "center" });
    labels(pen, box, [...oneWay, ...placed]);
    this.drawn();
  };

  override columns(): Column[] {
    if (!this.#answer) return [];
    const { grid, energies } = this.#answer;
    const { current, sgd, thetaCurrent, thetaSgd } = energies;
    return [
      { name: "W", unit: "W", values: grid },
      { name: "V current", unit: "W²/L", values: current },
      { name: "V SGD", unit: "W²/L", values: sgd },
      { name: "θ current", unit: "W/L", values: thetaCurrent },
      { name: "θ SGD", unit: "W/L", values: thetaSgd },
      ...(this.times?.columns() ?? []),
    ];
  }

  override render() {
    if (!this.scene) return nothing;
    if (!this.#answer) return this.waiting("Solving …");
    const { whole, way } = this.#answer;
    const { current, sgd } = this.#told(way);
    const end = this.#goal ?? this.#answer.goal;
    const [from, to] = whole.domain;
    const least = (to - from) / 200;
    // Neither end is dragged past the other: the way would turn round.
    const ahead = end > whole.initial.mean;
    const starts: [number, number] = ahead ? [from, end - least] : [end + least, to];
    const ends: [number, number] = ahead
      ? [whole.initial.mean + least, to]
      : [from, whole.initial.mean - least];
    const [start, goal] = [quantity(whole.initial.mean, ""), quantity(this.#answer.goal, "")];
    return html`<figure>
      ${this.head(this.advice || "Drag the dots: where the way begins, and where it ends.")}
      <div class="plots">
        <sgd-plot
          label="Energy by Fokker–Planck and of SGD over W, from the start at ${start} to ${goal}: Fokker–Planck gives ${current}, SGD takes ${sgd}."
          .draw=${this.#draw}
          @resize=${() => {
            this.requestUpdate();
          }}
        >
          ${this.#handle("Start of the way", whole.initial.mean, starts, whole, (value) => {
            // Whoever moves the one end means the other to stay.
            this.#goal ??= end;
            this.scene?.set("initial.mean", value);
          })}
          ${this.#handle("End of the way", end, ends, whole, (value) => {
            this.#goal = value;
            this.requestUpdate();
            this.sceneChanged();
          })}
        </sgd-plot>
        <sgd-escape-times
          .scene=${this.scene}
          .escape=${way && { from: whole.initial.mean, to: this.#answer.goal }}
        ></sgd-escape-times>
      </div>
      <p class="way" aria-live="polite">
        From ${start} to ${goal} <b class="current">Fokker–Planck</b> gives
        <b data-time="current">${current}</b> on average, <b class="sgd">SGD</b> itself takes
        <b data-time="sgd">${sgd}</b>.
      </p>
      ${way ? moreCells(this.scene, Object.values(way.resolution)) : nothing} ${this.panel()}
      ${this.foot()}
    </figure>`;
  }

  #handle(
    label: string,
    value: number,
    bounds: [number, number],
    whole: WholeScenario,
    pick: (value: number) => void,
  ) {
    const width = this.plot?.width ?? 0;
    if (width === 0) return nothing;
    const [from, to] = whole.domain;
    return html`<sgd-handle
      label=${label}
      .words=${quantity(value, "W")}
      .value=${value}
      .bounds=${bounds}
      .step=${(to - from) / 200}
      .track=${this.#track(width, whole)}
      @pick=${({ value }: PickEvent<number>) => {
        pick(value);
      }}
    ></sgd-handle>`;
  }
}

/** A little beyond the first hilltop on the right of the start, or else on its left. */
function out({ initial, domain: [low, high] }: WholeScenario, rests: Crossing[]): number {
  const start = initial.mean;
  const hilltops = rests.filter(({ stable }) => !stable);
  const hilltop = hilltops.find(({ at }) => at > start) ?? hilltops.at(-1);
  return hilltop ? hilltop.at + over * (hilltop.at - start) : start + far * (high - low);
}

/** The last place on the way at which descent rests, or else its beginning. */
function lastRest(rests: Crossing[], start: number, goal: number): number {
  const way = Math.sign(goal - start);
  const passed = rests.filter(({ at, stable }) => stable && (at - start) * (at - goal) < 0);
  return passed.reduce((last, { at }) => (way * (at - last) > 0 ? at : last), start);
}
