/** A run as a film: which pictures it is made of. What packs them is fetched when it is asked for. */
import { fetched } from "../core/scripts.ts";
import { needReadable } from "../plot/readable.ts";
import { linkTo, packerAt } from "./address.ts";
import type { Drawing } from "./picture.ts";
import { pictureOf } from "./picture.ts";
import type { Sharable } from "./sharable.ts";

export type FilmKind = "mp4" | "webm" | "gif";

/** What is to be filmed. */
export interface Span {
  /** The first and the last step. */
  from: number;
  to: number;
  /** Steps a second. */
  speed: number;
  /** Pixels across. */
  width: number;
}

export interface Film {
  kind: FilmKind;
  width: number;
  height: number;
  /** Pictures a second, and how many. */
  rate: number;
  count: number;
  title: string;
  link: string;
  draw: (context: CanvasRenderingContext2D, i: number) => Promise<void>;
  /** Hears which part is done. */
  progress: (part: number) => void;
  signal: AbortSignal;
}

export interface FilmFile {
  blob: Blob;
  ending: string;
}

interface Packer {
  kinds: (size: { width: number; height: number }) => Promise<FilmKind[]>;
  encode: (film: Film) => Promise<FilmFile>;
}

const packer = (): Promise<Packer> =>
  fetched("What makes films", () => import(/* @vite-ignore */ packerAt()!) as Promise<Packer>);

/** Pictures a second at most; GIFs pack badly, and need no more. */
const fastest = { mp4: 30, webm: 30, gif: 12.5 };

/** Video wants an even number of pixels. */
const even = (size: number): number => 2 * Math.round(size / 2);

const sizeOf = ({ width, height }: Drawing, across: number) => ({
  width: even(across),
  height: even((height * across) / width),
});

/** The kinds of film that can be made of a figure. */
export async function kindsFor(figure: Sharable, across: number): Promise<FilmKind[]> {
  return (await packer()).kinds(sizeOf(pictureOf(figure, linkTo(figure)), across));
}

/** Seconds that a span lasts. */
export const lasts = ({ from, to, speed }: Span): number => (to - from) / speed;

/** The step that each picture shows. */
export function timesOf(
  { from, to, speed }: Span,
  kind: FilmKind,
): { rate: number; times: number[] } {
  const rate = Math.min(speed, fastest[kind]);
  const count = Math.max(1, Math.round((to - from) * (rate / speed))) + 1;
  const times = Array.from({ length: count }, (_, i) =>
    Math.min(to, from + Math.round((i * speed) / rate)),
  );
  return { rate, times };
}

/** Makes a film of a figure, whose run it leads through all of its steps. */
export async function film(
  figure: Sharable,
  span: Span,
  kind: FilmKind,
  progress: Film["progress"],
  signal: AbortSignal,
): Promise<FilmFile> {
  needReadable();
  const { encode } = await packer();
  const link = linkTo(figure);
  const { rate, times } = timesOf(span, kind);
  // Its height is that of the last picture: words may come and go.
  const { width, height } = sizeOf(pictureOf(figure, link), span.width);
  try {
    return await encode({
      ...{ kind, width, height, rate, count: times.length, link, progress, signal },
      title: pictureOf(figure, link).title,
      draw: async (context, i) => {
        signal.throwIfAborted();
        const time = times[i]!;
        await figure.showAt?.(time);
        const picture = pictureOf(figure, link, time);
        context.setTransform(width / picture.width, 0, 0, width / picture.width, 0, 0);
        picture.draw(context);
      },
    });
  } finally {
    await figure.showAt?.(undefined);
  }
}
