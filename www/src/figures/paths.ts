import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Scale } from "../plot/scale.ts";
import { linear } from "../plot/scale.ts";
import type { Frame, Stage, View } from "../core/messages.ts";
import type { LandscapeCurves, WholeScenario } from "../core/types.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import type { Column } from "../export/sharable.ts";
import { number } from "../plot/format.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { labels } from "../plot/labels.ts";
import { clipped, dot, line } from "../plot/marks.ts";
import { extent } from "../plot/extent.ts";
import { columnsOf, thin } from "../plot/thin.ts";
import { withoutNoise } from "../scene/scenario.ts";
import { drawnDatapoint, lossAt } from "../layers/drawn.ts";
import { startHandle, valleyHandles } from "../layers/handles.ts";
import { Moving } from "./moving.ts";
import { playbar, playbarStyles } from "../time/playbar.ts";
import type { Wanted } from "../time/run.ts";
import { Run } from "../time/run.ts";
import { drawTrails } from "../layers/trails.ts";
import { crossings } from "../layers/zeros.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-paths": Paths;
  }
}

const margin = { left: 42, right: 12 };
const lossBox = { top: 28, bottom: 224 };
const lossHeight = 270;

/** Walkers one by one: on the losses they descend, and against time. */
@customElement("sgd-paths")
export class Paths extends Moving {
  static override styles = [
    ...Moving.styles,
    playbarStyles,
    css`
      .plots {
        display: grid;
        grid-template-columns: 1.35fr 1fr;
        gap: 1.5rem;
      }
      sgd-plot {
        height: ${lossHeight}px;
        min-width: 0;
      }
      sgd-handle {
        top: ${lossBox.bottom}px;
      }
      @container (max-width: 38rem) {
        .plots {
          grid-template-columns: minmax(0, 1fr);
          gap: 0.5rem;
        }
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 1.5rem;
        margin-top: 0.5rem;
      }
      .below .controls {
        flex: 1 1 15rem;
        margin: 0;
      }
      .sgd {
        color: var(--sgd-text);
      }
      .descent {
        color: var(--descent-text);
      }
    `,
  ];

  /** Plain descent of the mean loss, run beside SGD from the same start. */
  @property({ type: Boolean }) beside = false;

  @query(".losses") private losses: Plot | null | undefined;
  @query(".trails") private trails: Plot | null | undefined;
  #descent = new Run(
    "line",
    () => this.view(),
    () => {
      this.redraw();
    },
    this.failed,
    // It is the run beside it that is told of.
    () => undefined,
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#descent.close();
  }

  protected override view(): View {
    return { models: [], bins: 0, points: true };
  }

  protected override adopting(wanted: Wanted): void {
    const scenario = this.beside ? withoutNoise(this.scene!.whole) : undefined;
    if (scenario) this.#descent.want({ ...wanted, scenario });
  }

  protected override advanced(): void {
    // The run beside is brought to the same time.
    const ahead = this.run.bound - this.#descent.bound;
    if (this.beside && ahead > 0) this.#descent.want({ steps: ahead });
    if (this.beside && ahead < 0) this.#descent.want({ reset: true, steps: this.run.bound });
    super.advanced();
  }

  protected override redraw(): void {
    // One that is behind would be told at the other's time: its answer draws both.
    if (this.beside && this.run.end > this.#descent.end) return;
    super.redraw();
    this.losses?.invalidate();
  }

  override updated(): void {
    super.updated();
    // What has been is drawn after the words about it, less often than what is.
    this.trails?.soon();
  }

  protected override numbersOf(frame: Frame): Record<string, string> {
    const { grid, landscape } = this.run.stage!;
    const hilltop = crossings(grid, landscape.gradient).find(({ stable }) => !stable);
    return {
      ...(hilltop ? { hilltop: number(hilltop.at, 4) } : {}),
      sgd: number(frame.walkers?.[0] ?? NaN),
      descent: number(this.#beside(frame)?.walkers?.[0] ?? NaN),
    };
  }

  #beside({ time }: Frame): Frame | undefined {
    return this.beside ? this.#descent.history.at(time) : undefined;
  }

  /** The datapoint that SGD drew for the step that led to a frame. */
  #drawn(stage: Stage, { time, walkers }: Frame): number | undefined {
    const before = this.beside && time > 0 ? this.run.history.at(time - 1) : undefined;
    const [from, to] = [before?.walkers?.[0], walkers?.[0]];
    if (before?.time !== time - 1 || from === undefined || to === undefined) return undefined;
    return drawnDatapoint(stage, from, to);
  }

  #drawLosses = (pen: Pen): void => {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!stage || !frame) return;
    const { grid, landscape } = stage;
    const box = { left: margin.left, right: pen.width - margin.right, ...lossBox };
    const x = this.#track(pen.width, stage.scenario);
    const y = heights(landscape);
    axisLeft(pen, box, y, "loss (L)");
    axisBottom(pen, box, x, "W");
    const single = landscape.losses.length < 2;
    const drawn = this.#drawn(stage, frame);
    const dashes = [
      [2, 3],
      [7, 4],
    ];
    const at = (loss: Float64Array, w: number) => lossAt(grid, loss, w);
    const columns = columnsOf(grid, x);
    clipped(pen, box, () => {
      if (!single)
        landscape.losses.forEach((loss, j) => {
          const through = thin(loss, columns);
          const look =
            j === drawn
              ? { colour: "sgd", width: 2.5 }
              : { colour: "loss", dash: dashes[j % 2]!, width: 1.5 };
          line(pen, grid, loss, x, y, { ...look, through });
        });
      const through = thin(landscape.loss, columns);
      line(pen, grid, landscape.loss, x, y, { colour: "gradient", width: 2, through });
    });
    const height = (w: number) => y(at(landscape.loss, w));
    for (const w of this.#beside(frame)?.walkers ?? [])
      dot(pen, x(w), height(w) - 7, "descent", { radius: 8 });
    for (const w of frame.walkers ?? [])
      dot(pen, x(w), height(w) - 6, this.beside ? "sgd" : "descent", { radius: single ? 3 : 6 });
    const [from, to] = stage.scenario.domain;
    const wide = from + 0.7 * (to - from);
    labels(pen, box, [
      { words: "L", x: x(wide), y: height(wide) - 12, colour: "gradient-text" },
      ...(single
        ? []
        : landscape.losses.map((loss, j) => {
            // Where it is farthest from the others' mean.
            const away = loss.map((value, i) => Math.abs(value - landscape.loss[i]!));
            const i = away.indexOf(Math.max(...away));
            return {
              words: `l${"₀₁₂₃₄₅₆₇₈₉"[j] ?? ""}`,
              x: x(grid[i]!) + 8,
              y: y(loss[i]!) - 4,
              colour: j === drawn ? "sgd-text" : "muted",
            };
          })),
    ]);
    this.drawn();
  };

  #drawTrails = (pen: Pen): void => {
    const { stage, history } = this.run;
    const { frame } = this.player;
    if (!stage || !frame) return;
    const own = { history, colour: "descent", name: "" };
    const beside = {
      history: this.#descent.history,
      colour: "descent",
      name: "descent",
      dash: [6, 3],
    };
    const both = [beside, { ...own, colour: "sgd", name: "SGD" }];
    drawTrails(pen, stage, this.beside ? both : [own], frame.time);
  };

  #track(width: number, { domain }: WholeScenario) {
    return linear(domain, [margin.left, width - margin.right]);
  }

  override columns(): Column[] {
    const { frames } = this.run.history;
    return [
      { name: "t", unit: "steps", values: frames.map(({ time }) => time) },
      ...Array.from(frames[0]?.walkers ?? [], (_, i) => ({
        name: `walker ${i}`,
        unit: "W",
        values: frames.map(({ walkers }) => walkers?.[i] ?? NaN),
      })),
      ...(this.beside
        ? [
            {
              name: "descent",
              unit: "W",
              values: frames.map((frame) => this.#beside(frame)?.walkers?.[0] ?? NaN),
            },
          ]
        : []),
    ];
  }

  override render() {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!this.scene || !stage || !frame) return this.waiting("Starting …");
    const words = this.announcer.say(this.#inWords(frame));
    return html`<figure>
      ${this.head()}
      <p class="readout">
        <b class="time" translate="no">t = ${frame.time}</b> steps${
          this.beside
            ? html` · <span class="sgd">SGD</span> at
                <b data-at="sgd">${number(frame.walkers?.[0] ?? NaN)}</b> ·
                <span class="descent">descent</span> at
                <b data-at="descent">${number(this.#beside(frame)?.walkers?.[0] ?? NaN)}</b>`
            : nothing
        }
      </p>
      <div class="plots">
        <sgd-plot
          class="losses"
          .label=${words}
          .draw=${this.#drawLosses}
          @resize=${() => {
            this.requestUpdate();
          }}
        >
          ${this.#handles(stage)}
        </sgd-plot>
        <sgd-plot
          class="trails"
          label="W against time for every walker."
          .draw=${this.#drawTrails}
        ></sgd-plot>
      </div>
      ${playbar(this.player)}
      <div class="below">
        ${this.panel()}
        <button
          class="draw"
          @click=${() => {
            this.scene?.set("seed", this.scene.whole.seed + 1);
          }}
        >
          Draw again
        </button>
      </div>
      ${this.foot()}
      <p class="unseen" aria-live="polite">${this.announcer.slow}</p>
    </figure>`;
  }

  #inWords(frame: Frame): string {
    const { walkers } = frame;
    if (this.beside)
      return `Step ${frame.time}: SGD is at ${number(walkers?.[0] ?? NaN)}, descent at ${number(this.#beside(frame)?.walkers?.[0] ?? NaN)}.`;
    const [low, high] = extent(walkers ?? [], [NaN, NaN]);
    return `Step ${frame.time}: ${walkers?.length ?? 0} runs between ${number(low)} and ${number(high)}.`;
  }

  #handles({ scenario, grid, landscape }: Stage) {
    const width = this.losses?.width ?? 0;
    if (width === 0 || !this.scene) return nothing;
    const track = this.#track(width, scenario);
    const y = heights(landscape);
    // A little below the curve: on it the balls roll.
    const valley = (w: number) => y(lossAt(grid, landscape.loss, w)) + 10;
    // One ball is taken where it lies; of many the mean start, on the axis.
    const ball = this.beside
      ? y(lossAt(grid, landscape.loss, this.scene.whole.initial.mean)) - 7
      : undefined;
    return html`${startHandle(this.scene, track, "Start", ball)}
    ${valleyHandles(this.scene, track, valley)}`;
  }
}

/** Losses as pixels: the lowest and the highest of any datapoint's fit. */
function heights({ loss, losses }: LandscapeCurves): Scale {
  const ends = [loss, ...losses].map((loss) => extent(loss));
  const low = Math.min(...ends.map(([low]) => low));
  const high = Math.max(...ends.map(([, high]) => high));
  return linear([low, high + 0.12 * (high - low)], [lossBox.bottom - 14, lossBox.top]);
}
