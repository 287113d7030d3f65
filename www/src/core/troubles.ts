/**
 * Every way in which the computation itself can fail, which is no scenario's fault: what happened,
 * in words, and what to do. (A page whose own script does not come has its words in its HTML.)
 */
import type { Fault } from "./messages.ts";

const online = "See whether you are online, and whether anything blocks this site.";

const words = {
  late: [
    "What computes this figure is still on its way.",
    "A slow connection may only need patience.",
  ],
  unreachable: ["What computes this figure could not be fetched.", online],
  missing: [
    "What computes this figure is not on the server.",
    "If the site is yours: its files belong together.",
  ],
  broken: [
    "What computes this figure came damaged.",
    "If it stays so, something on the way changes it, or the browser is older than 2023.",
  ],
  worker: ["What computes this figure did not start.", online],
  forbidden: [
    "This page forbids WebAssembly, which computes this figure.",
    "If the page is yours: its policy needs script-src 'wasm-unsafe-eval'.",
  ],
  lacking: ["This browser lacks", "Leave its strict mode, or take another."],
  memory: ["The browser gives this figure no memory.", "Close other pages."],
  undrawn: ["What draws this figure did not come.", online],
  undrawnYet: [
    "What draws this figure is still on its way.",
    "A slow connection may only need patience.",
  ],
  undrawnAgain: [
    "What draws this figure did not come again.",
    "Some browsers ask for a script only once: then the whole page has to be loaded again.",
  ],
  twice: [
    "The computation broke off twice.",
    "Ask for less, or reset, and play again. This report helps to mend it:",
  ],
} satisfies Record<string, [what: string, todo: string]>;

export type Trouble = keyof typeof words;

/** Thrown by what starts the core. `detail` ends the first sentence, `cause` is what the browser said. */
export class TroubleError extends Error {
  constructor(
    readonly trouble: Trouble,
    { detail = "", cause = "" }: { detail?: string; cause?: unknown } = {},
  ) {
    super(detail, { cause });
  }
}

/** A trouble in words; the report is for whoever mends it. */
export function inWords(trouble: Trouble, detail = "", report?: string): Fault {
  const [what, todo] = words[trouble];
  const message = detail ? `${what} ${detail}.` : what;
  return { name: trouble, message, todo, ...(report === undefined ? {} : { report }) };
}

/** What the page cannot do without and this browser does not have, if anything. */
export function lacking(): string | undefined {
  const needed = ["WebAssembly", "ResizeObserver", "IntersectionObserver"];
  return needed.find((name) => !(name in globalThis)) ?? (draws() ? undefined : "a canvas");
}

/** Whether there is anything to draw on: a strict mode may answer with nothing, or throw. */
function draws(): boolean {
  try {
    return document.createElement("canvas").getContext("2d") !== null;
  } catch {
    return false;
  }
}

/** Why the core did not start: what threw it, or the fault that it said. */
export function startTrouble(error: unknown): {
  trouble: Trouble;
  message: string;
  cause?: unknown;
} {
  if (error instanceof TroubleError) return error;
  const { name, message } = error as Fault;
  const known: Record<string, Trouble> = { RangeError: "memory", CompileError: "forbidden" };
  return { trouble: known[name] ?? "broken", message: "", cause: `${name}: ${message}` };
}
