import { html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type {
  LandscapeCurves,
  LandscapeSpec,
  Stationary,
  WholeScenario,
  Widths,
} from "../core/types.ts";
import type { PickEvent } from "../controls/pick.ts";
import type { Handle } from "../controls/handle.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import { core } from "../core/client.ts";
import { Latest } from "../core/latest.ts";
import { count, fromLog, number } from "../plot/format.ts";
import { kindOf } from "../scene/scenario.ts";
import { drawPotential, hasPotential } from "../layers/potential.ts";
import { depthOf, drawEndState } from "../layers/end-state.ts";
import type { Passage } from "./ends.ts";
import {
  basins,
  basinsApart,
  exponents,
  lasting,
  ratios,
  resolutionsOf,
  times,
  passageInWords,
} from "./ends.ts";
import { moreCells, timeInWords } from "./resolved.ts";
import { crowd, Hopping } from "./hopping.ts";
import { drawHoppers } from "../layers/hoppers.ts";
import { valleyHandles } from "../layers/handles.ts";
import type { Settled } from "../time/settled.ts";
import { ratiosOf, settle, stepsToSettle } from "../time/settled.ts";
import { drawTimes } from "../layers/times.ts";
import { drawWalls } from "../layers/walls.ts";
import { wellsOf } from "../scene/wells.ts";
import { gates } from "../layers/zeros.ts";
import { describe, endsLike, names, stepsToEnd } from "./basins.ts";
import type { Column } from "../export/sharable.ts";
import { Announcer } from "../time/announcer.ts";
import { Figure } from "./figure.ts";
import { axisAt, potentialHeight, widthsStyles } from "./widths.css.ts";
import { stillness } from "../time/stillness.ts";
import "../controls/handle.ts";
import "../plot/plot.ts";
import "./sweep.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-widths": WidthsFigure;
  }
}

/** What the figure shows: all of one scenario, or nothing. */
interface Answer {
  whole: WholeScenario;
  end: Stationary;
  landscape: LandscapeCurves;
  /** Wide against narrow, if the landscape is two wells. */
  widths: Widths | undefined;
  /** What SGD itself has come to, once it has. */
  settled?: Settled | undefined;
  /** From the basin of the start into the other one, if there are two. */
  passage?: Passage | undefined;
}

type Wells = Extract<LandscapeSpec, { kind: "wells" }>;

const margin = { left: 48, right: 12 };

/** Where everything ends: the end state of a landscape; of two wells, the wide against the narrow. */
@customElement("sgd-widths")
export class WidthsFigure extends Figure {
  static override styles = [...Figure.styles, widthsStyles];

  @query("sgd-plot") private plot: Plot | null | undefined;
  @query(".potential") private potential: Plot | null | undefined;
  @query(".ruler") private ruler: Plot | null | undefined;
  @query("sgd-handle") private handle: Handle | null | undefined;
  #announcer = new Announcer(this);
  #answer: Answer | undefined;
  #later = 0;
  #timings = new Latest();
  /** The domain across the plot: it stands still while the wide well is dragged. */
  #across: [number, number] | undefined;

  /** Whether walkers hop as soon as they are seen; never with reduced motion. */
  @property({ attribute: false }) autoplay = false;
  /** Whether they have been let go, and not been stopped since: then they start anew in other wells. */
  #going = false;
  #hopping = new Hopping(() => {
    this.plot?.invalidate();
    this.ruler?.invalidate();
    this.requestUpdate();
  });
  #sight = new IntersectionObserver(
    (entries) => {
      const seen = entries.at(-1)!.isIntersecting;
      if (!seen) this.#hopping.stop();
      else if (this.autoplay && !stillness.matches) this.#hop();
    },
    { threshold: 0.6 },
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight.disconnect();
    this.#hopping.clear();
  }

  #hop = (): void => {
    const { whole, widths } = this.#answer ?? {};
    if (!whole || !widths) return;
    this.autoplay = false;
    this.#going = true;
    void this.#hopping.start(whole, widths.logRelaxationTime);
  };

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole } = this.scene;
    const asked = endsLike(whole);
    if (this.#answer && asked === endsLike(this.#answer.whole)) return;
    clearTimeout(this.#later);
    this.solve(async () => {
      const end = await core.ask("endState", { scenario });
      const question = wellsOf(whole);
      const widths = question && (await core.ask("compareWidths", { ...question, withSgd: false }));
      this.#answer = { whole, widths, ...end };
      if (widths && this.#going && (this.#hopping.playing || !stillness.matches)) this.#hop();
      else this.#hopping.clear();
      this.#redraw();
      clearTimeout(this.#later);
      // SGD's own times take a moment: they come when the hand rests.
      this.#later = setTimeout(() => {
        this.#timings.run(() => this.#timeSgd(whole));
      }, 300);
    });
  }

  async #timeSgd(whole: WholeScenario): Promise<void> {
    const question = wellsOf(whole);
    // The landscape may be another by then.
    const wanted = () => this.#answer?.whole === whole;
    const add = (more: Partial<Answer>) => {
      if (wanted()) this.#answer = { ...this.#answer!, ...more };
      this.#redraw();
    };
    if (!wanted()) return;
    try {
      if (question) {
        const widths = await core.ask("compareWidths", { ...question, withSgd: true });
        add({ widths });
        const steps = stepsToSettle(widths);
        if (steps) add({ settled: await settle(whole, steps, wanted) });
      } else {
        const { end, landscape } = this.#answer!;
        const ends = whole.walls === "reflect" ? basinsApart(end, whole.initial.mean) : undefined;
        const passage = ends && (await core.ask("passage", { scenario: whole, ...ends }));
        if (passage) add({ passage: { ...ends, ...passage } });
        const steps = stepsToEnd(end, landscape, passage);
        if (steps && wanted()) add({ settled: await settle(whole, steps, wanted) });
      }
    } catch (error) {
      this.refused(error);
    }
    this.#redraw();
  }

  #redraw(): void {
    this.requestUpdate();
    this.plot?.invalidate();
    this.potential?.invalidate();
    this.ruler?.invalidate();
    const { widths } = this.#answer ?? {};
    if (!widths) return;
    this.tell({
      peak: fromLog(widths.solved.logPeakRatio),
      mass: fromLog(widths.solved.logMassRatio),
      exponents: number(widths.predicted.exponentWide / widths.predicted.exponentNarrow),
      relaxation: timeInWords(widths.logRelaxationTime, widths.resolution),
    });
  }

  #drawRuler = (pen: Pen): void => {
    const { widths } = this.#answer ?? {};
    if (widths) drawTimes(pen, widths, this.#hopping.time);
  };

  #drawPotential = (pen: Pen): void => {
    if (!this.#answer) return;
    const { end, landscape, whole } = this.#answer;
    const box = {
      left: margin.left,
      right: pen.width - margin.right,
      top: 24,
      bottom: potentialHeight,
    };
    drawPotential(pen, box, this.#track(pen.width), end, landscape, whole, depthOf(end));
  };

  #track(width: number) {
    return linear(this.#across ?? [0, 1], [margin.left, width - margin.right]);
  }

  #draw = (pen: Pen): void => {
    if (!this.#answer) return;
    const { end, landscape, whole, widths, settled } = this.#answer;
    const [left, right] = [margin.left, pen.width - margin.right];
    const box = { left, right, top: 28, bottom: axisAt };
    const x = this.#track(pen.width);
    const below = () => {
      drawHoppers(pen, box, x, end.grid, landscape.loss, this.#hopping.walkers);
    };
    const named = names(end, whole, widths);
    drawEndState(pen, box, x, lasting(end), landscape, named, { below, sgd: settled });
    drawWalls(pen, box, whole);
    this.drawn();
  };

  override updated(): void {
    super.updated();
    if (this.autoplay && this.plot) this.#sight.observe(this.plot);
  }

  override columns(): Column[] {
    if (!this.#answer) return [];
    const { end, landscape, settled } = this.#answer;
    return [
      { name: "W", unit: "W", values: end.grid },
      { name: "P end state", unit: "1/W", values: end.density },
      { name: "ln P end state", unit: "", values: end.logDensity },
      ...(settled ? [{ name: "P SGD", unit: "1/W", values: settled.density }] : []),
      { name: "loss", unit: "L", values: landscape.loss },
    ];
  }

  override render() {
    if (!this.scene) return nothing;
    const answer = this.#answer;
    if (!answer) return this.waiting("Solving …");
    if (!this.handle?.held || !this.#across) this.#across = answer.whole.domain;
    const advice = answer.widths
      ? html`Drag the dot under the right-hand minimum to widen its well.`
      : html`The state in which no probability flows any more.`;
    const words = this.#announcer.say(describe(answer.end));
    return html`<figure>
      ${this.head(this.advice || advice)} ${answer.widths ? this.#hoppers() : nothing}
      <sgd-plot
        .label=${words}
        .draw=${this.#draw}
        @resize=${() => {
          this.requestUpdate();
        }}
      >
        ${this.#wideWell(answer)}
        ${valleyHandles(this.scene, this.plot?.width ? this.#track(this.plot.width) : undefined)}
      </sgd-plot>
      ${
        !answer.widths && hasPotential(answer.end, answer.whole)
          ? html`<sgd-plot
              class="potential"
              label="Under it the effective potential, and its two parts."
              .draw=${this.#drawPotential}
            ></sgd-plot>`
          : nothing
      }
      <div class="columns">
        ${
          answer.widths
            ? html`<div class="wells">
                ${ratios(answer.widths, answer.settled && ratiosOf(answer.settled), stepsToSettle(answer.widths) ? "…" : "too far")}
                <p class="way">
                  ${this.brief ? nothing : exponents(answer.widths)} ${times(answer.widths)}
                </p>
              </div>`
            : basins(this.scene, answer.end, gates(answer.end.grid, answer.landscape))
        }
        <div>
          ${this.panel()}
          ${answer.passage ? passageInWords(this.scene, answer.passage, answer.end) : nothing}
        </div>
      </div>
      ${
        answer.widths
          ? html`<sgd-plot
                class="ruler"
                label="The same times on a logarithmic axis from one step to the age of the universe."
                .draw=${this.#drawRuler}
              ></sgd-plot>
              <sgd-sweep
                class="controls"
                .scene=${this.scene}
                .question=${wellsOf(answer.whole)!}
              ></sgd-sweep>`
          : nothing
      }
      ${this.foot(answer.widths && moreCells(this.scene, resolutionsOf(answer.widths)))}
      <p class="unseen" aria-live="polite">${this.#announcer.slow}</p>
    </figure>`;
  }

  #hoppers() {
    const { playing, time, across } = this.#hopping;
    return html`<p class="readout hopping">
      <button
        class="hop"
        @click=${() => {
          this.#going = false;
          if (playing) this.#hopping.stop();
          else this.#hop();
        }}
      >
        ${playing ? "Stop" : `Let ${crowd} walkers go`}
      </button>
      <span
        >${
          time > 0
            ? html`<b class="time" translate="no">t = ${count(time)}</b> steps ·
                <b class="across">${across} of ${crowd}</b> in the wide valley`
            : "from the narrow valley: how long until they are in the wide one?"
        }</span
      >
    </p>`;
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
