import { css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { PickEvent } from "../controls/pick.ts";
import { core } from "../core/client.ts";
import { CoreError } from "../core/post.ts";
import { Latest } from "../core/latest.ts";
import type { WholeScenario } from "../core/types.ts";
import type { Column } from "../export/sharable.ts";
import type { Epochs, Spread } from "../layers/epochs.ts";
import {
  drawBreathing,
  drawEpochDensities,
  drawNames,
  draws,
  drawSpreads,
  rateTrack,
  slope,
} from "../layers/epochs.ts";
import { Ceiling } from "../plot/ceiling.ts";
import { number, quantity } from "../plot/format.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Plot } from "../plot/plot.ts";
import { linear } from "../plot/scale.ts";
import { Figure } from "./figure.ts";
import { numbersStyles } from "./numbers.ts";
import "../controls/handle.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-epochs": EpochsFigure;
  }
}

/** Learning rates on the axis, from small to large. */
const rates = [0.02, 0.03, 0.045, 0.07, 0.1, 0.14, 0.2];
const margin = { left: 48, right: 12 };
const heights = { density: 250, spread: 250, breathing: 200 };
const boxOf = (height: number, { width }: Pen, right = margin.right): Box => ({
  left: margin.left,
  right: width - right,
  top: 28,
  bottom: height - 46,
});
/** Room at the right of the variances for the powers of T. */
const powers = 34;

/** Epochs: every datapoint once in an order drawn by chance, beside drawing each step anew. */
@customElement("sgd-epochs")
export class EpochsFigure extends Figure {
  static override styles = [
    ...Figure.styles,
    numbersStyles,
    css`
      .plots {
        display: grid;
        grid-template-columns: 1.5fr 1fr;
        gap: 0.75rem 1.5rem;
      }
      sgd-plot {
        min-width: 0;
        height: ${heights.density}px;
      }
      .breathing {
        height: ${heights.breathing}px;
      }
      .spread sgd-handle {
        top: ${heights.spread - 46}px;
      }
      .readout .shuffle {
        color: var(--gaussian-text);
      }
      .readout .replace {
        color: var(--sgd-text);
      }
      @container (max-width: 44rem) {
        .plots {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @state() private epochs: Epochs | undefined;
  @state() private spreads: Spread[] = [];
  @query(".density") private densityPlot: Plot | null | undefined;
  @query(".spread") private spreadPlot: Plot | null | undefined;
  @query(".breathing") private breathingPlot: Plot | null | undefined;
  #whole: WholeScenario | undefined;
  #sweeps = new Latest();
  #ceiling = new Ceiling();
  /** The scenario, but for its learning rate, that the variances are of. */
  #swept = "";

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole } = this.scene;
    if (this.#whole && JSON.stringify(whole) === JSON.stringify(this.#whole)) return;
    this.solve(async () => {
      this.epochs = await core.ask("epochs", { scenario });
      this.#whole = whole;
      this.#redraw();
      this.#sweeps.run(() => this.#sweep(whole));
    });
  }

  /** What other learning rates lead to, once for all that is the same but for it. */
  async #sweep(whole: WholeScenario): Promise<void> {
    const swept = JSON.stringify({ ...whole, learningRate: 0 });
    if (swept === this.#swept) return;
    this.#swept = swept;
    const found: Spread[] = [];
    for (const learningRate of rates) {
      const { scenario } = this.scene!;
      const asked = { scenario: { ...scenario, learningRate } };
      // What one T is too large for, or too much to ask, is a gap in the line.
      const epochs = await core.ask("epochs", asked).catch((error: unknown) => {
        if (!(error instanceof CoreError)) throw error;
      });
      // Meanwhile another landscape may be asked for: then its own sweep follows.
      if (JSON.stringify({ ...this.scene!.whole, learningRate: 0 }) !== swept) {
        this.#swept = "";
        return;
      }
      if (!epochs) continue;
      found.push({ learningRate, variance: variances(epochs) });
      this.spreads = [...found];
      this.#redraw();
    }
  }

  #redraw(): void {
    const plots = [this.densityPlot, this.spreadPlot, this.breathingPlot];
    for (const plot of plots) plot?.invalidate();
    if (!this.epochs) return;
    const { replace, shuffle } = variances(this.epochs);
    const power = (name: "replace" | "shuffle") => {
      const found = slope(this.spreads, name);
      return found === undefined ? "…" : number(found);
    };
    this.tell({
      replace: number(replace),
      shuffle: number(shuffle),
      ratio: number(replace / shuffle),
      "power-replace": power("replace"),
      "power-shuffle": power("shuffle"),
    });
  }

  #drawDensity = (pen: Pen): void => {
    if (!this.epochs || !this.#whole) return;
    const box = boxOf(heights.density, pen);
    const x = linear(this.#whole.domain, [box.left, box.right]);
    if (drawEpochDensities(pen, box, x, this.epochs, this.#ceiling)) this.densityPlot?.soon();
    this.drawn();
  };

  #drawSpread = (pen: Pen): void => {
    if (!this.#whole) return;
    drawSpreads(pen, boxOf(heights.spread, pen, powers), this.spreads, this.#whole.learningRate);
  };

  #drawBreathing = (pen: Pen): void => {
    if (this.epochs) drawBreathing(pen, boxOf(heights.breathing, pen), this.epochs);
  };

  override columns(): Column[] {
    if (!this.epochs) return [];
    const { replace, shuffle } = this.epochs;
    return [
      { name: "W", unit: "W", values: shuffle.grid },
      { name: "P with replacement", unit: "1/W", values: replace.density },
      { name: "P shuffled", unit: "1/W", values: shuffle.density },
      { name: "T", unit: "W²/L", values: this.spreads.map(({ learningRate }) => learningRate) },
      ...drawNames.map((name) => ({
        name: `variance ${draws[name].name}`,
        unit: "W²",
        values: this.spreads.map(({ variance }) => variance[name]),
      })),
      ...drawNames.map((name) => ({
        name: `sd within an epoch, ${draws[name].name}`,
        unit: "W",
        values: this.epochs![name].within.map(({ sd }) => sd),
      })),
    ];
  }

  override render() {
    const { epochs } = this;
    if (!this.scene || !epochs) return this.waiting("Computing …");
    const { replace, shuffle } = variances(epochs);
    const words = `Variance of W at whole epochs: ${number(replace)} with replacement, ${number(shuffle)} shuffled.`;
    return html`<figure>
      ${this.head()}
      <p class="readout">
        Variance at whole epochs: <b class="replace">${number(replace)}</b> with replacement,
        <b class="shuffle">${number(shuffle)}</b> shuffled
      </p>
      <div class="plots">
        <sgd-plot class="density" .label=${words} .draw=${this.#drawDensity}></sgd-plot>
        <sgd-plot
          class="spread"
          label="The two variances against the learning rate; the table has the numbers."
          .draw=${this.#drawSpread}
          @resize=${() => {
            this.requestUpdate();
          }}
          >${this.#handle()}</sgd-plot
        >
        <sgd-plot
          class="breathing"
          label="The standard deviation after each step of an epoch; the table has the numbers."
          .draw=${this.#drawBreathing}
        ></sgd-plot>
        ${this.panel()}
      </div>
      ${this.foot()}
      <p class="unseen" aria-live="polite">${words}</p>
    </figure>`;
  }

  #handle() {
    const { width = 0 } = this.spreadPlot ?? {};
    if (width === 0) return nothing;
    const { learningRate } = this.scene!.whole;
    return html`<sgd-handle
      label="T on its axis"
      .words=${quantity(learningRate, "W²/L")}
      .value=${learningRate}
      .bounds=${[rates[0]!, rates.at(-1)!]}
      .step=${0.005}
      .track=${rateTrack(width, { left: margin.left, right: powers })}
      @pick=${({ value }: PickEvent<number>) => {
        this.scene?.set("learningRate", value);
      }}
    ></sgd-handle>`;
  }
}

const variances = ({ replace, shuffle }: Epochs) => ({
  replace: replace.within[0]!.sd ** 2,
  shuffle: shuffle.within[0]!.sd ** 2,
});
