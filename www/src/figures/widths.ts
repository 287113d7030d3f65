import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type { Stationary, LandscapeSpec, WholeScenario, Widths } from "../core/types.ts";
import type { PickEvent } from "../controls/pick.ts";
import type { Handle } from "../controls/handle.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import { core, CoreError } from "../core/client.ts";
import { Latest } from "../core/latest.ts";
import { fromLog, number, percent, steps } from "../format.ts";
import { kindOf } from "../scenario.ts";
import { drawEndState } from "./end-state.ts";
import { valleyHandles } from "./handles.ts";
import { drawTimes, rulerHeight } from "./times.ts";
import type { Column } from "./figure.ts";
import { Figure } from "./figure.ts";
import "../controls/handle.ts";
import "../controls/panel.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-widths": WidthsFigure;
  }
}

/** What the figure shows: all of one scenario, or nothing. */
interface Answer {
  whole: WholeScenario;
  end: Stationary;
  loss: Float64Array;
  /** Wide against narrow, if the landscape is two wells. */
  widths: Widths | undefined;
}

type Wells = Extract<LandscapeSpec, { kind: "wells" }>;

const margin = { left: 48, right: 12 };
const plotHeight = 330;
/** Where the handle of the wide well lies: on the W axis. */
const axisAt = plotHeight - 46;

/** Where everything ends: the end state of a landscape; of two wells, the wide against the narrow. */
@customElement("sgd-widths")
export class WidthsFigure extends Figure {
  static override styles = [
    ...Figure.styles,
    css`
      :host {
        min-height: 560px;
      }
      sgd-plot {
        height: ${plotHeight}px;
      }
      sgd-handle {
        top: ${axisAt}px;
      }
      .columns {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.5rem 2.5rem;
        margin-top: 1rem;
        align-items: start;
      }
      @container (max-width: 44rem) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      caption {
        padding-bottom: 0.3rem;
        color: var(--muted);
        text-align: left;
      }
      :is(th, td) {
        padding: 0.3rem 0 0.3rem 0.75rem;
        border-bottom: 1px solid var(--hair);
        text-align: right;
      }
      th {
        font-weight: 400;
      }
      thead th {
        color: var(--muted);
      }
      :is(th, td):first-child {
        padding-left: 0;
        text-align: left;
      }
      .way {
        margin: 1rem 0 0;
        max-width: 44rem;
      }
      sgd-plot.ruler {
        height: ${rulerHeight}px;
      }
    `,
  ];

  @query("sgd-plot") private plot: Plot | null | undefined;
  @query(".ruler") private ruler: Plot | null | undefined;
  @query("sgd-handle") private handle: Handle | null | undefined;
  #answer: Answer | undefined;
  #questions = new Latest();
  #later = 0;
  /** The domain across the plot: it stands still while the wide well is dragged. */
  #across: [number, number] | undefined;

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole } = this.scene;
    const asked = endsLike(whole);
    if (this.#answer && asked === endsLike(this.#answer.whole)) return;
    this.#questions.run(async () => {
      try {
        const end = await core.ask("endState", { scenario });
        const widths = await this.#compare(whole);
        this.#answer = { whole, widths, ...end };
        this.fault = undefined;
      } catch (error) {
        if (!(error instanceof CoreError)) throw error;
        this.fault = error.fault;
      }
      this.#redraw();
      clearTimeout(this.#later);
      // SGD's own times take a moment: they come when the hand rests.
      this.#later = setTimeout(() => void this.#timeSgd(whole), 300);
    });
  }

  #compare(whole: WholeScenario, withSgd = false) {
    const { landscape, learningRate, batchSize, convention, rule, substeps, cells } = whole;
    if (typeof landscape === "string" || landscape.kind !== "wells") return undefined;
    const { ratio, height, noise } = landscape;
    return core.ask("compareWidths", {
      ratio,
      height,
      noise,
      learningRate,
      batchSize,
      convention,
      rule,
      substeps,
      cells,
      withSgd,
    });
  }

  async #timeSgd(whole: WholeScenario): Promise<void> {
    const widths = await this.#compare(whole, true);
    if (!widths || this.#answer?.whole !== whole) return;
    this.#answer = { ...this.#answer, widths };
    this.#redraw();
  }

  #redraw(): void {
    this.requestUpdate();
    this.plot?.invalidate();
    this.ruler?.invalidate();
    const { widths } = this.#answer ?? {};
    if (!widths) return;
    this.tell({
      peak: fromLog(widths.solved.logPeakRatio),
      mass: fromLog(widths.solved.logMassRatio),
      exponents: number(widths.predicted.exponentWide / widths.predicted.exponentNarrow),
      relaxation: steps(widths.logRelaxationTime),
    });
  }

  #drawRuler = (pen: Pen): void => {
    const { widths } = this.#answer ?? {};
    if (widths) drawTimes(pen, widths);
  };

  #track(width: number) {
    return linear(this.#across ?? [0, 1], [margin.left, width - margin.right]);
  }

  #draw = (pen: Pen): void => {
    if (!this.#answer) return;
    const { end, loss, whole, widths } = this.#answer;
    const box = {
      left: margin.left,
      right: pen.width - margin.right,
      top: 28,
      bottom: axisAt,
    };
    drawEndState(pen, box, this.#track(pen.width), end, loss, names(end, whole, widths));
    this.drawn();
  };

  override columns(): Column[] {
    if (!this.#answer) return [];
    const { end, loss } = this.#answer;
    return [
      { name: "W", unit: "W", values: end.grid },
      { name: "P end state", unit: "1/W", values: end.density },
      { name: "ln P end state", unit: "", values: end.logDensity },
      { name: "loss", unit: "L", values: loss },
    ];
  }

  override render() {
    if (!this.scene) return nothing;
    const answer = this.#answer;
    if (!answer) return this.foot(html`Solving …`);
    if (!this.handle?.held || !this.#across) this.#across = answer.whole.domain;
    const advice = answer.widths
      ? html`Drag the dot under the right-hand minimum to widen its well.`
      : html`The state in which no probability flows any more.`;
    return html`<figure>
      <sgd-plot
        .label=${describe(answer)}
        .draw=${this.#draw}
        @resize=${() => {
          this.requestUpdate();
        }}
      >
        ${this.#wideWell(answer)}
        ${valleyHandles(this.scene, this.plot?.width ? this.#track(this.plot.width) : undefined)}
      </sgd-plot>
      <div class="columns">
        ${answer.widths ? ratios(answer.widths) : basins(answer.end)}
        ${
          this.controls.length === 0
            ? nothing
            : html`<sgd-panel terse .scene=${this.scene} .keys=${this.controls}></sgd-panel>`
        }
      </div>
      ${
        answer.widths
          ? html`<p class="way">${exponents(answer.widths)} ${times(answer.widths)}</p>
              <sgd-plot
                class="ruler"
                label="The same times on a logarithmic axis from one step to the age of the universe."
                .draw=${this.#drawRuler}
              ></sgd-plot>`
          : nothing
      }
      ${this.foot(this.advice || advice)}
    </figure>`;
  }

  #wideWell({ whole }: Answer) {
    const width = this.plot?.width ?? 0;
    if (width === 0 || !this.scene || kindOf(this.scene.whole) !== "wells") return nothing;
    if (kindOf(whole) !== "wells") return nothing;
    const { ratio } = this.scene.whole.landscape as Wells;
    const row = this.scene.table.parameters.find(({ key }) => key === "landscape.ratio");
    if (!row || !("max" in row)) return nothing;
    const across = this.#track(width);
    // The minimum lies at k π: the handle's value is k.
    const track = Object.assign((k: number) => across(k * Math.PI), {
      invert: (x: number) => across.invert(x) / Math.PI,
    });
    return html`<sgd-handle
      label="Width ratio k"
      .words="${number(ratio)} times as wide"
      .value=${ratio}
      .bounds=${[row.min, row.max]}
      .step=${0.05}
      .track=${track}
      @pick=${({ value }: PickEvent<number>) => {
        this.scene?.set("landscape.ratio", Math.round(value * 100) / 100);
      }}
      @release=${() => {
        this.#redraw();
      }}
    ></sgd-handle>`;
  }
}

/** What the end state depends on, as text to compare. */
const endsLike = (whole: WholeScenario): string =>
  JSON.stringify({ ...whole, walkers: 0, seed: 0, walkerRule: "" });

/** Names of the basins, where they have any, with their shares. */
function names({ minima }: Stationary, whole: WholeScenario, widths: Widths | undefined): string[] {
  const called = widths && kindOf(whole) === "wells" ? ["narrow", "wide"] : [];
  return minima.map((minimum, i) => [called[i], share(minimum)].filter(Boolean).join(": "));
}

/** A share of the probability: in percent, or as a power of ten where that would be nothing. */
const share = ({ mass, logMass }: { mass: number; logMass: number }): string =>
  mass < 1e-4 ? fromLog(logMass) : percent(mass);

function describe({ end: { minima } }: Answer): string {
  const parts = minima.map(
    (minimum) => `${share(minimum)} of the probability near ${number(minimum.at)}`,
  );
  return `Logarithm of the end-state density over W: ${parts.join(", ")}.`;
}

const ratios = ({ predicted, solved }: Widths) => {
  const row = (name: string, log: "logPeakRatio" | "logMassRatio") => {
    const cell = (value: number, source: string) =>
      html`<td data-ratio="${source}-${log}">${fromLog(value)}</td>`;
    return html`<tr>
      <th scope="row">${name}</th>
      ${cell(predicted[log], "predicted")}${cell(solved[log], "solved")}
      <td>e<sup>${number(solved[log])}</sup></td>
    </tr>`;
  };
  return html`<table>
    <caption>
      Wide over narrow
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">predicted</th>
        <th scope="col">solved</th>
        <th scope="col">that is</th>
      </tr>
    </thead>
    <tbody>
      ${row("peak density", "logPeakRatio")} ${row("mass", "logMassRatio")}
    </tbody>
  </table>`;
};

const exponents = ({ predicted: { exponentNarrow, exponentWide } }: Widths) => html`
  From its bottom to the barrier the narrow well has the exponent
  <b>${number(exponentNarrow)}</b>, the wide one <b>${number(exponentWide)}</b>:
  ${number(exponentWide / exponentNarrow)} times as much.
`;

const basins = ({ minima, classes }: Stationary) => html`
  <table>
    <caption>
      Where the probability gathers
    </caption>
    <thead>
      <tr>
        <th scope="col">at (W)</th>
        <th scope="col">peak (1/W)</th>
        <th scope="col">mass</th>
      </tr>
    </thead>
    <tbody>
      ${minima.map(
        (minimum) =>
          html`<tr>
            <td>${number(minimum.at)}</td>
            <td>${fromLog(minimum.logPeak)}</td>
            <td>${share(minimum)}</td>
          </tr>`,
      )}
    </tbody>
  </table>
  ${
    classes.length > 1
      ? html`<p>
          No way leads from one part to another:
          ${classes
            .map(
              ({ from, to, share }) =>
                `${percent(share)} of the start ends between ${number(from)} and ${number(to)}`,
            )
            .join("; ")}.
        </p>`
      : nothing
  }
`;

/** How long the way there is. */
const times = ({ logRelaxationTime, passage, sgd }: Widths) => html`
  The current needs <b data-time="relaxation">${steps(logRelaxationTime)}</b> to settle; from the
  narrow well into the wide one <b data-time="there">${steps(passage.logNarrowToWide)}</b>, and back
  <b data-time="back">${steps(passage.logWideToNarrow)}</b>.
  ${
    sgd
      ? html`SGD itself: ${steps(sgd.logNarrowToWide)} there, ${steps(sgd.logWideToNarrow)} back.`
      : nothing
  }
  ${
    logRelaxationTime > Math.log(1e9)
      ? html`This end state is real, but no training run will ever see it.`
      : nothing
  }
`;
