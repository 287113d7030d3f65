import type { Scene } from "../scene/scene.ts";

/** A column of a figure's numbers. */
export interface Column {
  name: string;
  unit: string;
  values: ArrayLike<number>;
}

/** What leaves the page as a link, a file or a snippet. */
export interface Sharable extends Element {
  /** What links call it. */
  readonly name: string;
  readonly scene: Scene | undefined;
  /** Whether it is in the lab already. */
  readonly lab: boolean;
  /** What stops it, if it moves in time. */
  readonly clock: { pause(): void; speed: number; end: number } | undefined;
  /** Shows its run after so many steps, for a film of it; at last, without one, what it showed before. */
  showAt?: (time: number | undefined) => Promise<void>;
  /** Where its plots are. */
  readonly renderRoot: HTMLElement | DocumentFragment;
  /** The numbers behind the picture. */
  columns(): Column[];
  /** The numbers of its course so far, against time; none if it has none. */
  series(): Column[];
}
