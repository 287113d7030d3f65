import { number } from "../plot/format.ts";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type { Frame, Stage, View } from "../core/messages.ts";
import type { Model, WholeScenario } from "../core/types.ts";
import type { Plot } from "../plot/plot.ts";
import type { Pen } from "../plot/pen.ts";
import { axisBottom } from "../plot/axis.ts";
import { rule } from "../plot/pen.ts";
import { answer } from "./answer.ts";
import { DensityPanel } from "../layers/density.ts";
import { drawDraws } from "../layers/draws.ts";
import {
  densityBox,
  evolveStyles,
  gradientBox,
  margin,
  panel,
  roomBelow,
  rowBox,
  varianceBox,
} from "./evolve.css.ts";
import type { Column } from "../export/sharable.ts";
import { looks } from "../layers/curves.ts";
import type { History } from "../time/history.ts";
import { FluxRibbon } from "../layers/flux.ts";
import { startHandle, valleyHandles } from "../layers/handles.ts";
import { heatBottom, HeatPanel, heatTop } from "../layers/heat.ts";
import { drawMoments, timesIn } from "../layers/moments.ts";
import { horizon } from "../time/horizon.ts";
import { Moving } from "./moving.ts";
import { stillness } from "../time/stillness.ts";
import { highest } from "../plot/peaks.ts";
import {
  absorbed,
  distances,
  flow,
  inWords,
  leftOut,
  numbersStyles,
  numbersTable,
  quotable,
} from "./numbers.ts";
import { pastHilltop } from "../layers/past.ts";
import { pointing } from "../time/pointing.ts";
import { playbar, playbarStyles } from "../time/playbar.ts";
import { capacityStrip, gradientStrip, slopeless, varianceStrip } from "../layers/strips.ts";
import { dataOf, ScatterPanel } from "../layers/scatter.ts";
import { tracesOf } from "../layers/traces.ts";
import { drawWalls } from "../layers/walls.ts";
import { WarmthRow } from "../layers/warmth.ts";
import type { Look } from "../scene/look.ts";
import { drawReadout } from "../layers/readout.ts";
import type { Wanted } from "../time/run.ts";
import type { ViewKey } from "./view-keys.ts";
import { viewOf, viewsOffered, viewKeysIn, viewBoxes, viewStyles } from "./view-keys.ts";
import { zeroLines } from "../layers/zeros.ts";
import { Zoom } from "../plot/zoom.ts";
import { columnsOf, seriesOf } from "./evolve-columns.ts";
import "../controls/formulas.ts";
import "../controls/schedule.ts";
import "../plot/plot.ts";
import "./cooling.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-evolve": Evolve;
  }
}

/** The density of W as it evolves: the current, SGD itself and walkers on one axis. */
@customElement("sgd-evolve")
export class Evolve extends Moving {
  static override styles = [
    ...Moving.styles,
    playbarStyles,
    numbersStyles,
    viewStyles,
    evolveStyles,
  ];

  /** Models with a density. */
  @property({ attribute: false }) models: Model[] = ["current", "sgd"];
  /** Bars of the walkers' histogram; 0 for no walkers. */
  @property({ attribute: false }) bins = 100;
  /** Whether the landscape's formulas or points can be typed. */
  @property({ type: Boolean }) formulas = false;
  /** Whether it offers to cool at many speeds. */
  @property({ type: Boolean }) cooling = false;
  /** Ways of looking at first, if a link does not say. */
  @property({ attribute: false }) views: ViewKey[] = [];
  @state() private shown: ViewKey[] = [];
  @query(".density") private densityPlot: Plot | null | undefined;
  @query(".strips") private stripsPlot: Plot | null | undefined;
  @query(".scatter") private scatterPlot: Plot | null | undefined;
  @query(".moments") private momentsPlot: Plot | null | undefined;

  #zoom = new Zoom();
  #density = new DensityPanel();
  #heat = new HeatPanel();
  #ribbon = new FluxRibbon();
  #scatter = new ScatterPanel();
  #warmth = new WarmthRow();
  /** The stage that the strips show. */
  #stage: Stage | undefined;
  /** The history that the ribbon knows the strongest flow of. */
  #history: History | undefined;

  protected override view(): View {
    // Seen or not: the ribbon is there for every step as soon as it is wanted.
    return { models: this.#models, bins: this.bins, flux: this.models.includes("current") };
  }

  /** The models it has, and the point rule where it is asked for: it costs more than the others. */
  get #models(): Model[] {
    return this.shown.includes("point") ? ["gaussian", ...this.#others] : this.models;
  }

  get #others(): Model[] {
    return this.models.filter((model) => model !== "gaussian");
  }

  protected override adopting(_wanted: Wanted, loaded: boolean): void {
    if (loaded) this.shown = viewKeysIn(this.scene!.look.view, this.views);
  }

  protected override advanced(): void {
    if (this.run.stage !== this.#stage) this.stripsPlot?.invalidate();
    this.#stage = this.run.stage;
    const { history } = this.run;
    const first = history.frames[0]!;
    if (first.time === 0) {
      const most = Math.max(...Object.values(first.density).map(highest));
      this.#density.limit = 2.5 * most;
      this.#heat.limit = 1.5 * most;
      if (history !== this.#history) this.#ribbon.restart(this.run.stage!, first.flux);
    }
    this.#history = history;
    super.advanced();
  }

  protected override redraw(): void {
    super.redraw();
    this.densityPlot?.invalidate();
  }

  override updated(): void {
    super.updated();
    // What has been is drawn after the words about it, less often than what is.
    this.momentsPlot?.soon();
    this.scatterPlot?.soon();
  }

  protected override numbersOf(frame: Frame): Record<string, string> {
    const { stage } = this.run;
    const told = quotable(stage!, frame);
    return this.formulas ? { ...told, answer: answer(stage!, frame) } : told;
  }

  protected override typed(): boolean {
    return this.formulas;
  }

  #track(width: number, { domain }: WholeScenario) {
    return linear(this.#zoom.seen ?? domain, [margin.left, width - margin.right]);
  }

  protected override pressed(event: KeyboardEvent): boolean {
    const { domain } = this.run.stage?.scenario ?? {};
    if (!domain || !this.#zoom.pressed(event, domain)) return super.pressed(event);
    this.#zoomed();
    return true;
  }

  #zoomed(): void {
    this.densityPlot?.invalidate();
    this.stripsPlot?.invalidate();
    this.requestUpdate();
  }

  #resized = (): void => {
    this.requestUpdate();
  };

  #showAll = (): void => {
    this.#zoom.seen = undefined;
    this.#zoomed();
  };

  #shows(key: ViewKey): boolean {
    return this.shown.includes(key) && this.#offered.includes(key);
  }

  /** What follows the density in rows below it. */
  get #rows(): ViewKey[] {
    return (["flux", "warmth"] as const).filter((key) => this.#shows(key));
  }

  /** Where the picture of the density ends, in pixels from its top. */
  get #lower(): number {
    return this.#shows("heat") ? heatBottom(this.#models.length) : densityBox.bottom;
  }

  #drawDensity = (pen: Pen): void => {
    const { stage, history } = this.run;
    const { frame } = this.player;
    if (!stage || !frame) return;
    const x = this.#track(pen.width, stage.scenario);
    const box = panel(pen.width, { top: densityBox.top, bottom: this.#lower });
    const still = stillness.matches;
    let moving = false;
    if (this.#shows("heat")) {
      this.#heat.draw(pen, box, x, stage, history, frame);
      zeroLines(pen, stage, x, [box.bottom, pen.height]);
    } else {
      zeroLines(pen, stage, x, [box.top, pen.height]);
      const traces = this.#shows("trace") ? tracesOf(history, frame.time) : undefined;
      moving = this.#density.draw(pen, box, x, stage, frame, still, traces);
      if (this.#shows("draws")) drawDraws(pen, box, x, stage, frame.time);
      rule(pen, [box.left, box.bottom], [box.right, box.bottom], "axis");
      const read = Object.entries(frame.density).map(([model, values]) => {
        const { name, text: colour } = looks[model as Model];
        return { name, values, colour };
      });
      drawReadout(pen, box, x, stage.grid, read);
    }
    drawWalls(pen, box, stage.scenario);
    this.#rows.forEach((key, i) => {
      const under = { ...box, ...rowBox(box.bottom, i) };
      const moves =
        key === "warmth"
          ? this.#warmth.draw(pen, under, x, stage, frame, still)
          : frame.flux && this.#ribbon.draw(pen, under, x, stage, frame.flux, still);
      if (moves) moving = true;
    });
    if (moving) this.densityPlot?.soon();
    this.drawn();
  };

  #drawStrips = (pen: Pen): void => {
    const { stage } = this.run;
    if (!stage) return;
    const x = this.#track(pen.width, stage.scenario);
    zeroLines(pen, stage, x, [0, varianceBox.bottom]);
    const upper = slopeless(stage) ? capacityStrip : gradientStrip;
    upper(pen, panel(pen.width, gradientBox), x, stage);
    varianceStrip(pen, panel(pen.width, varianceBox), x, stage);
    axisBottom(pen, panel(pen.width, varianceBox), x, "W");
  };

  #pointing = pointing(this.player, () => timesIn(this.momentsPlot!.width, this.run.history));

  #drawMoments = (pen: Pen): void => {
    const { stage, history } = this.run;
    const { frame } = this.player;
    if (stage && frame) drawMoments(pen, stage, history, frame);
  };

  #drawScatter = (pen: Pen): void => {
    const { stage } = this.run;
    const { frame } = this.player;
    if (stage && frame) this.#scatter.draw(pen, stage, frame);
  };

  protected override get seen(): Partial<Look> {
    // Elsewhere the point rule is shown when asked for.
    const point: ViewKey[] = this.models.includes("gaussian") ? ["point"] : [];
    return { view: viewOf([...this.shown, ...point], []) };
  }

  override series(): Column[] {
    return seriesOf(this.run.history);
  }

  override columns(): Column[] {
    const { stage } = this.run;
    const { frame } = this.player;
    return stage && frame ? columnsOf(stage, frame) : [];
  }

  override willUpdate(changed: PropertyValues): void {
    this.style.setProperty("--below", `${roomBelow(this.#rows.length)}px`);
    if (!changed.has("shown")) return;
    this.#density.logarithmic = this.#heat.logarithmic = this.#shows("log");
    this.style.setProperty("--lower", `${this.#lower}px`);
    const start = this.#shows("heat") ? heatTop : this.#lower;
    this.style.setProperty("--start", `${start}px`);
    this.densityPlot?.invalidate();
  }

  override render() {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!this.scene || !stage || !frame) return this.waiting("Starting …");
    const words = this.announcer.say(inWords(stage, frame));
    return html`<figure>
      ${this.head(this.advice || "Drag the dot to move the start; dotted lines mark where G is zero.")}
      <p class="readout">
        <b class="time" translate="no">t = ${frame.time}</b>
        steps${
          this.#zoom.seen
            ? html` ·
                <button class="whole" @click=${this.#showAll}>
                  W from ${number(this.#zoom.seen[0])} to ${number(this.#zoom.seen[1])}: show all
                </button>`
            : nothing
        }${distances(frame)}${this.#shows("flux") && frame.flux ? flow(frame.flux, stage) : nothing}
      </p>
      ${absorbed(stage, frame)} ${leftOut(frame)}
      <div class="plots">
        <div class="main">
          <sgd-plot
            class="density"
            .label=${words}
            .draw=${this.#drawDensity}
            @resize=${this.#resized}
          >
            ${startHandle(this.scene, this.#across(this.densityPlot, stage))}
          </sgd-plot>
          <sgd-plot
            class="strips"
            label="${slopeless(stage) ? "1/S², the heat capacity" : "G, the mean of the slopes"}, and S², the variance of the slopes, on the same W axis."
            .draw=${this.#drawStrips}
            @resize=${this.#resized}
            >${valleyHandles(this.scene, this.#across(this.stripsPlot, stage))}</sgd-plot
          >
          ${playbar(this.player)} ${this.cooling ? this.panel() : nothing}
        </div>
        <div class="side">
          ${this.formulas || this.cooling ? nothing : this.panel()}
          ${
            dataOf(stage)
              ? html`<sgd-plot
                  class="scatter"
                  label="The data, and the model's answer where SGD's W is on average."
                  .draw=${this.#drawScatter}
                  @resize=${this.#resized}
                  >${this.#scatter.spots(this.scene, stage, this.scatterPlot)}</sgd-plot
                >`
              : nothing
          }
          ${
            this.cooling
              ? html`<sgd-cooling .scene=${this.scene}></sgd-cooling>`
              : html`<sgd-plot
                  class="moments"
                  label="Mean and standard deviation against time; the table has the numbers."
                  .draw=${this.#drawMoments}
                  @pointerdown=${this.#pointing.down}
                  @pointermove=${this.#pointing.move}
                ></sgd-plot>`
          }
          <sgd-schedule
            .scene=${this.scene}
            .time=${frame.time}
            .horizon=${horizon(this.run.end)}
          ></sgd-schedule>
          ${numbersTable(stage, frame, pastHilltop(stage, frame))}
          ${viewBoxes(this, this.#offered, this.shown, this.#turn)}
        </div>
        ${
          this.formulas
            ? html`<div class="setup">
                ${this.panel()}<sgd-formulas .scene=${this.scene}></sgd-formulas>
              </div>`
            : nothing
        }
      </div>
      ${this.foot(this.unresolved(frame))}
      <p class="unseen" aria-live="polite">${this.announcer.slow}</p>
    </figure>`;
  }

  /** Where a W lies across a plot, once it has a width. */
  #across(plot: Plot | null | undefined, { scenario }: Stage) {
    return plot?.width ? this.#track(plot.width, scenario) : undefined;
  }

  get #offered(): ViewKey[] {
    return viewsOffered(this.run.stage, this.models);
  }

  #turn = (shown: ViewKey[]): void => {
    const others = shown.includes("point") !== this.shown.includes("point");
    this.shown = shown;
    // Another model joins, or leaves, where the run is.
    if (others && this.scene) this.run.want({ scenario: this.scene.scenario });
    this.scene?.lookAt({ view: viewOf(shown, this.views) });
  };
}
