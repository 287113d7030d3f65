import { openPage, parsed } from "./page.ts";
import { typing } from "./shortcuts.ts";
import "./controls/bench.ts";
import "./figures/energy.ts";
import "./figures/evolve.ts";
import "./figures/metric.ts";
import "./figures/plane.ts";
import "./figures/widths.ts";

await parsed;
const lab = document.querySelector<HTMLElement>("main.lab")!;
await openPage({ scene: {} }, "scene", (_, scene) => {
  document.querySelector("sgd-bench")!.scene = scene;
  // Each space has its figures: the others have no scene while it is not theirs.
  const turn = () => {
    const { space = "line" } = scene.table;
    if (space === lab.dataset.space) return;
    lab.dataset.space = space;
    for (const element of lab.querySelectorAll("sgd-evolve, sgd-widths, sgd-energy, sgd-metric"))
      Object.assign(element, { scene: space === "line" ? scene : undefined });
    lab.querySelector("sgd-plane")!.scene = space === "plane" ? scene : undefined;
  };
  scene.addEventListener("change", turn);
  turn();

  const shown = lab.querySelector<HTMLElement>(".shown")!;
  const deeds: Record<string, () => Promise<void>> = {
    compare: async () => (await import("./compare.ts")).compare(shown, scene),
    swap: async () => (await import("./compare.ts")).swap(scene),
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
