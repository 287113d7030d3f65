import { inlaid } from "./inlaid.ts";
import type { Table } from "../core/messages.ts";
import type { Scene } from "./scene.ts";
import { decode, encode } from "./link.ts";
import { entriesOf } from "./entries.ts";

/** Browsers refuse more than about a hundred address changes in half a minute. */
const pause = 400;
/** Changes of the same thing nearer to each other than this are one deed. */
const breath = 800;

/** Whether a hash names a place on the page, and no scene. */
export const isPlace = (hash: string): boolean => document.getElementById(hash.slice(1)) !== null;

type Links = Record<string, string>;

/** An entry of the history: the links of all scenes, and which deed of this page led to it. */
interface Entry {
  links: Links;
  deed: number;
}

/** Writes an entry; false where the browser refuses, for good or for half a minute. */
function enter(how: "pushState" | "replaceState", entry: Entry, address?: string): boolean {
  try {
    history[how](entry, "", address);
    return true;
  } catch {
    return false;
  }
}

/** Takes back the last deed, or does it once more; false if there is none. */
export interface Deeds {
  undo: () => boolean;
  redo: () => boolean;
}

/** Keys that two links tell differently, where one looks apart. */
function changes(before: string, after: string): string[] {
  const [a, b] = [entriesOf(before), entriesOf(after)];
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter(
    (key) => !["t", "view", "was"].includes(key) && a.get(key) !== b.get(key),
  );
}

/**
 * Keeps the page's address and its scenes in step. The address tells of the
 * scene that was changed last, by its figure's name; a page with one scene
 * leaves the name out. One deed, such as a drag, makes one entry of the
 * history, which keeps the links of all scenes: back and forward restore each.
 * The figure of a hand-edited address goes to `opened`, what the address gets
 * wrong to `notify`. `before` is what the scenes were opened with, and which of
 * them was changed since.
 */
export function followAddress(
  table: Table,
  scenes: Map<string, Scene>,
  notify: (notices: string[]) => void,
  opened: (name: string) => void,
  before: { hash: string; changed: string | undefined },
): Deeds {
  const link = (name: string, { scenario, table, look }: Scene) =>
    encode(scenario, table, look, scenes.size > 1 ? name : undefined);
  const links = (): Links =>
    Object.fromEntries([...scenes].map(([name, scene]) => [name, link(name, scene)]));

  /** The links as they are, and the scene that the address is behind with. */
  let now = links();
  let late: string | undefined;
  let timer = 0;
  /** What the deed under way has changed, and the timer of its end. */
  let deed = new Set<string>();
  let end = 0;
  let held = false;
  let loading = false;
  /** The deed that is shown, counted from the page's opening, and the last one. */
  const kept = history.state as Entry | null;
  let shown = kept?.deed ?? 0;
  let last = shown;

  const write = (name: string, entry: "pushState" | "replaceState") => {
    clearTimeout(timer);
    timer = 0;
    late = undefined;
    const deed = entry === "pushState" ? shown + 1 : shown;
    const address = inlaid ? undefined : `#${now[name]!}`;
    // What is refused is written with the next change.
    if (enter(entry, { links: now, deed }, address) && deed > shown) last = shown = deed;
  };
  const later = (name: string) => {
    late = name;
    timer ||= setTimeout(() => {
      write(name, "replaceState");
    }, pause);
  };
  /** A deed is over when all has been still for a breath, and no finger is down. */
  const rest = () => {
    clearTimeout(end);
    end = setTimeout(() => {
      if (held) rest();
      else deed.clear();
    }, breath);
  };

  // Whoever takes hold of something, or enters it, begins another deed.
  addEventListener(
    "pointerdown",
    () => {
      held = true;
      deed.clear();
    },
    true,
  );
  addEventListener(
    "keydown",
    ({ key }) => {
      if (key === "Enter") deed.clear();
    },
    true,
  );
  for (const end of ["pointerup", "pointercancel"])
    addEventListener(end, () => (held = false), true);

  for (const [name, scene] of scenes) {
    scene.addEventListener("change", () => {
      const changed = link(name, scene);
      if (scene.fault || loading || changed === now[name]) return;
      const keys = changes(now[name]!, changed).map((key) => `${name} ${key}`);
      const same = keys.length === 0 || keys.some((key) => deed.has(key));
      // The end of the deed before belongs to its own entry.
      if (!same && late !== undefined) write(late, "replaceState");
      now = { ...now, [name]: changed };
      // The first change of a deed makes its entry, all others are written over it.
      if (same) later(name);
      else {
        write(name, "pushState");
        deed = new Set();
      }
      for (const key of keys) deed.add(key);
      rest();
    });
    scene.addEventListener("look", () => {
      const changed = link(name, scene);
      if (loading || changed === now[name]) return;
      now = { ...now, [name]: changed };
      later(name);
    });
  }

  const restore = async (links: Links): Promise<string[]> => {
    const changed = [...scenes].filter(([name, scene]) => links[name] !== link(name, scene));
    const loads = changed.map(([name, scene]) => scene.load(decode(links[name] ?? "", table)));
    return (await Promise.all(loads)).flat();
  };

  const open = async (hash: string): Promise<string[]> => {
    const address = decode(hash, table);
    const { figure = "" } = address;
    const [first] = scenes.keys();
    const name = scenes.has(figure) ? figure : first!;
    const notices = await scenes.get(name)!.load(address);
    if (figure !== "") opened(name);
    return notices;
  };

  addEventListener("hashchange", () => {
    if (isPlace(location.hash)) return;
    clearTimeout(timer);
    timer = 0;
    late = undefined;
    deed.clear();
    loading = true;
    const kept = history.state as Entry | null;
    if (kept) shown = kept.deed;
    void (kept ? restore(kept.links) : open(location.hash))
      .then((notices) => {
        notify(notices);
        now = links();
        // A link that was followed is a deed as well.
        if (!kept) last = ++shown;
        enter("replaceState", { links: now, deed: shown });
      })
      .finally(() => {
        loading = false;
      });
  });
  if (location.hash !== before.hash) dispatchEvent(new HashChangeEvent("hashchange"));
  else if (before.changed !== undefined) write(before.changed, "replaceState");
  else enter("replaceState", { links: now, deed: shown });

  return {
    undo: () => {
      if (shown === 0) return false;
      history.back();
      return true;
    },
    redo: () => {
      if (shown === last) return false;
      history.forward();
      return true;
    },
  };
}
