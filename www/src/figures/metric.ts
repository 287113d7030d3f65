import { css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type { Metric, WholeScenario } from "../core/types.ts";
import type { Stage, View } from "../core/messages.ts";
import type { Plot } from "../plot/plot.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Column } from "../export/sharable.ts";
import { number } from "../plot/format.ts";
import { axisBottom } from "../plot/axis.ts";
import { rule, text, type } from "../plot/pen.ts";
import { bisectRight } from "d3-array";
import { DensityPanel } from "../layers/density.ts";
import { startHandle } from "../layers/handles.ts";
import { Moving } from "./moving.ts";
import { stillness } from "../time/stillness.ts";
import { inWords, numbersStyles, numbersTable } from "./numbers.ts";
import { playbar, playbarStyles } from "../time/playbar.ts";
import { varianceStrip } from "../layers/strips.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-metric": MetricFigure;
  }
}

const margin = { left: 42, right: 12 };
const densityBox = { top: 28, bottom: 180 };
const noiseBox = { top: 248, bottom: 288 };
const plotHeight = 334;

/** One flow in two coordinates: W, and x in which the noise is even. */
@customElement("sgd-metric")
export class MetricFigure extends Moving {
  static override styles = [
    ...Moving.styles,
    playbarStyles,
    numbersStyles,
    css`
      .plots {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 1.5rem;
      }
      sgd-plot {
        height: ${plotHeight}px;
        min-width: 0;
      }
      sgd-handle {
        top: ${densityBox.bottom}px;
      }
      .numbers {
        max-width: 22rem;
      }
      @container (max-width: 38rem) {
        .plots {
          grid-template-columns: minmax(0, 1fr);
          gap: 0.5rem;
        }
      }
    `,
  ];

  @query(".plain") private plain: Plot | null | undefined;
  @query(".even") private even: Plot | null | undefined;

  #panels = [new DensityPanel(), new DensityPanel()] as const;
  override connectedCallback(): void {
    super.connectedCallback();
    this.#panels[1].unit = "L/W²";
  }

  protected override view(): View {
    return { models: ["current"], bins: 0, metric: true };
  }

  protected override redraw(): void {
    super.redraw();
    this.plain?.invalidate();
    this.even?.soon();
  }

  #track({ domain }: WholeScenario) {
    const width = this.plain?.width ?? 0;
    return width === 0 ? undefined : linear(domain, [margin.left, width - margin.right]);
  }

  #drawPlain = (pen: Pen): void => {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!stage || !frame?.metric) return;
    const x = linear(stage.scenario.domain, across(pen));
    tie(pen, stage, x);
    const moving = this.#panels[0].draw(
      pen,
      box(pen, densityBox),
      x,
      stage,
      frame,
      stillness.matches,
    );
    axisBottom(pen, box(pen, densityBox), x, "W");
    varianceStrip(pen, box(pen, noiseBox), x, stage);
    if (moving) this.plain?.soon();
    this.drawn();
  };

  #drawEven = (pen: Pen): void => {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!stage || !frame?.metric) return;
    const { metric } = frame;
    const x = linear([metric.edges[0]!, metric.edges.at(-1)!], across(pen));
    tie(pen, stage, (w) => x(inCoordinate(w, stage.edges, metric.edges)), true);
    const moving = this.#panels[1].draw(
      pen,
      box(pen, densityBox),
      x,
      inMetric(stage, metric),
      { ...frame, density: { current: metric.density } },
      stillness.matches,
    );
    axisBottom(pen, box(pen, densityBox), x, "x = ∫ dW/S (W²/L)");
    const noise = "variance of the noise of x, over T²";
    varianceStrip(pen, box(pen, noiseBox), x, inMetric(stage, metric), noise);
    if (moving) this.even?.soon();
  };

  override columns(): Column[] {
    const { stage } = this.run;
    const { metric, density } = this.player.frame ?? {};
    if (!stage || !metric || !density?.current) return [];
    return [
      { name: "W", unit: "W", values: stage.grid },
      { name: "P", unit: "1/W", values: density.current },
      { name: "x", unit: "W²/L", values: metric.x },
      { name: "p", unit: "L/W²", values: metric.density },
      { name: "drift of x", unit: "1/step", values: metric.drift },
    ];
  }

  override render() {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!this.scene || !stage || !frame) return this.waiting("Starting …");
    const words = this.announcer.say(inWords(stage, frame));
    const { current } = frame.moments;
    const spreads = [current?.sd ?? NaN, frame.metric ? spread(frame.metric) : NaN];
    return html`<figure>
      ${this.head()}
      <p class="readout">
        <b class="time" translate="no">t = ${frame.time}</b> steps · standard deviation
        <b data-spread="W">${number(spreads[0]!)}</b> in W,
        <b data-spread="x">${number(spreads[1]!)}</b> in x
      </p>
      <div class="plots">
        <sgd-plot
          class="plain"
          .label=${words}
          .draw=${this.#drawPlain}
          @resize=${() => {
            this.requestUpdate();
          }}
          >${startHandle(this.scene, this.#track(stage.scenario))}</sgd-plot
        >
        <sgd-plot
          class="even"
          label="The same density over x, where the noise is the same everywhere."
          .draw=${this.#drawEven}
        ></sgd-plot>
      </div>
      ${playbar(this.player)} ${this.panel()} ${numbersTable(stage, frame)}
      ${this.foot(this.unresolved(frame))}
      <p class="unseen" aria-live="polite">${this.announcer.slow}</p>
    </figure>`;
  }
}

const across = ({ width }: Pen): [number, number] => [margin.left, width - margin.right];

const box = (pen: Pen, { top, bottom }: { top: number; bottom: number }): Box => {
  const [left, right] = across(pen);
  return { left, right, top, bottom };
};

/** The same stage over x: there the noise is one everywhere. */
const inMetric = (stage: Stage, { x, edges }: Metric): Stage => ({
  ...stage,
  grid: x,
  edges,
  scenario: { ...stage.scenario, domain: [edges[0]!, edges.at(-1)!] } satisfies WholeScenario,
  landscape: { ...stage.landscape, variance: x.map(() => 1) },
});

/** The same few places of W in both pictures: even steps in one are uneven in the other. */
function tie(pen: Pen, { scenario }: Stage, x: (w: number) => number, named = false): void {
  const below = noiseBox.bottom + 17;
  let free = -Infinity;
  for (const w of linear(scenario.domain, [0, 1]).ticks(8)) {
    const at = x(w);
    rule(pen, [at, densityBox.top], [at, noiseBox.bottom], "hair", { dash: [2, 3] });
    if (!named || at < free) continue;
    text(pen, number(w), at, below, { colour: "muted", align: "center" });
    free = at + 22;
  }
  const name = { colour: "ink", size: type.label, align: "right" as const };
  if (named) text(pen, "the same places, in W", pen.width - margin.right, below + 17, name);
}

/** Where a W lies in the other coordinate. */
function inCoordinate(w: number, edges: Float64Array, others: Float64Array): number {
  const i = Math.min(Math.max(bisectRight(edges, w), 1), edges.length - 1);
  const part = (w - edges[i - 1]!) / (edges[i]! - edges[i - 1]!);
  return others[i - 1]! + part * (others[i]! - others[i - 1]!);
}

/** The standard deviation of x. */
function spread({ x, edges, density }: Metric): number {
  const mass = density.map((height, i) => height * (edges[i + 1]! - edges[i]!));
  const mean = mass.reduce((sum, part, i) => sum + part * x[i]!, 0);
  return Math.sqrt(mass.reduce((sum, part, i) => sum + part * (x[i]! - mean) ** 2, 0));
}
