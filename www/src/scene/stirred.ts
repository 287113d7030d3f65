/**
 * The landscape L = a(u) + b(v), u = W₁ + 2W₂, v = W₁ + W₂/2, of the preset of its name: a double
 * well a, whose far wells lie at u = ± r, and a bowl b about v = s. Its noise is the same
 * everywhere, diag(1, ¼), and its current goes round at T²(c₂ − c₁)/(α + 1/α), α = 2, whatever
 * r and s are.
 */
import type { PlaneLandscapeSpec } from "../core/types.ts";

type Place = [number, number];

const form = /^\(\(W1\+2\*W2\)\^2-([\d.]+)\)\^2\/4 \+ \(W1\+W2\/2(?:([-+])([\d.]+))?\)\^2\/2 (.+)$/;
const noise = ["+ W1 + W2/2", "+ W1 - W2/2", "- W1 + W2/2", "- W1 - W2/2"];
const tilt = "+ (W1+2*W2)/10";

/** Where the well at u = r, v = s lies; nothing for other landscapes. */
export function wellOf(landscape: PlaneLandscapeSpec): Place | undefined {
  if (landscape.kind !== "formula") return undefined;
  const parts = landscape.losses.map((loss) => form.exec(loss));
  const [, square, sign, shift = "0"] = parts[0] ?? [];
  const alike = parts.every(
    (part, j) =>
      part?.[1] === square &&
      part?.[2] === sign &&
      (part?.[3] ?? "0") === shift &&
      part?.[4] === `${tilt} ${noise[j]}`,
  );
  if (square === undefined || !alike || parts.length !== noise.length) return undefined;
  const [u, v] = [Math.sqrt(Number(square)), Number(shift) * (sign === "+" ? -1 : 1)];
  return [(4 * v - u) / 3, (2 * (u - v)) / 3];
}

/** The losses of the landscape with that well elsewhere. */
export function withWell([w1, w2]: Place): string[] {
  const [u, v] = [Math.max(w1 + 2 * w2, 0.3), w1 + w2 / 2];
  const short = (x: number) => String(Number(x.toFixed(3)));
  const bowl = `(W1+W2/2${v > 0 ? "-" : "+"}${short(Math.abs(v))})^2/2`;
  return noise.map((part) => `((W1+2*W2)^2-${short(u * u)})^2/4 + ${bowl} ${tilt} ${part}`);
}

/** The circulation of its end state, W²/step, at a learning rate and a batch size. */
export const circulationOf = (learningRate: number, batchSize: number): number =>
  (learningRate ** 2 / batchSize) * ((0.25 - 1) / (2 + 1 / 2));
