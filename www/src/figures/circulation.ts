import { css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { core } from "../core/client.ts";
import type { PlaneFrame, PlaneStage } from "../core/messages.ts";
import type { PlaneLinearEnd, PlaneStationary, WholePlaneScenario } from "../core/types.ts";
import type { Column } from "../export/sharable.ts";
import { drawMap, groundIn } from "../layers/plane-map.ts";
import { strongestOf } from "../layers/streams.ts";
import { wellSpot } from "../layers/spots.ts";
import { number } from "../plot/format.ts";
import type { Pen } from "../plot/pen.ts";
import type { Plot } from "../plot/plot.ts";
import { planeOf } from "../scene/space.ts";
import { circulationOf, wellOf } from "../scene/stirred.ts";
import { Figure } from "./figure.ts";
import { Sight } from "../time/sight.ts";
import { stillness } from "../time/stillness.ts";
import { numbersStyles } from "./numbers.ts";
import { planeStyles } from "./plane.css.ts";
import { flows, places } from "./plane-numbers.ts";
import { moreCells } from "./resolved.ts";
import "../plot/plot.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-circulation": Circulation;
  }
}

/** What the map of an end state is drawn from. */
interface Shown {
  stage: PlaneStage;
  frame: PlaneFrame;
  end: PlaneStationary;
  exact: PlaneLinearEnd | undefined;
}

/** Where the current of two parameters ends: it rests no more than a whirlpool does. */
@customElement("sgd-circulation")
export class Circulation extends Figure {
  static override styles = [
    ...Figure.styles,
    numbersStyles,
    planeStyles,
    css`
      .numbers td {
        white-space: nowrap;
      }
      .numbers tbody th {
        white-space: normal;
      }
    `,
  ];

  @state() private shown: Shown | undefined;
  @query(".map") private map: Plot | null | undefined;
  #asked = "";
  /** How often the scene had been loaded, and the strongest flow since: beside it one sees the rest. */
  #loads = -1;
  #strongest = 0;
  /** The part of the domain that is drawn: as much as has been needed since. */
  #part = 0;
  #seen = false;
  constructor() {
    super();
    const parts = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    const look = ({ intersectionRect, boundingClientRect }: IntersectionObserverEntry) => {
      // Half of it, or of the window if that is less: the next figure down has the hand, and the time.
      const whole = Math.min(boundingClientRect.height, innerHeight);
      this.#seen = intersectionRect.height >= 0.5 * whole && whole > 0;
      this.map?.invalidate();
    };
    new Sight(this, look, parts);
  }

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole, loads } = this.scene;
    const asked = JSON.stringify(whole);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.solve(async () => {
      const { end, exact } = await core.ask("planeEndState", { scenario });
      if (loads !== this.#loads) this.#strongest = this.#part = 0;
      this.#loads = loads;
      this.#part = Math.max(this.#part, partOf(end));
      this.shown = { ...framed(end, planeOf(whole)!, this.#part), end, exact };
      this.#strongest = Math.max(this.#strongest, strongestOf(end.flux));
      this.tell(solvedIn(end));
      this.map?.invalidate();
    });
  }

  #draw = (pen: Pen): void => {
    if (!this.shown) return;
    const { stage, frame, end } = this.shown;
    const rests = end.entropyProduction < resting;
    const flows = this.#seen && !stillness.matches && !rests;
    const seconds = flows ? performance.now() / 1000 : undefined;
    const layers = ["bell", "rings", ...(rests ? [] : ["flux" as const])] as const;
    drawMap(pen, stage, frame, layers, { seconds, full: this.#strongest });
    if (flows) this.map?.soon();
    this.drawn();
  };

  override columns(): Column[] {
    if (!this.shown) return [];
    const { grid, density, flux, energy } = this.shown.end;
    return [
      ...places(grid),
      { name: "P", unit: "1/W²", values: density },
      { name: "ln P up to a constant", unit: "", values: energy.map((phi) => -phi) },
      ...flows(flux),
    ];
  }

  override render() {
    if (!this.scene || !this.shown) return this.waiting("Solving …");
    const { stage, end } = this.shown;
    const exact = this.shown.exact ?? stirred(stage);
    const solved = solvedIn(end);
    // Digits that the closed form has as well are right on these cells.
    const known =
      exact?.entropyProduction !== undefined &&
      number(exact.entropyProduction) === solved.entropy &&
      number(exact.circulation ?? NaN) === solved.circulation;
    const words = `End state of two parameters: circulation ${solved.circulation}, entropy production ${solved.entropy} per step.`;
    return html`<figure>
      ${this.head()}
      <div class="plots">
        <sgd-plot
          class="map"
          .label=${words}
          .draw=${this.#draw}
          @resize=${() => {
            this.requestUpdate();
          }}
          >${wellSpot(this.scene, stage, groundIn(this.map, stage))}</sgd-plot
        >
        <div class="side">
          ${this.panel()}
          <table class="numbers">
            <thead>
              <tr>
                <th scope="col"><span class="unseen">Quantity</span></th>
                <th scope="col">solved</th>
                ${exact ? html`<th scope="col">closed form</th>` : nothing}
              </tr>
            </thead>
            <tbody>
              ${row("circulation", "circulation (W²/step)", solved.circulation, exact?.circulation)}
              ${row(
                "entropy",
                "entropy production (1/step)",
                solved.entropy,
                exact?.entropyProduction,
              )}
            </tbody>
          </table>
        </div>
      </div>
      ${this.foot(known ? nothing : moreCells(this.scene, [end.resolution]))}
      <p class="unseen" aria-live="polite">${words}</p>
    </figure>`;
  }
}

/** What is known of the landscape a(u) + b(v) in closed form. */
function stirred({ scenario }: PlaneStage): Partial<PlaneLinearEnd> | undefined {
  const { landscape, learningRate, batchSize } = scenario;
  return wellOf(landscape) && { circulation: circulationOf(learningRate, batchSize) };
}

/** Less entropy in a step is left by rounding, and by walls that the density hardly reaches. */
const resting = 1e-6;

/** What is solved for. Where nothing circulates rounding leaves parts of the spread, or of 1. */
function solvedIn({ circulation, entropyProduction, moments }: PlaneStationary) {
  const [[variance1], [, variance2]] = moments.covariance;
  return {
    circulation: number(circulation, 3, variance1 + variance2),
    entropy: entropyProduction < resting ? "0" : number(entropyProduction),
  };
}

const row = (name: string, label: string, solved: string, exact: number | undefined) =>
  html`<tr>
    <th scope="row">${label}</th>
    <td translate="no" data-solved=${name}>${solved}</td>
    ${exact === undefined ? nothing : html`<td translate="no" data-exact=${name}>${number(exact)}</td>`}
  </tr>`;

/** Standard deviations about the mean that are drawn. */
const reach = 3.5;

/** The part of either side of the domain, in eighths, that the density is seen in. */
function partOf({ edges, moments: { mean, covariance } }: PlaneStationary): number {
  const parts = [edges.w1, edges.w2].map((walls, axis) => {
    const [from, to] = [walls[0]!, walls.at(-1)!];
    const off = Math.abs(mean[axis]! - (from + to) / 2);
    return (off + reach * Math.sqrt(covariance[axis]![axis]!)) / ((to - from) / 2);
  });
  return Math.min(Math.ceil(8 * Math.max(...parts)) / 8, 1);
}

/** An end state as a frame that a map can be drawn from: of the middle of the domain, so large a part. */
function framed(end: PlaneStationary, scenario: WholePlaneScenario, part: number) {
  const cut = [end.grid.w1, end.grid.w2].map(({ length }) => {
    const off = Math.round((length * (1 - part)) / 2);
    return [off, length - off] as const;
  }) as [readonly [number, number], readonly [number, number]];
  const [[from, to], [first, last]] = cut;
  const cells: [number, number] = [to - from, last - first];
  const inside = (values: Float64Array) => {
    const all = new Float64Array(cells[0] * cells[1]);
    for (let i = 0; i < cells[0]; i++) {
      const row = (from + i) * end.grid.w2.length;
      all.set(values.subarray(row + first, row + last), i * cells[1]);
    }
    return all;
  };
  const none = new Float64Array();
  const landscape = {
    loss: inside(end.energy),
    gradient: { w1: none, w2: none },
    covariance: { w11: none, w12: none, w22: none },
  };
  const frame: PlaneFrame = {
    time: 0,
    density: { current: Float32Array.from(inside(end.density)) },
    refused: {},
    histogram: null,
    walker: null,
    moments: { current: end.moments },
    distance: {},
    flux: {
      w1: Float32Array.from(inside(end.flux.w1)),
      w2: Float32Array.from(inside(end.flux.w2)),
    },
  };
  const { w1, w2 } = end.edges;
  const domain: WholePlaneScenario["domain"] = [
    [w1[from]!, w1[to]!],
    [w2[first]!, w2[last]!],
  ];
  const grid = { w1: end.grid.w1.slice(from, to), w2: end.grid.w2.slice(first, last) };
  const stage: PlaneStage = {
    scenario: { ...scenario, domain, cells },
    grid,
    landscape,
    frames: [frame],
  };
  return { stage, frame };
}
