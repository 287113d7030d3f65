import { openPage } from "./page.ts";
import "./figures/evolve.ts";
import "./figures/widths.ts";

const { evolve, widths } = await openPage({ evolve: {}, widths: { landscape: "widths" } });
document.querySelector("sgd-evolve")!.scene = evolve;
document.querySelector("sgd-widths")!.scene = widths;
