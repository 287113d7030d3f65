import { figures, mount } from "./figures/index.ts";
import { openPage } from "./page.ts";
import "./controls/live.ts";

const places = [...document.querySelectorAll<HTMLElement>("[data-figure]")];
const names = places.map(({ dataset }) => dataset.figure!);
// A link that names none of them means the first.
const scenes = await openPage(
  Object.fromEntries(["pit", ...names].map((name) => [name, figures[name]!.standard])),
);

/** Words of the text that quote a figure's numbers, by figure. */
const quotes = (name: string) => document.querySelectorAll<HTMLElement>(`[data-told^="${name}."]`);

for (const [i, place] of places.entries()) {
  const name = names[i]!;
  const figure = mount(name, place, scenes[name]!, {
    // The first one at once: the page is ready when it is drawn.
    lazy: i > 0,
    controls: figures[name]!.few,
    autoplay: "autoplay" in place.dataset,
  });
  // The static picture stands until the live one does.
  figure.addEventListener("drawn", () => place.querySelector(".still")?.remove(), { once: true });
  figure.addEventListener("tell", () => {
    for (const quote of quotes(name)) {
      const text = figure.told[quote.dataset.told!.slice(name.length + 1)];
      if (text !== undefined && quote.textContent !== text) quote.textContent = text;
    }
  });
}
for (const live of document.querySelectorAll("sgd-live")) live.scene = scenes[live.dataset.of!];
