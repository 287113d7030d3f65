/**
 * Films: pictures drawn one after the other, as a video or a GIF. A script of its own, which
 * figures fetch when a film is asked for.
 */
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import {
  BufferTarget,
  canEncodeVideo,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
} from "mediabunny";
import type { Film, FilmFile, FilmKind } from "./export/film.ts";

/** What each kind of video is packed with, the best first. */
const codecs = { mp4: ["avc"], webm: ["vp9", "vp8", "av1"] } as const;

type Size = Pick<Film, "width" | "height">;

async function codecFor(kind: "mp4" | "webm", size: Size) {
  if (!("VideoEncoder" in globalThis)) return undefined;
  for (const codec of codecs[kind]) if (await canEncodeVideo(codec, size)) return codec;
  return undefined;
}

/** The kinds of film that this browser can make, the most useful first; a GIF it always can. */
export async function kinds(size: Size): Promise<FilmKind[]> {
  const videos: FilmKind[] = [];
  for (const kind of ["mp4", "webm"] as const) if (await codecFor(kind, size)) videos.push(kind);
  return [...videos, "gif"];
}

/** Makes a film; what is cancelled meanwhile ends with the signal's reason. */
export const encode = (film: Film): Promise<FilmFile> =>
  film.kind === "gif" ? gif(film) : video(film, film.kind);

/** What pictures are drawn on, and read from again. */
function paper({ width, height }: Size): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return canvas.getContext("2d", { alpha: false, willReadFrequently: true })!;
}

async function video(film: Film, kind: "mp4" | "webm"): Promise<FilmFile> {
  const { rate, count, signal } = film;
  const codec = await codecFor(kind, film);
  if (!codec) throw new Error(`This browser cannot make ${kind}: choose another kind.`);
  const context = paper(film);
  const target = new BufferTarget();
  const format =
    kind === "mp4" ? new Mp4OutputFormat({ fastStart: "in-memory" }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(context.canvas, {
    codec,
    quality: new Quality("high"),
    keyFrameInterval: 2,
  });
  output.addVideoTrack(source, { frameRate: rate });
  output.setMetadataTags({ title: film.title, comment: film.link });
  await output.start();
  try {
    for (let i = 0; i < count; i++) {
      await film.draw(context, i);
      signal.throwIfAborted();
      await source.add(i / rate, 1 / rate);
      film.progress((i + 1) / count);
    }
  } catch (error) {
    await output.cancel();
    throw error;
  }
  await output.finalize();
  return { blob: new Blob([target.buffer!], { type: `video/${kind}` }), ending: kind };
}

/** One colour of each table stands for “as before”. */
const most = 255;

async function gif({
  width,
  height,
  rate,
  count,
  draw,
  progress,
  signal,
}: Film): Promise<FilmFile> {
  const context = paper({ width, height });
  const stream = GIFEncoder();
  let before: Uint32Array | undefined;
  for (let i = 0; i < count; i++) {
    await draw(context, i);
    signal.throwIfAborted();
    const { data } = context.getImageData(0, 0, width, height);
    const palette = quantize(data, most);
    const index = applyPalette(data, palette);
    const now = new Uint32Array(data.buffer);
    // What has not changed is not said again, which packs well.
    if (before) for (let k = 0; k < now.length; k++) if (now[k] === before[k]) index[k] = most;
    while (palette.length <= most) palette.push([0, 0, 0]);
    // Whole hundredths of a second, which add up to the film's length.
    const hundredths = Math.round((100 * (i + 1)) / rate) - Math.round((100 * i) / rate);
    stream.writeFrame(index, width, height, {
      palette,
      delay: 10 * hundredths,
      dispose: 1,
      transparent: before !== undefined,
      transparentIndex: most,
    });
    before = now;
    progress((i + 1) / count);
    // The page stays alive: each picture takes some hundredths of a second.
    await new Promise((later) => setTimeout(later));
  }
  stream.finish();
  return { blob: new Blob([stream.bytes() as BlobPart], { type: "image/gif" }), ending: "gif" };
}
