import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { PlaneFrame, PlaneStage, PlaneView } from "../core/messages.ts";
import type { Model } from "../core/types.ts";
import type { Column } from "../export/sharable.ts";
import { looks } from "../layers/curves.ts";
import { drawDescent } from "../layers/descent.ts";
import type { Layer } from "../layers/plane-map.ts";
import { drawMap, groundIn } from "../layers/plane-map.ts";
import { pointSpots, startSpot } from "../layers/spots.ts";
import { drawWalk, remembered } from "../layers/walk.ts";
import { number, leastPercent } from "../plot/format.ts";
import type { Pen } from "../plot/pen.ts";
import type { Plot } from "../plot/plot.ts";
import type { Scale } from "../plot/scale.ts";
import type { Look } from "../scene/look.ts";
import { playbar, playbarStyles } from "../time/playbar.ts";
import type { Wanted } from "../time/run.ts";
import { Moving } from "./moving.ts";
import { stillness } from "../time/stillness.ts";
import { leftOut, numbersStyles } from "./numbers.ts";
import { planeStyles } from "./plane.css.ts";
import { flows, imbalance, places, planeInWords, planeTable } from "./plane-numbers.ts";
import type { ViewKey } from "./view-keys.ts";
import { viewOf, viewKeysIn, viewBoxes, viewStyles } from "./view-keys.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-plane": Plane;
  }
}

type Place = [number, number];

/** Bins of the walkers' histogram along each axis. */
const bins = 128;

/** What the map itself shows, and what is drawn over it. */
const offeredLayers: Layer[] = ["ink", "bell", "rings", "flux", "loss", "noise", "dust"];
const offered: ViewKey[] = [...offeredLayers, "walk", "descent"];

/** The density of two parameters as it evolves: SGD itself, the current, walkers, on one map. */
@customElement("sgd-plane")
export class Plane extends Moving<"plane"> {
  static override styles = [
    ...Moving.styles,
    playbarStyles,
    numbersStyles,
    viewStyles,
    planeStyles,
  ];

  /** Layers of the map at first, if a link does not say. */
  @property({ attribute: false }) views: ViewKey[] = ["bell", "flux", "loss"];
  /** Whether its map takes the whole width, with what one changes above it. */
  @property({ type: Boolean, reflect: true }) large = false;
  @state() private shown: ViewKey[] = [];
  @query(".map") private map: Plot | null | undefined;

  constructor() {
    super("plane");
  }

  protected override view(): PlaneView {
    const shows = (key: ViewKey) => this.#shown.includes(key);
    return {
      models: ["current", "sgd"],
      bins: shows("dust") ? bins : 0,
      flux: shows("flux"),
      walk: shows("walk"),
    };
  }

  /** Before a link has said anything, the usual layers. */
  get #shown(): ViewKey[] {
    return this.shown.length > 0 ? this.shown : this.views;
  }

  protected override adopting(_wanted: Wanted, loaded: boolean): void {
    if (loaded) this.shown = viewKeysIn(this.scene!.look.view, this.views);
  }

  protected override redraw(): void {
    super.redraw();
    this.map?.invalidate();
  }

  protected override numbersOf({ moments }: PlaneFrame): Record<string, string> {
    return Object.fromEntries(
      Object.entries(moments).map(([model, at]) => [`imbalance-${model}`, number(imbalance(at))]),
    );
  }

  #draw = (pen: Pen): void => {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!stage || !frame) return;
    const flows = this.#shown.includes("flux") && !stillness.matches;
    const layers = offeredLayers.filter((layer) => this.#shown.includes(layer));
    const trail = this.#shown.includes("walk") ? this.#trail(frame) : [];
    const over = (x: Scale, y: Scale) => {
      if (this.#shown.includes("descent")) drawDescent(pen, stage, x, y);
      if (trail.length > 0) drawWalk(pen, stage, trail, x, y);
    };
    const seconds = flows ? performance.now() / 1000 : undefined;
    drawMap(pen, stage, frame, layers, { seconds, over });
    if (flows && this.player.playing) this.map?.soon();
    this.drawn();
  };

  /** Where the first walker has been in the last steps, as far as they were looked at one by one. */
  #trail({ time, walker }: PlaneFrame): Place[] {
    const trail = walker ? [walker] : [];
    while (trail.length > 0 && trail.length <= remembered) {
      const before = this.run.history.at(time - trail.length);
      if (before?.time !== time - trail.length || !before.walker) break;
      trail.unshift(before.walker);
    }
    return trail;
  }

  protected override get seen(): Partial<Look> {
    return { view: viewOf(this.#shown, this.views) };
  }

  override columns(): Column[] {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!stage || !frame) return [];
    return [
      ...places(stage.grid),
      ...Object.entries(frame.density).map(([model, values]) => ({
        name: `P ${looks[model as Model].name}`,
        unit: "1/W²",
        values,
      })),
      ...(frame.flux ? flows(frame.flux) : []),
      { name: "L", unit: "L", values: stage.landscape.loss },
    ];
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("shown")) this.map?.invalidate();
  }

  /** What stands beside the map: the numbers. */
  protected beside(frame: PlaneFrame, stage: PlaneStage): TemplateResult {
    return planeTable(frame, stage);
  }

  override render() {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!this.scene || !stage || !frame) return this.waiting("Starting …");
    const words = this.announcer.say(planeInWords(stage, frame));
    const ground = groundIn(this.map, stage);
    return html`<figure>
      ${this.head()}
      <p class="readout">
        <b class="time" translate="no">t = ${frame.time}</b> steps${apart(frame)}
      </p>
      ${leftOut(frame)}
      <div class="plots">
        <div class="main">
          <sgd-plot
            class="map"
            .label=${words}
            .draw=${this.#draw}
            @resize=${() => {
              this.requestUpdate();
            }}
            >${pointSpots(this.scene, stage, ground)}${startSpot(this.scene, stage, ground, this.#shown.includes("walk"))}</sgd-plot
          >
          ${playbar(this.clock)}
        </div>
        <div class="side">
          ${this.panel()} ${this.beside(frame, stage)}
          ${viewBoxes(this, offered, this.#shown, this.#turn)}
        </div>
      </div>
      ${this.foot(this.unresolved(frame))}
      <p class="unseen" aria-live="polite">${this.announcer.slow}</p>
    </figure>`;
  }

  #turn = (shown: ViewKey[]): void => {
    const before = JSON.stringify(this.view());
    this.shown = shown;
    // Another thing is to be seen of the run where it is.
    if (this.scene && JSON.stringify(this.view()) !== before)
      this.run.want({ scenario: this.scene.scenario });
    this.scene?.lookAt({ view: viewOf(shown, this.views) });
  };
}

/** How far the current is from SGD: not at all where both start. */
const apart = ({ time, distance: { current } }: PlaneFrame) =>
  current === undefined || time === 0
    ? nothing
    : html` · Fokker–Planck, in blue, has at least
        <b class="distance" translate="no" data-distance="current">${leastPercent(current)}</b> in
        the wrong place`;
