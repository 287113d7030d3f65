import { css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type { Metric, WholeScenario } from "../core/types.ts";
import type { Stage, View } from "../core/messages.ts";
import type { Plot } from "../plot/plot.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Column } from "../export/sharable.ts";
import { number } from "../format.ts";
import { axisBottom } from "../plot/axis.ts";
import { rule } from "../plot/pen.ts";
import { DensityPanel } from "./density.ts";
import { Moving, stillness } from "./moving.ts";
import { inWords, numbersStyles, numbersTable } from "./numbers.ts";
import { highest } from "./peaks.ts";
import { playbar, playbarStyles } from "./playbar.ts";
import { varianceStrip } from "./strips.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-metric": MetricFigure;
  }
}

const margin = { left: 42, right: 12 };
const densityBox = { top: 28, bottom: 200 };
const noiseBox = { top: 276, bottom: 326 };
const plotHeight = 372;
/** Lines that tie the two axes: every so many cells. */
const ties = 16;

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
      .numbers {
        max-width: 22rem;
      }
      @container (max-width: 44rem) {
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
    this.#panels[1].unit = "1/x";
  }

  protected override view(): View {
    return { models: ["current"], bins: 0, metric: true };
  }

  protected override redraw(): void {
    super.redraw();
    this.plain?.invalidate();
    this.even?.soon();
  }

  #drawPlain = (pen: Pen): void => {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!stage || !frame?.metric) return;
    const x = linear(stage.scenario.domain, across(pen));
    tie(pen, stage.edges, x);
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
    tie(pen, metric.edges, x);
    const moving = this.#panels[1].draw(
      pen,
      box(pen, densityBox),
      x,
      inMetric(stage, metric),
      { ...frame, density: { current: metric.density } },
      stillness.matches,
    );
    axisBottom(pen, box(pen, densityBox), x, "x = ∫ dW/S");
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
    if (!this.scene || !stage || !frame) return this.foot("Starting …");
    this.announcer.say(() => inWords(stage, frame));
    const peaks = [frame.density.current, frame.metric?.density].map((density) =>
      density ? number(highest(density)) : "–",
    );
    return html`<figure>
      ${playbar(this.player)}
      <p class="readout">
        <b class="time">t = ${frame.time}</b> steps · highest density
        <b data-peak="W">${peaks[0]}</b> in W, <b data-peak="x">${peaks[1]}</b> in x
      </p>
      <div class="plots">
        <sgd-plot class="plain" .label=${this.announcer.slow} .draw=${this.#drawPlain}></sgd-plot>
        <sgd-plot
          class="even"
          label="The same density over x, where the noise is the same everywhere."
          .draw=${this.#drawEven}
        ></sgd-plot>
      </div>
      ${numbersTable(frame)} ${this.panel()} ${this.foot(this.advice)}
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
function tie(pen: Pen, edges: Float64Array, x: (value: number) => number): void {
  for (let i = 0; i <= ties; i++) {
    const at = x(edges[Math.round((i / ties) * (edges.length - 1))]!);
    rule(pen, [at, densityBox.top], [at, noiseBox.bottom], "hair", { dash: [2, 3] });
  }
}
