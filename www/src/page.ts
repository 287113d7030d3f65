import type { SparseScenario } from "./core/types.ts";
import { followAddress, isPlace } from "./scene/address.ts";
import { core } from "./core/client.ts";
import { described } from "./core/describe.ts";
import { CoreError } from "./core/post.ts";
import { said } from "./core/scripts.ts";
import { acceptFile, acceptFiles } from "./scene/file.ts";
import { followInlaid } from "./scene/inlaid.ts";
import { decode } from "./scene/link.ts";
import { keepSite } from "./offline.ts";
import { followKeys } from "./shortcuts.ts";
import { forPaper } from "./styles/paper.ts";
import { Scene } from "./scene/scene.ts";
import { tableOf } from "./scene/standards.ts";
import "./controls/notices.ts";
import "./figures/trouble.ts";

forPaper(document.documentElement);
followInlaid();
// From now on the page need not say that its script has not come.
document.documentElement.dataset.started = "true";

/** Where the scripts of this page lie; one that is a single file may have an address without a folder. */
const ours = import.meta.url.replace(/[^/]*$/, "");
let met: string | undefined;
/** A fault of this page itself is told: something stands still that nothing else speaks of. */
const meet = (error: unknown): void => {
  const { stack = "", message } = (error ?? {}) as Partial<Error>;
  const place = document.querySelector("sgd-notices");
  // Extensions have theirs.
  if (met || core.trouble || !place || !stack.includes(ours)) return;
  met = `This page met a fault of its own, and some of it may stand still. Load it again; if it stays so, the browser may be older than 2023. (${message})`;
  place.notices = [...place.notices, met];
};
addEventListener("error", ({ error }) => {
  meet(error);
});
addEventListener("unhandledrejection", ({ reason }) => {
  meet(reason);
});

/** Milliseconds that the first figure may keep the others waiting. */
const patience = 500;

/** Done when all elements of the page are there. */
export const parsed = new Promise<void>((resolve) => {
  if (document.readyState !== "loading") resolve();
  else
    addEventListener("DOMContentLoaded", () => {
      resolve();
    });
});

/**
 * Opens a page: asks the core what there is, opens a scene for each name, one
 * of them as the address has it, and keeps address and scenes in step. `opened`
 * hears of each scene as it is there, of `first` well before the others. What it cannot show it
 * tells in its place: only what keeps the whole page from starting is thrown.
 */
export async function openPage(
  standards: Record<string, SparseScenario>,
  first: string,
  opened: (name: string, scene: Scene) => void | Promise<void>,
): Promise<void> {
  const drawn = new Promise<void>((done) => {
    const ready = () => {
      document.documentElement.dataset.ready = "true";
      done();
    };
    addEventListener("drawn", ready, { once: true });
  });
  const place = document.querySelector("sgd-notices")!;
  // Where the styles have not come they would still be seen.
  for (const late of document.querySelectorAll<HTMLElement>(".late")) late.hidden = true;
  const notify = (notices: string[]) => {
    place.notices = [...notices, ...place.notices.filter((notice) => notice === met)];
  };
  try {
    const table = await described;
    const before = location.hash;
    // A page saved with a scene opens with it.
    const told = before.length > 1 && !isPlace(before);
    const hash = told ? before : document.documentElement.dataset.scene;
    const address = decode(hash ?? "", table);
    const notices: string[] = [];
    const names = Object.keys(standards);
    const { figure } = address;
    const target = figure !== undefined && Object.hasOwn(standards, figure) ? figure : names[0]!;
    const show = (name: string, where?: ScrollIntoViewOptions) => {
      const place = document.getElementById(name);
      const fold = place?.closest("details");
      if (fold) fold.open = true;
      place?.scrollIntoView(where);
    };
    // Browsers go to a place of the text before the page has its widths and heights.
    const aim = figure !== undefined ? target : isPlace(before) ? before.slice(1) : undefined;
    // At once: whoever goes on from there is not to be called back by what comes later.
    if (aim !== undefined) show(aim);
    const deeds: Event[] = [];
    for (const deed of ["pointerdown", "wheel", "keydown"])
      addEventListener(deed, (event) => deeds.push(event), { once: true, passive: true });
    /** The scene that was changed first, maybe before all the others are there. */
    let changed: string | undefined;
    const open = async (name: string): Promise<[string, Scene]> => {
      const ours = name === target && hash !== undefined;
      const [scene, leftOut] = await Scene.open(
        table,
        ours ? address : { scenario: standards[name]!, table: tableOf(name, table) },
      );
      notices.push(...leftOut);
      scene.addEventListener("change", () => {
        if (!scene.fault) changed ??= name;
      });
      await opened(name, scene);
      return [name, scene];
    };
    const opening = new Map([[first, open(first)]]);
    await opening.get(first);
    // The others wait until it is drawn, which a page behind another one never does.
    await Promise.race([drawn, new Promise((later) => setTimeout(later, patience))]);
    for (const name of names) if (name !== first) opening.set(name, open(name));
    const scenes = new Map(await Promise.all(names.map((name) => opening.get(name)!)));
    notify(notices);
    keepSite();
    // Whoever follows a link in the text may see the figure already.
    const opens = (name: string) => {
      // Of one that is higher than the window the picture is to be seen, which is its upper part.
      const isHigh = (document.getElementById(name)?.offsetHeight ?? 0) > innerHeight;
      show(name, { block: isHigh ? "start" : "nearest" });
    };
    followKeys(followAddress(table, scenes, notify, opens, { hash: before, changed }));
    acceptFiles(window, (file) => {
      void acceptFile(file, (figure = "") => {
        show(figure);
        return scenes.get(figure) ?? scenes.values().next().value!;
      }).then(notify);
    });
    // What came since may have moved it.
    if (aim !== undefined && deeds.length === 0) show(aim);
  } catch (error) {
    met = `The page could not start: ${said(error)} Load it again.`;
    notify([met]);
    // What the core says is told; all else is a fault of this page.
    if (!(error instanceof CoreError)) throw error;
  }
}
