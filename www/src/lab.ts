import { fetchElements } from "./figures/index.ts";
import { openPage, parsed } from "./page.ts";
import { typing } from "./shortcuts.ts";
import "./controls/bench.ts";

await parsed;
const lab = document.querySelector<HTMLElement>("main.lab")!;
const figures = {
  line: ["evolve", "widths", "energy", "metric"],
  plane: ["plane"],
} as const;

await openPage({ scene: {} }, "scene", async (_, scene) => {
  document.querySelector("sgd-bench")!.scene = scene;
  // Each space has its figures: the others have no scene while it is not theirs.
  const turn = async () => {
    const { space = "line" } = scene.table;
    if (space === lab.dataset.space) return;
    lab.dataset.space = space;
    await fetchElements(...figures[space]);
    for (const [of, names] of Object.entries(figures))
      for (const name of names)
        lab.querySelector(`sgd-${name}`)!.scene = of === lab.dataset.space ? scene : undefined;
  };
  scene.addEventListener("change", () => void turn());
  await turn();

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
