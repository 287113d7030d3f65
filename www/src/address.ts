import type { Table } from "./core/messages.ts";
import type { Scene } from "./scene.ts";
import { decode, encode } from "./link.ts";

/** Browsers refuse more than about a hundred address changes in half a minute. */
const pause = 400;
/** Changes nearer to each other than this are one deed. */
const breath = 800;

type Links = Record<string, string>;

/**
 * Keeps the page's address and its scenes in step. The address tells of the
 * scene that was changed last, by its figure's name; a page with one scene
 * leaves the name out. One deed, such as a drag, makes one entry of the
 * history, which keeps the links of all scenes: back and forward restore each.
 * What a hand-edited address gets wrong goes to `notify`.
 */
export function followAddress(
  table: Table,
  scenes: Map<string, Scene>,
  notify: (notices: string[]) => void,
): void {
  const link = (name: string, { scenario, look }: Scene) =>
    encode(scenario, table, look, scenes.size > 1 ? name : undefined);
  const links = (): Links =>
    Object.fromEntries([...scenes].map(([name, scene]) => [name, link(name, scene)]));

  let written = links();
  let timer = 0;
  let deed = 0;
  let held = false;
  let loading = false;

  const write = (name: string, entry: "pushState" | "replaceState") => {
    written = links();
    history[entry](written, "", `#${written[name]!}`);
  };
  /** A deed is over when all has been still for a breath, and no finger is down. */
  const rest = () => {
    clearTimeout(deed);
    deed = setTimeout(() => {
      if (held) rest();
      else deed = 0;
    }, breath);
  };
  const later = (name: string) => {
    timer ||= setTimeout(() => {
      timer = 0;
      write(name, "replaceState");
    }, pause);
  };

  addEventListener("pointerdown", () => (held = true), true);
  for (const end of ["pointerup", "pointercancel"])
    addEventListener(end, () => (held = false), true);

  for (const [name, scene] of scenes) {
    scene.addEventListener("change", () => {
      if (scene.fault || loading || link(name, scene) === written[name]) return;
      // The first change of a deed makes its entry, all others are written over it.
      if (deed === 0) write(name, "pushState");
      else later(name);
      rest();
    });
    scene.addEventListener("look", () => {
      if (!loading && link(name, scene) !== written[name]) later(name);
    });
  }

  const restore = async (links: Links): Promise<string[]> => {
    const changed = [...scenes].filter(([name, scene]) => links[name] !== link(name, scene));
    const loads = changed.map(([name, scene]) => {
      const { scenario, look } = decode(links[name] ?? "", table);
      return scene.load(scenario, look);
    });
    return (await Promise.all(loads)).flat();
  };

  const open = async (hash: string): Promise<string[]> => {
    const { figure, scenario, look, notices } = decode(hash, table);
    const scene = scenes.get(figure ?? "") ?? scenes.values().next().value;
    return [...notices, ...((await scene?.load(scenario, look)) ?? [])];
  };

  addEventListener("hashchange", () => {
    clearTimeout(timer);
    timer = 0;
    loading = true;
    const kept = history.state as Links | null;
    void (kept ? restore(kept) : open(location.hash))
      .then((notices) => {
        notify(notices);
        written = links();
        history.replaceState(written, "");
      })
      .finally(() => {
        loading = false;
      });
  });
  history.replaceState(written, "");
}
