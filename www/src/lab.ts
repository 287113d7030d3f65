import { openPage, parsed } from "./page.ts";
import "./controls/bench.ts";
import "./figures/energy.ts";
import "./figures/evolve.ts";
import "./figures/metric.ts";
import "./figures/widths.ts";

await parsed;
await openPage({ scene: {} }, "scene", (_, scene) => {
  for (const element of document.querySelectorAll(
    "sgd-bench, sgd-evolve, sgd-widths, sgd-energy, sgd-metric",
  ))
    Object.assign(element, { scene });
});
