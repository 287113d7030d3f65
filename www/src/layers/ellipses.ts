/** The noise of the gradients as an ellipse at each place of a coarse lattice: its axes are √C's. */
import type { PlaneLandscape } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";

/** Ellipses along each side. */
const across = 9;

export function drawEllipses(
  pen: Pen,
  box: Box,
  { covariance: { w11, w12, w22 } }: PlaneLandscape,
  [n1, n2]: [number, number],
): void {
  const { context } = pen;
  const spacing = Math.min(box.right - box.left, box.bottom - box.top) / across;
  const lattice = Array.from({ length: across ** 2 }, (_, k) => {
    const [u, v] = [((k % across) + 0.5) / across, (Math.floor(k / across) + 0.5) / across];
    const cell = Math.floor(u * n1) * n2 + Math.floor(v * n2);
    return { u, v, ...axes(w11[cell]!, w12[cell]!, w22[cell]!) };
  });
  const largest = Math.max(...lattice.map(({ long }) => long));
  if (!(largest > 0)) return;
  const scale = (0.45 * spacing) / largest;
  context.save();
  context.lineWidth = 1.25;
  context.strokeStyle = pen.colour("variance");
  for (const { u, v, long, short, angle } of lattice) {
    const [x, y] = [box.left + u * (box.right - box.left), box.bottom - v * (box.bottom - box.top)];
    context.beginPath();
    // Upwards is W₂ on the page, downwards on a canvas.
    context.ellipse(x, y, Math.max(long * scale, 0.75), short * scale, -angle, 0, 2 * Math.PI);
    context.stroke();
  }
  context.restore();
}

/** The standard deviations along a covariance's own axes, and the angle of the longer one. */
function axes(c11: number, c12: number, c22: number) {
  const [mean, half] = [(c11 + c22) / 2, (c11 - c22) / 2];
  const apart = Math.hypot(half, c12);
  return {
    long: Math.sqrt(Math.max(mean + apart, 0)),
    short: Math.sqrt(Math.max(mean - apart, 0)),
    angle: Math.atan2(c12, half) / 2,
  };
}
