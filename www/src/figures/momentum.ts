import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { Fault, View } from "../core/messages.ts";
import type { SparseScenario, WholeScenario } from "../core/types.ts";
import type { Column } from "../export/sharable.ts";
import { looks } from "../layers/curves.ts";
import { combed } from "../plot/means.ts";
import { marginals } from "../layers/margins.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { extent } from "../plot/extent.ts";
import { labels } from "../plot/labels.ts";
import { number } from "../plot/format.ts";
import { area, clipped, line } from "../plot/marks.ts";
import type { Pen } from "../plot/pen.ts";
import type { Plot } from "../plot/plot.ts";
import { linear } from "../plot/scale.ts";
import { isNumber } from "../scene/parameter.ts";
import { planeOf } from "../scene/space.ts";
import type { Wanted } from "../time/run.ts";
import { Run } from "../time/run.ts";
import { Plane } from "./plane.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-momentum": MomentumFigure;
  }
}

const plotHeight = 220;
const models = ["current", "sgd"] as const;
const folk = "SGD at T/(1 − β)";

/** A weight and its velocity, and beside them SGD without one at the learning rate of the folk rule. */
@customElement("sgd-momentum")
export class MomentumFigure extends Plane {
  static override styles = [
    ...Plane.styles,
    css`
      .marginal {
        height: ${plotHeight}px;
        margin-top: 0.75rem;
      }
      .left-out {
        margin: 0.25rem 0;
        color: var(--muted);
      }
    `,
  ];

  @query(".marginal") private marginal: Plot | null | undefined;
  #refused: Fault | undefined;
  /** Whether the rule's learning rate is larger than SGD can have: then nothing is said of it. */
  #diverges = false;
  /** SGD of the weight alone, at T/(1 − β). */
  #folk: Run = new Run(
    "line",
    (): View => ({ models: ["sgd"], bins: 0 }),
    () => {
      this.#refused = undefined;
      this.redraw();
    },
    (fault) => {
      this.#refused = fault;
      this.redraw();
    },
    () => {
      this.redraw();
    },
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#folk.close();
  }

  protected override adopting(wanted: Wanted, loaded: boolean): void {
    super.adopting(wanted, loaded);
    const { whole, table } = this.scene!;
    const scenario = folkOf(whole);
    if (!scenario) return;
    const rate = table.parameters.find(({ key }) => key === "learningRate")!;
    const before = this.#diverges;
    this.#diverges = isNumber(rate) && scenario.learningRate! > rate.max;
    if (this.#diverges) return;
    // What it did before it diverged leads nowhere: it starts anew, and catches up.
    const anew = before ? { anew: true, steps: this.run.bound } : {};
    this.#folk.want({ ...wanted, ...anew, scenario, past: [] });
  }

  protected override advanced(): void {
    super.advanced();
    if (this.#diverges) return;
    // It keeps step with the plane.
    const { bound } = this.run;
    if (bound < this.#folk.bound) this.#folk.want({ reset: true, steps: bound });
    else if (bound > this.#folk.bound) this.#folk.want({ steps: bound - this.#folk.bound });
  }

  protected override redraw(): void {
    super.redraw();
    this.marginal?.invalidate();
  }

  /** What the folk rule says of the time shown; nothing where it diverges or is refused. */
  get #byRule() {
    const { frame } = this.player;
    return this.#diverges || this.#refused || !frame
      ? undefined
      : this.#folk.history.at(frame.time);
  }

  /** The densities of W alone, in the colours of the table below them. */
  #curves() {
    const { stage } = this.run;
    const { frame } = this.player;
    if (!stage || !frame) return [];
    const curves = models.flatMap((model) => {
      const density = frame.density[model];
      if (!density) return [];
      const name: string = model === "sgd" ? "SGD with momentum" : looks[model].name;
      const values = marginals(density, stage.scenario)[0];
      return [{ name, colour: looks[model].colour, grid: stage.grid.w1, values }];
    });
    const density = this.#byRule?.density.sgd;
    const edges = this.#folk.stage?.edges;
    if (!density || !edges) return curves;
    return [...curves, { name: folk, colour: "descent", ...combed(edges, density) }];
  }

  #drawMarginal = (pen: Pen): void => {
    const { stage } = this.run;
    const curves = this.#curves();
    if (!stage || curves.length === 0) return;
    const box = { left: 42, right: pen.width - 12, top: 28, bottom: plotHeight - 46 };
    const x = linear(stage.scenario.domain[0], [box.left, box.right]);
    const highest = (some: typeof curves) =>
      extent(some.flatMap(({ values }) => extent(values)))[1];
    // The spikes of the folk rule are cut off where they would leave no room to the bells.
    const most = Math.min(highest(curves), 3 * highest(curves.filter(({ name }) => name !== folk)));
    const y = linear([0, 1.1 * most], [box.bottom, box.top]);
    axisLeft(pen, box, y, "density of W alone (1/W)", { count: 3 });
    axisBottom(pen, box, x, "W");
    clipped(pen, box, () => {
      for (const { grid, values, colour, name } of curves) {
        if (colour === "current") area(pen, grid, 0, values, x, y, "current-fill");
        line(pen, grid, values, x, y, { colour, width: 2, dash: name === folk ? [5, 3] : [] });
      }
    });
    const rule = curves.find(({ name }) => name === folk);
    if (!rule) return;
    const at = x(rule.grid[rule.values.indexOf(highest([rule]))]!) + 7;
    labels(pen, box, [{ words: "by the rule", x: at, y: box.top + 9, colour: "ink" }]);
  };

  /** Var W of each, as the core has it. */
  #variances() {
    const { frame } = this.player;
    const alone = this.#byRule?.moments.sgd;
    const of = (model: (typeof models)[number]) => frame?.moments[model]?.covariance[0][0];
    return { current: of("current"), sgd: of("sgd"), folk: alone && alone.sd ** 2 };
  }

  protected override numbersOf(frame: Parameters<Plane["numbersOf"]>[0]): Record<string, string> {
    const told = Object.entries(this.#variances()).map(([name, value]) => [
      `variance-${name}`,
      value === undefined ? "–" : number(value),
    ]);
    return { ...super.numbersOf(frame), ...(Object.fromEntries(told) as Record<string, string>) };
  }

  override columns(): Column[] {
    return [
      ...super.columns(),
      ...this.#curves().flatMap(({ name, grid, values }) => [
        { name: `W, ${name}`, unit: "W", values: grid },
        { name: `P of W alone, ${name}`, unit: "1/W", values },
      ]),
    ];
  }

  protected override beside() {
    const row = (name: string, kind: string, value: number | undefined) =>
      value === undefined
        ? nothing
        : html`<tr>
            <th scope="row" class=${kind}>${name}</th>
            <td translate="no" data-variance=${kind}>${number(value)}</td>
          </tr>`;
    const { current, sgd, folk: alone } = this.#variances();
    return html`<sgd-plot
        class="marginal"
        label="The density of W alone: with momentum, by Fokker–Planck, and of SGD without momentum at T/(1 − β)."
        .draw=${this.#drawMarginal}
      ></sgd-plot>
      ${this.#diverges ? html`<p class="left-out">${folk} diverges and is left out.</p>` : nothing}
      ${this.#refused ? html`<p class="fault">${folk} is left out: ${this.#refused.message}</p>` : nothing}
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col"><span class="unseen">Model</span></th>
            <th scope="col">variance of W (W²)</th>
          </tr>
        </thead>
        <tbody>
          ${row("SGD with momentum", "sgd", sgd)} ${row(looks.current.name, "current", current)}
          ${row(folk, "folk", alone)}
        </tbody>
      </table>`;
  }
}

/** SGD of the weight alone, as the folk rule has it. */
function folkOf(whole: WholeScenario): SparseScenario | undefined {
  const plane = planeOf(whole);
  if (plane?.landscape.kind !== "momentum") return undefined;
  const { landscape, momentum } = plane.landscape;
  const { domain, initial, learningRate } = plane;
  return {
    // Fields that both kinds of scenario have mean the same in both.
    ...plane,
    ...{ landscape, domain: domain[0], walkers: 0, cells: 1024 },
    learningRate: learningRate / (1 - momentum),
    initial: { mean: initial.mean[0], sd: initial.sd[0] },
  };
}
