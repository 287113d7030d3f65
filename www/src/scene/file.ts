/** Files: a scene as JSON, which says what a link says however long, or points as a table of text. */
import type { Look } from "./look.ts";
import type { SparseScenario } from "../core/types.ts";
import type { Scene } from "./scene.ts";
import { lookOf } from "./look.ts";
import { textOf } from "./bytes.ts";

export interface SceneFile {
  scenario: SparseScenario;
  look: Look;
  figure: string | undefined;
}

/** `scenario` with every value written out: a later version with other defaults opens the same. */
export function toFile({ scenario, look, figure }: SceneFile, link: string): string {
  const { past = [], ...seen } = look;
  const shown = past.length > 0 ? look : seen;
  return JSON.stringify(
    { sgdCurrent: 1, figure, link: link || undefined, look: shown, scenario },
    null,
    2,
  );
}

/** Reads a file's text; throws an error in words if it holds no scene. */
function fromFile(text: string): SceneFile {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("The file is not JSON.");
  }
  const { sgdCurrent, scenario, look, figure } = (read ?? {}) as Record<string, unknown>;
  if (sgdCurrent !== 1 || typeof scenario !== "object" || scenario === null)
    throw new Error("The file holds no scene of this page.");
  return {
    scenario,
    look: lookOf(look),
    figure: typeof figure === "string" ? figure : undefined,
  };
}

/** Bytes: far more than any scene takes, and a table of a million rows. */
const largest = 3e7;

/**
 * Loads a file into the scene that `choose` finds for its figure, points into
 * that of one's own landscape; answers with what was left out.
 */
export async function acceptFile(
  file: File,
  choose: (figure: string | undefined) => Scene | Promise<Scene>,
): Promise<string[]> {
  try {
    if (file.size > largest) throw new Error("It is too large.");
    const text = await textOf(file);
    if (/^\s*\{/.test(text) || file.name.endsWith(".json")) {
      const { scenario, look, figure } = fromFile(text);
      const scene = await choose(figure);
      return await scene.load({ scenario, look }, String);
    }
    const scene = await choose("own");
    const problem = await scene.paste(text);
    if (problem !== undefined) throw new Error(problem);
    return [];
  } catch (error) {
    return [`“${file.name}” was not opened: ${(error as Error).message}`];
  }
}

/** Lets files be dropped anywhere on a page or an element. */
export function acceptFiles(place: Window | HTMLElement, opened: (file: File) => void): void {
  place.addEventListener("dragover", (event) => {
    const { dataTransfer } = event as DragEvent;
    if (dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  place.addEventListener("drop", (event) => {
    const file = (event as DragEvent).dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    opened(file);
  });
}
