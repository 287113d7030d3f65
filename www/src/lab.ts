import type * as Compare from "./compare.ts";
import { arrival } from "./figures/arrival.ts";
import { fetchElements } from "./figures/index.ts";
import { followDrawer } from "./drawer.ts";
import { openPage, parsed } from "./page.ts";
import { fetchedDeed, typing } from "./shortcuts.ts";
import "./controls/bench.ts";

await parsed;
const lab = document.querySelector<HTMLElement>("main.lab")!;
const shown = lab.querySelector<HTMLElement>(".shown")!;
followDrawer(lab.querySelector<HTMLElement>(".parameters")!, shown);
const figures = {
  line: ["evolve", "widths", "energy", "metric"],
  plane: ["plane"],
} as const;

/** The step at which what plays by itself at the opening ends. */
const opening = 60;

await openPage({ scene: {} }, "scene", async (_, scene) => {
  document.querySelector("sgd-bench")!.scene = scene;
  // One space is shown at a time: its figures have the scene, those of the other space have none.
  const defined = new Set<string>();
  const handOver = () => {
    for (const [of, names] of Object.entries(figures))
      for (const name of names)
        if (defined.has(name))
          lab.querySelector(`sgd-${name}`)!.scene = of === lab.dataset.space ? scene : undefined;
  };
  // What one comes for moves: it plays once, unless a link tells a time to stay at.
  let eager = scene.look.time === 0;
  const requested = new Set<string>();
  const showSpace = async () => {
    const { space = "line" } = scene.table;
    if (space === lab.dataset.space) return;
    lab.dataset.space = space;
    handOver();
    const missing = figures[space].filter((name) => !requested.has(name));
    await Promise.all(
      missing.map((name) => {
        requested.add(name);
        const trouble = document.createElement("sgd-trouble");
        Object.assign(trouble, { still: name, apart: true });
        lab.querySelector(`sgd-${name}`)!.before(trouble);
        return arrival(
          () => fetchElements(name),
          trouble,
          () => {
            trouble.remove();
            defined.add(name);
            if (eager && (name === "evolve" || name === "plane")) {
              eager = false;
              Object.assign(lab.querySelector(`sgd-${name}`)!, { autoplay: true, until: opening });
            }
            handOver();
          },
        );
      }),
    );
  };
  scene.addEventListener("change", () => void showSpace());
  await showSpace();

  const compared = (deed: (script: typeof Compare) => Promise<void>) =>
    fetchedDeed("What compares two scenes", () => import("./compare.ts"), deed);
  const deeds: Record<string, () => Promise<void>> = {
    compare: () => compared(({ compare }) => compare(shown, scene)),
    swap: () => compared(({ swap }) => swap(scene)),
  };
  document.addEventListener("click", ({ target }) => {
    const { deed = "" } = (target as Element).closest<HTMLElement>("[data-deed]")?.dataset ?? {};
    void deeds[deed]?.();
  });
  addEventListener("keydown", (event) => {
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    void (key === "c" ? deeds.compare : key === "x" ? deeds.swap : undefined)?.();
  });
});
