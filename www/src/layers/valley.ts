/** Two weights in series: the level valley of their loss, and where in it the loss is flattest. */
import type { WholePlaneScenario } from "../core/types.ts";
import { line } from "../plot/marks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { text } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";

/** Points that the valley is drawn through. */
const points = 200;

/** The valley is W₁W₂ = c with the product c of least squares; its curvature W₁² + W₂² is least at W₁ = W₂. */
export function drawValley(
  pen: Pen,
  box: Box,
  { landscape, domain }: WholePlaneScenario,
  x: Scale,
  y: Scale,
): void {
  if (landscape.kind !== "network") return;
  const sum = (of: (x: number, y: number) => number) =>
    landscape.points.reduce((all, [x, y]) => all + of(x, y), 0);
  const product = sum((x, y) => x * y) / sum((x) => x * x);
  const [from, to] = domain[0];
  const across = Float64Array.from(
    { length: points },
    (_, i) => from + ((to - from) * (i + 0.5)) / points,
  );
  const drawn = (value: (w: number) => number, dash: number[]) => {
    line(pen, across, across.map(value), x, y, { colour: "gradient", width: 1.25, dash });
  };
  drawn((w) => product / w, []);
  drawn((w) => w, [2, 4]);
  const end = Math.min(to, domain[1][1]);
  text(pen, "W₁ = W₂", Math.min(x(end) - 34, box.right - 34), y(end) + 26, {
    colour: "gradient-text",
    align: "right",
    rim: true,
  });
}
