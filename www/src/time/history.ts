import type { Frame, Space, Spaces } from "../core/messages.ts";
import type { SparseScenario } from "../core/types.ts";
import type { Past } from "../scene/look.ts";
import { bisector } from "d3-array";

const byTime = bisector(({ time }: { time: number }) => time);

/** Memory that one figure may fill with its past. */
const most = 16e6;

/** The frames computed so far, every other one dropped when they get too many. */
export class History<S extends Space = "line"> {
  frames: Spaces[S]["frame"][] = [];
  /** Earlier frames, on other grids than these: only their moments are kept. */
  before: Spaces[S]["frame"][] = [];
  /** The settings that were in force before the present ones while it ran, oldest first. */
  past: Past[] = [];

  /** A new history after this one, whose densities are on another grid. */
  turned(): History<S> {
    const next = new History<S>();
    const bare = { density: {}, histogram: null, walkers: null, flux: null, metric: null };
    next.past = this.past;
    next.before = [...this.before, ...this.frames.map((frame) => ({ ...frame, ...bare }))];
    return next;
  }

  /** Notes that a scenario was in force up to a step. Of two changes at one step only the last counts. */
  remember(past: Past): void {
    if (this.past.at(-1)?.until !== past.until) this.past = [...this.past, past];
  }

  /** The settings that were in force up to a step; none if they are the present ones all along. */
  pastOf(time: number): Past[] {
    const after = this.past.find(({ until }) => until >= time);
    return after ? this.leadingTo(time, after.scenario) : this.past;
  }

  /** All settings up to a step, oldest first. The last is `now`, unless something else was noted. */
  leadingTo(time: number, now: SparseScenario): Past[] {
    if (time === 0) return [];
    const before = this.past.filter(({ until }) => until < time);
    const { scenario = now } = this.past.find(({ until }) => until >= time) ?? {};
    return [...before, { until: time, scenario }];
  }

  /** Adds the newest frame, in place of an older one of the same time. */
  push(frame: Spaces[S]["frame"]): void {
    if (this.frames.at(-1)?.time === frame.time) this.frames.pop();
    const size = weight(frame);
    if (this.frames.length > Math.max(most / size, 32))
      this.frames = this.frames.filter((_, i) => i % 2 === 0);
    this.frames.push(frame);
  }

  /** The last frame not after a time. */
  at(time: number): Spaces[S]["frame"] | undefined {
    const count = byTime.right(this.frames, time);
    return this.frames[Math.max(count - 1, 0)];
  }

  get newest(): Spaces[S]["frame"] | undefined {
    return this.frames.at(-1);
  }
}

/** Bytes of the arrays in a frame. */
function weight(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + weight(part), 0);
}

/** Points that a curve against time is drawn through at most. */
const finest = 150;

/** As many frames as a curve against time needs, the newest among them. */
export function sampled(frames: Frame[]): Frame[] {
  const stride = Math.ceil(frames.length / finest);
  const newest = frames.at(-1);
  return frames.filter((frame, i) => i % stride === 0 || frame === newest);
}
