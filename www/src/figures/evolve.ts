import type { PropertyValues } from "lit";
import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { linear } from "../plot/scale.ts";
import type { Frame, Stage, View } from "../core/messages.ts";
import type { Model, WholeScenario } from "../core/types.ts";
import type { PickEvent } from "../controls/pick.ts";
import type { Plot } from "../plot/plot.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { number, percent, quantity } from "../format.ts";
import { axisBottom } from "../plot/axis.ts";
import { rule } from "../plot/pen.ts";
import { kindOf } from "../scenario.ts";
import { Announcer } from "./announcer.ts";
import { DensityPanel } from "./density.ts";
import type { Column } from "./figure.ts";
import { looks } from "./curves.ts";
import { Figure } from "./figure.ts";
import { drawMoments } from "./moments.ts";
import { highest } from "./peaks.ts";
import { inWords, numbersStyles, numbersTable } from "./numbers.ts";
import { playbar, playbarStyles } from "./playbar.ts";
import { Player } from "./player.ts";
import { Run } from "./run.ts";
import { gradientStrip, varianceStrip } from "./strips.ts";
import { crossings } from "./zeros.ts";
import "../controls/formulas.ts";
import "../controls/handle.ts";
import "../controls/panel.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-evolve": Evolve;
  }
}

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Three panels, one above the other on one W axis, in CSS pixels. The two below
 * are a canvas of their own: they stay while the density moves.
 */
const margin = { left: 42, right: 12 };
const densityBox = { top: 28, bottom: 250 };
const densityHeight = 272;
const gradientBox = { top: 28, bottom: 84 };
const varianceBox = { top: 120, bottom: 168 };
const stripsHeight = 214;

/** The density of W as it evolves: the current, SGD itself and walkers on one axis. */
@customElement("sgd-evolve")
export class Evolve extends Figure {
  static override styles = [
    ...Figure.styles,
    playbarStyles,
    numbersStyles,
    css`
      :host {
        min-height: 640px;
      }
      .plots {
        display: grid;
        grid-template-columns: 1.75fr 1fr;
        gap: 1.5rem;
      }
      .main {
        min-width: 0;
      }
      .density {
        height: ${densityHeight}px;
      }
      .strips {
        height: ${stripsHeight}px;
      }
      .moments {
        height: 296px;
      }
      .side {
        display: flex;
        flex-direction: column;
        min-width: 0;
      }
      sgd-handle {
        top: ${densityBox.bottom}px;
      }
      @container (max-width: 44rem) {
        .plots {
          grid-template-columns: minmax(0, 1fr);
          gap: 1rem;
        }
        .moments {
          height: 230px;
        }
      }
      sgd-formulas {
        margin-top: 1rem;
      }
      .axis-kind {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: 0.4rem;
        min-height: 44px;
        cursor: pointer;
      }
    `,
  ];

  /** Whether the figure plays by itself once it is seen; never with reduced motion. */
  @property({ type: Boolean }) autoplay = false;
  /** Models with a density. */
  @property({ attribute: false }) models: Model[] = ["current", "sgd"];
  /** Bars of the walkers' histogram; 0 for no walkers. */
  @property({ attribute: false }) bins = 100;
  /** Whether the landscape's formulas or points can be typed. */
  @property({ type: Boolean }) formulas = false;
  /** SGD steps per second at first. */
  @property({ attribute: false }) speed = 20;
  @state() private logarithmic = false;
  @query(".density") private densityPlot: Plot | null | undefined;
  @query(".strips") private stripsPlot: Plot | null | undefined;
  @query(".moments") private momentsPlot: Plot | null | undefined;

  #run = new Run(
    (): View => ({ models: this.models, bins: this.bins }),
    () => {
      this.#advanced();
    },
    (fault) => {
      this.fault = fault;
    },
  );
  #player = new Player(this.#run, () => {
    this.#redraw();
  });
  #density = new DensityPanel();
  #announcer = new Announcer(this);
  /** The stage that the strips show. */
  #stage: Stage | undefined;
  /** The scenario that the run was last asked for. */
  #asked: WholeScenario | undefined;
  #loads = 0;
  #sight = new IntersectionObserver(([entry]) => {
    const { isIntersecting } = entry!;
    this.#player.awake = isIntersecting;
    if (isIntersecting && this.autoplay && !stillness.matches) this.#player.play();
    // Once is enough: whoever pauses it wants it paused.
    if (isIntersecting) this.autoplay = false;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#player.speed = this.speed;
    this.#sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight.disconnect();
    this.#player.awake = false;
    this.#run.close();
    this.#asked = undefined;
  }

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole, loads, look } = this.scene;
    const loaded = !this.#asked || loads !== this.#loads;
    if (!loaded && JSON.stringify(whole) === JSON.stringify(this.#asked)) return;
    const anew = loaded || startOf(whole) !== startOf(this.#asked!);
    this.#asked = whole;
    this.#loads = loads;
    this.#player.catchUp();
    if (loaded) this.logarithmic = look.view === "log";
    this.#run.want({ scenario, anew, ...(loaded && look.time > 0 ? { steps: look.time } : {}) });
  }

  #advanced(): void {
    this.fault = undefined;
    if (this.#run.stage !== this.#stage) this.stripsPlot?.invalidate();
    this.#stage = this.#run.stage;
    const first = this.#run.history.frames[0]!;
    if (first.time === 0) {
      const most = Math.max(...Object.values(first.density).map(highest));
      this.#density.limit = 2.5 * most;
    }
    this.#redraw();
  }

  #redraw(): void {
    this.#tellTime();
    this.#tellNumbers();
    this.requestUpdate();
    this.densityPlot?.invalidate();
    this.momentsPlot?.invalidate();
  }

  #tellNumbers(): void {
    const { frame } = this.#player;
    if (!frame) return;
    const { time, distance, moments } = frame;
    this.tell({
      time: String(time),
      ...Object.fromEntries(
        Object.entries(distance).map(([model, value]) => [`distance-${model}`, percent(value)]),
      ),
      ...Object.fromEntries(
        Object.entries(moments).flatMap(([model, { mean, sd }]) => [
          [`mean-${model}`, number(mean)],
          [`sd-${model}`, number(sd)],
        ]),
      ),
    });
  }

  /** Where the clock rests, links begin. */
  #tellTime(): void {
    const time = this.#player.frame?.time;
    if (!this.scene || time === undefined || this.#player.playing || !this.#run.settled) return;
    if (time !== this.scene.look.time) this.scene.lookAt({ time });
  }

  #track(width: number, { domain }: WholeScenario) {
    return linear(domain, [margin.left, width - margin.right]);
  }

  #drawDensity = (pen: Pen): void => {
    const { stage } = this.#run;
    const { frame } = this.#player;
    if (!stage || !frame) return;
    const x = this.#track(pen.width, stage.scenario);
    const box = panel(pen, densityBox);
    zeroLines(pen, stage, x, [densityBox.top, pen.height]);
    const moving = this.#density.draw(pen, box, x, stage, frame, stillness.matches);
    rule(pen, [box.left, box.bottom], [box.right, box.bottom], "axis");
    if (moving) this.densityPlot?.invalidate();
    this.drawn();
  };

  #drawStrips = (pen: Pen): void => {
    const { stage } = this.#run;
    if (!stage) return;
    const x = this.#track(pen.width, stage.scenario);
    zeroLines(pen, stage, x, [0, varianceBox.bottom]);
    gradientStrip(pen, panel(pen, gradientBox), x, stage);
    varianceStrip(pen, panel(pen, varianceBox), x, stage);
    axisBottom(pen, panel(pen, varianceBox), x, "W");
  };

  #drawMoments = (pen: Pen): void => {
    const { stage, history } = this.#run;
    const { frame } = this.#player;
    if (stage && frame) drawMoments(pen, stage, history.frames, frame);
  };

  override get clock(): Player {
    return this.#player;
  }

  override columns(): Column[] {
    const { stage } = this.#run;
    const { frame } = this.#player;
    if (!stage || !frame) return [];
    const { grid, landscape } = stage;
    return [
      { name: "W", unit: "W", values: grid },
      ...Object.entries(frame.density).map(([model, values]) => ({
        name: `P ${looks[model as Model].name}`,
        unit: "1/W",
        values,
      })),
      { name: "G", unit: "L/W", values: landscape.gradient },
      { name: "S²", unit: "L²/W²", values: landscape.variance },
    ];
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("logarithmic")) {
      this.#density.logarithmic = this.logarithmic;
      this.densityPlot?.invalidate();
    }
  }

  override render() {
    const { stage } = this.#run;
    const { frame } = this.#player;
    if (!this.scene || !stage || !frame) return this.foot(html`Starting …`);
    this.#announcer.say(() => inWords(stage, frame));
    return html`<figure>
      ${playbar(this.#player)}
      <p class="readout"><b class="time">t = ${frame.time}</b> steps${distances(frame)}</p>
      <div class="plots">
        <div class="main">
          <sgd-plot
            class="density"
            .label=${this.#announcer.slow}
            .draw=${this.#drawDensity}
            @resize=${() => {
              this.requestUpdate();
            }}
          >
            ${this.#start(stage)}
          </sgd-plot>
          <sgd-plot
            class="strips"
            label="G, the mean of the slopes, and S², their variance, on the same W axis."
            .draw=${this.#drawStrips}
          ></sgd-plot>
        </div>
        <div class="side">
          <sgd-plot
            class="moments"
            label="Mean and standard deviation against time; the table has the numbers."
            .draw=${this.#drawMoments}
          ></sgd-plot>
          ${numbersTable(frame)}
          <label class="axis-kind">
            <input
              type="checkbox"
              class="logarithmic"
              .checked=${this.logarithmic}
              @change=${({ target }: Event) => {
                this.logarithmic = (target as HTMLInputElement).checked;
                this.scene?.lookAt({ view: this.logarithmic ? "log" : undefined });
              }}
            />
            logarithmic density
          </label>
        </div>
      </div>
      ${
        this.controls.length === 0
          ? nothing
          : html`<sgd-panel
              class="controls"
              terse
              .scene=${this.scene}
              .keys=${this.controls}
            ></sgd-panel>`
      }
      ${this.formulas ? html`<sgd-formulas .scene=${this.scene}></sgd-formulas>` : nothing}
      ${this.foot(this.advice || "Drag the dot to move the start; dotted lines mark where G is zero.")}
      <p class="unseen" aria-live="polite">${this.#announcer.slow}</p>
    </figure>`;
  }

  #start({ scenario }: Stage) {
    const width = this.densityPlot?.width ?? 0;
    if (width === 0 || !this.scene) return nothing;
    const { domain, initial } = this.scene.whole;
    return html`<sgd-handle
      label="Mean of the start"
      .words=${quantity(initial.mean, "W")}
      .value=${initial.mean}
      .bounds=${domain}
      .step=${(domain[1] - domain[0]) / 100}
      .track=${this.#track(width, scenario)}
      @pick=${({ value }: PickEvent<number>) => {
        this.scene?.set("initial.mean", value);
      }}
    ></sgd-handle>`;
  }
}

/** How far the other models are from SGD. */
const distances = ({ distance }: Frame) => {
  const apart = Object.entries(distance) as [Model, number][];
  if (apart.length === 0) return nothing;
  return html` · total variation from SGD:
  ${apart.map(
    ([model, value], i) =>
      html`${i > 0 ? ", " : ""}${looks[model].name}
        <b class="distance" data-distance=${model}>${percent(value)}</b>`,
  )}`;
};

const panel = ({ width }: Pen, { top, bottom }: { top: number; bottom: number }): Box => ({
  left: margin.left,
  right: width - margin.right,
  top,
  bottom,
});

/** Ties the zeros of G to the density above them. */
function zeroLines(
  pen: Pen,
  { grid, landscape }: Stage,
  x: (value: number) => number,
  [top, bottom]: [number, number],
): void {
  for (const { at } of crossings(grid, landscape.gradient))
    rule(pen, [x(at), top], [x(at), bottom], "hair", { dash: [2, 3] });
}

/** What of a scenario a run starts from: a change of it starts anew. */
const startOf = (whole: WholeScenario): string =>
  JSON.stringify([
    kindOf(whole),
    kindOf(whole) === "wells" ? undefined : whole.domain,
    whole.cells,
    whole.initial,
    whole.walkers,
    whole.seed,
  ]);
