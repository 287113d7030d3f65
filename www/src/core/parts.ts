/**
 * The wasm comes in two parts: the line's, without which nothing runs, and what only two
 * parameters need, which is fetched when the first figure of the plane asks.
 */
import type { Asked } from "./messages.ts";

/** Whether a question can only be answered with the plane's part. */
export const asksPlane = ({ type, ask }: Asked): boolean =>
  type === "planeEndState" || ("space" in ask && ask.space === "plane");
