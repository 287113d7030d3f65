import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { FollowScene } from "../controls/follow.ts";
import { core } from "../core/client.ts";
import type { Cooled } from "../core/cooling.ts";
import type { WholeScenario } from "../core/types.ts";
import { looks } from "../layers/curves.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { percent } from "../plot/format.ts";
import { labels } from "../plot/labels.ts";
import { dot, line } from "../plot/marks.ts";
import type { Pen } from "../plot/pen.ts";
import { rule } from "../plot/pen.ts";
import type { Plot } from "../plot/plot.ts";
import { decades, linear } from "../plot/scale.ts";
import { Sight } from "../time/sight.ts";
import { Sweeping } from "./sweeping.ts";
import { dataTable } from "./table.ts";
import { wellsOf } from "../scene/wells.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-cooling": Cooling;
  }
}

const plotHeight = 180;
const models = ["current", "sgd"] as const;
/** Steps between two drops of T. */
const times = [10, 30, 100, 300, 1000, 3000];
/** Cells that many long runs can be had on in a few seconds. */
const cells = 512;

/** How the speed of cooling decides between two wells: the probability in the wide one at the end. */
@customElement("sgd-cooling")
export class Cooling extends Sweeping<Cooled> {
  static override styles = [
    ...Sweeping.styles,
    css`
      details[open] {
        flex-basis: 100%;
      }
      /* Buttons and curve: nothing below moves when they come. */
      :host {
        display: block;
        min-height: ${plotHeight + 44}px;
      }
      sgd-plot {
        height: ${plotHeight}px;
      }
    `,
  ];

  /** Whether it cools by itself as soon as it is seen: once. */
  #eager = true;
  @query("sgd-plot") private plot: Plot | null | undefined;
  /** ln of the mean time from the narrow well to the wide one at the T that cooling starts from. */
  #wait = NaN;

  constructor() {
    super();
    // Under another T the curve is another one, and at another τ so is the mark.
    new FollowScene(this);
    new Sight(this, ({ isIntersecting }) => {
      if (!isIntersecting || !this.#eager || !this.scene) return;
      this.#eager = false;
      if (wellsOf(this.scene.whole)) this.#begin();
    });
  }

  override updated(): void {
    this.plot?.invalidate();
  }

  override willUpdate(): void {
    this.forgetUnless(this.#of());
  }

  /** What the answers depend on: all but the schedule, which is the sweep's own. */
  #of(): string {
    return JSON.stringify({ ...this.scene!.whole, schedule: undefined });
  }

  #begin = (): void => {
    const { scenario, whole } = this.scene!;
    const ask = async (time: number) => {
      if (time === times[0]) {
        const { passage } = await core.ask("compareWidths", { ...hot(whole), withSgd: false });
        this.#wait = passage.logNarrowToWide;
      }
      return core.ask("cooled", { scenario: { ...scenario, cells }, time });
    };
    void this.sweep(this.#of(), times, ask);
  };

  #draw = (pen: Pen): void => {
    const { points } = this;
    if (points.length === 0) return;
    const box = { left: 48, right: pen.width - 14, top: 28, bottom: plotHeight - 46 };
    const x = decades([times[0]!, times.at(-1)!], [box.left, box.right], [10, 100, 1000]);
    const y = linear([0, 1], [box.bottom, box.top]);
    axisLeft(pen, box, y, "in the wide well when all is cold", {
      count: 4,
      label: percent,
    });
    axisBottom(pen, box, x, "steps between two halvings of T");
    const inside = (at: number) => at > box.left && at < box.right;
    const { schedule } = this.scene!.whole;
    // The reader's own speed, where T drops in steps: in halvings, by whatever factor it drops.
    const own =
      schedule.kind === "step"
        ? x((schedule.time * Math.log(0.5)) / Math.log(schedule.factor))
        : NaN;
    const crossing = x(Math.exp(this.#wait));
    if (inside(crossing))
      rule(pen, [crossing, box.top], [crossing, box.bottom], "axis", { dash: [2, 3] });
    if (inside(own)) rule(pen, [own, box.top], [own, box.bottom], "ink");
    const steps = points.map(({ time }) => time);
    for (const model of models) {
      const { colour } = looks[model];
      const shares = points.map(({ share }) => share[model]);
      line(pen, steps, shares, x, y, { colour, width: 2 });
      shares.forEach((share, i) => {
        dot(pen, x(steps[i]!), y(share), colour, { open: model === "sgd" });
      });
    }
    // Slow cooling ends high on the right: the names stand above and below that.
    const names = models.map((model, i) => ({
      words: looks[model].name,
      x: box.left + 4,
      y: y(0.88 - 0.2 * i),
      colour: looks[model].text,
    }));
    const marks = [
      { words: "τ", x: own + 4, at: own },
      { words: "a crossing", x: crossing + 4, at: crossing },
    ].flatMap(({ at, ...mark }) =>
      inside(at) ? [{ ...mark, y: box.bottom - 10, colour: "muted" }] : [],
    );
    labels(pen, box, [...names, ...marks]);
  };

  override render() {
    if (!this.scene || !wellsOf(this.scene.whole)) return nothing;
    const { points } = this;
    const offer = html`<button class="sweep" @click=${this.#begin}>Cool from quick to slow</button>
      ${points.length === 0 ? nothing : this.#numbers()}`;
    return html`
      ${this.bar("the speed of cooling", offer)}
      ${
        points.length === 0
          ? nothing
          : html`<sgd-plot
              label="Share of the wide well at the end against the speed of cooling; the table has the numbers."
              .draw=${this.#draw}
            ></sgd-plot>`
      }
    `;
  }

  #numbers() {
    const { points } = this;
    return html`<details>
      <summary>Numbers of the sweep</summary>
      ${dataTable([
        { name: "steps between drops", unit: "", values: points.map((p) => p.time) },
        ...models.map((model) => ({
          name: `share of the wide well, ${looks[model].name}`,
          unit: "",
          values: points.map(({ share }) => share[model]),
        })),
      ])}
    </details>`;
  }
}

/** The wells at the T that cooling starts from. */
const hot = (whole: WholeScenario) => wellsOf({ ...whole, schedule: { kind: "constant" } })!;
