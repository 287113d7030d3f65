import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { core } from "../core/client.ts";
import { CoreError } from "../core/post.ts";
import { Latest } from "../core/latest.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { number } from "../plot/format.ts";
import { dot, line } from "../plot/marks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { rule } from "../plot/pen.ts";
import type { Plot } from "../plot/plot.ts";
import type { Scale } from "../plot/scale.ts";
import type { Scene } from "../scene/scene.ts";
import { linear } from "../plot/scale.ts";
import { FollowScene } from "./follow.ts";
import type { PickEvent } from "./pick.ts";
import "./handle.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-schedule": ScheduleCurve;
  }
}

const plotHeight = 130;
const boxIn = (width: number): Box => ({
  left: 42,
  right: width - 60,
  top: 26,
  bottom: plotHeight - 46,
});

/** T against time, under a figure's time axis: the curve's first knot can be dragged along it. */
@customElement("sgd-schedule")
export class ScheduleCurve extends LitElement {
  static override styles = css`
    sgd-plot {
      height: ${plotHeight}px;
    }
    sgd-handle {
      top: ${plotHeight - 46}px;
    }
  `;

  @property({ attribute: false }) scene: Scene | undefined;
  /** The step that the figure shows. */
  @property({ attribute: false }) time = 0;
  /** Where the time axis ends. */
  @property({ attribute: false }) horizon = 40;
  @query("sgd-plot") private plot: Plot | null | undefined;
  /** T of each step, and the scenario that it belongs to. */
  #rates: Float64Array | undefined;
  #asked = "";
  #questions = new Latest();

  constructor() {
    super();
    new FollowScene(this);
  }

  override updated(): void {
    this.plot?.invalidate();
    if (!this.scene) return;
    const { scenario, whole } = this.scene;
    const asked = JSON.stringify([whole.schedule, whole.learningRate, this.horizon]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#questions.run(async () => {
      try {
        this.#rates = await core.ask("rates", { scenario, steps: this.horizon });
        this.plot?.invalidate();
      } catch (error) {
        // What is refused is told at its control.
        if (!(error instanceof CoreError)) throw error;
      }
    });
  }

  #track(width: number): Scale {
    const { left, right } = boxIn(width);
    return linear([0, this.horizon], [left, right]);
  }

  #draw = (pen: Pen): void => {
    const rates = this.#rates;
    if (!rates) return;
    const box = boxIn(pen.width);
    const x = this.#track(pen.width);
    const y = linear([0, 1.1 * Math.max(...rates)], [box.bottom, box.top]);
    axisLeft(pen, box, y, "T (W²/L)", { count: 2 });
    axisBottom(pen, box, x, "time (steps)");
    const steps = Array.from(rates, (_, step) => step);
    line(pen, steps, rates, x, y, { colour: "ink", width: 1.5 });
    const now = Math.min(this.time, rates.length - 1);
    rule(pen, [x(now), box.top], [x(now), box.bottom], "axis", { dash: [2, 3] });
    dot(pen, x(now), y(rates[now]!), "ink");
  };

  override render() {
    const schedule = this.scene?.whole.schedule;
    if (!this.scene || !schedule || schedule.kind === "constant") return nothing;
    const { width = 0 } = this.plot ?? {};
    const { time } = schedule;
    return html`<sgd-plot
      label="The learning rate against time."
      .draw=${this.#draw}
      @resize=${() => {
        this.requestUpdate();
      }}
      >${
        width > 0 && time <= this.horizon
          ? html`<sgd-handle
              label="Time of the schedule"
              .words="${number(time)} steps"
              .value=${time}
              .bounds=${[1, this.horizon]}
              .step=${Math.max(1, Math.round(this.horizon / 100))}
              .track=${this.#track(width)}
              @pick=${({ value }: PickEvent<number>) => {
                this.scene?.set("schedule.time", Math.round(value));
              }}
            ></sgd-handle>`
          : nothing
      }</sgd-plot
    >`;
  }
}
