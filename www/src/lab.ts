import { openPage } from "./page.ts";
import "./controls/bench.ts";
import "./figures/evolve.ts";
import "./figures/widths.ts";

const { scene } = await openPage({ scene: {} });
for (const element of document.querySelectorAll("sgd-bench, sgd-evolve, sgd-widths"))
  Object.assign(element, { scene });
