/** The points that a model is fitted to, and what it says of them with W where SGD has it. */
import { html, nothing } from "lit";
import type { PickEvent } from "../controls/pick.ts";
import type { Spot } from "../controls/spot.ts";
import type { Frame, Stage } from "../core/messages.ts";
import type { Pen } from "../plot/pen.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { extent } from "../plot/extent.ts";
import { number } from "../plot/format.ts";
import { area, clipped, dot, line } from "../plot/marks.ts";
import type { Plot } from "../plot/plot.ts";
import { linear } from "../plot/scale.ts";
import type { Point } from "../scene/points.ts";
import type { Scene } from "../scene/scene.ts";
import { frameOf } from "../scene/units.ts";
import "../controls/spot.ts";

/** What each model answers to Wx. */
const answers = {
  line: (wx: number) => wx,
  logistic: (wx: number) => 1 / (1 + Math.exp(-wx)),
  neuron: Math.tanh,
};

/** The data behind a landscape, if it has any. */
export function dataOf({ scenario: { landscape } }: Stage) {
  return typeof landscape === "object" && landscape.kind === "data" ? landscape : undefined;
}

type Span = [number, number];

/** A little more than the points and zero take up. */
const around = (values: number[]): Span => {
  const [low, high] = extent([0, ...values]);
  const margin = 0.08 * (high - low || 1);
  return [low - margin, high + margin];
};

/** Points beyond which they are too many to take hold of one. */
const most = 24;

/** The data as a plot whose points are dragged, with the pull of each on the model. */
export class ScatterPanel {
  /** Where the axes reach: they stand still while a point is held. */
  #spans: [Span, Span] = [
    [0, 1],
    [0, 1],
  ];
  #held = false;

  #tracks({ width, height }: { width: number; height: number }, points: Point[]) {
    if (!this.#held)
      this.#spans = [around(points.map(([x]) => x)), around(points.map(([, y]) => y))];
    const box = { left: 42, right: width - 12, top: 28, bottom: height - 46 };
    const x = linear(this.#spans[0], [box.left, box.right]);
    return { box, x, y: linear(this.#spans[1], [box.bottom, box.top]) };
  }

  /** Draws the points, the model's curve for the mean W of SGD ± its spread, and how far off it is. */
  draw(pen: Pen, stage: Stage, { moments }: Frame): void {
    const data = dataOf(stage);
    const at = moments.sgd ?? moments.current;
    if (!data || !at) return;
    const { model, points } = data;
    const { origin, units } = frameOf(data);
    const { box, x, y } = this.#tracks(pen, points);
    axisLeft(pen, box, y, "y: points, and model at SGD’s W");
    axisBottom(pen, box, x, "x");
    const [from, to] = this.#spans[0];
    const places = Array.from({ length: 61 }, (_, i) => from + (i / 60) * (to - from));
    const answer = (w: number, place: number) =>
      origin[1] + units[1] * answers[model]((w * (place - origin[0])) / units[0]);
    const curve = (w: number) => places.map((place) => answer(w, place));
    clipped(pen, box, () => {
      pen.context.globalAlpha = 0.2;
      area(pen, places, curve(at.mean - at.sd), curve(at.mean + at.sd), x, y, "sgd");
      pen.context.globalAlpha = 1;
      line(pen, places, curve(at.mean), x, y, { colour: "sgd", width: 2 });
      // The longer the line from the model to a point, the harder the point pulls.
      for (const [px, py] of points)
        line(pen, [px, px], [answer(at.mean, px), py], x, y, { colour: "gradient", width: 1.5 });
    });
    for (const [px, py] of points) dot(pen, x(px), y(py), "ink", { radius: 3 });
  }

  /** What the points are moved by. */
  spots(scene: Scene, stage: Stage, plot: Plot | null | undefined) {
    const points = dataOf(stage)?.points;
    if (!points || !plot?.width || points.length > most) return nothing;
    const { x, y } = this.#tracks({ width: plot.width, height: plot.clientHeight }, points);
    const ground = {
      to: ([a, b]: Point): Point => [x(a), y(b)],
      from: (across: number, down: number): Point => [x.invert(across), y.invert(down)],
    };
    return points.map(
      (point, j) =>
        html`<sgd-spot
          class="point"
          label="Datapoint ${j + 1}"
          .words="x ${number(point[0])}, y ${number(point[1])}"
          .value=${point}
          .bounds=${this.#spans}
          .ground=${ground}
          @pick=${({ value, target }: PickEvent<Point>) => {
            this.#held = (target as Spot).held;
            scene.setLandscape({ points: points.map((other, k) => (k === j ? value : other)) });
          }}
          @release=${() => {
            this.#held = false;
            plot.invalidate();
          }}
        ></sgd-spot>`,
    );
  }
}
