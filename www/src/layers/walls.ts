/** What the ends of the domain do, where they do not simply reflect. */
import type { WholeScenario } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { rule, text } from "../plot/pen.ts";

/** Room that its words need above the axis, in pixels. */
export const wallsHeight = 22;

/** Marks the ends of a box that is as wide as the domain. */
export function drawWalls(pen: Pen, { left, right, top, bottom }: Box, scenario: WholeScenario) {
  const { walls } = scenario;
  if (walls === "reflect") return;
  const ends = [
    { at: left, side: "Left", inward: 1, align: "left" as const, absorbs: "← absorbs" },
    { at: right, side: "Right", inward: -1, align: "right" as const, absorbs: "absorbs →" },
  ];
  for (const { at, side, inward, align, absorbs } of ends) {
    const ring = walls === "periodic";
    if (!ring && walls !== "absorb" && walls !== `absorb${side}`) continue;
    rule(pen, [at, top], [at, bottom], ring ? "hair" : "axis", { dash: ring ? [6, 4] : [2, 2] });
    text(pen, ring ? "↻" : absorbs, at + inward * 5, bottom - 6, {
      colour: "muted",
      align,
      rim: true,
    });
  }
}
