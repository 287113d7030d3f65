import { followContents } from "./contents.ts";
import { arrival } from "./figures/arrival.ts";
import { fetchElements, figures, mount } from "./figures/index.ts";
import { standards } from "./scene/standards.ts";
import type { Scene } from "./scene/scene.ts";
import { stillness } from "./time/stillness.ts";
import { openPage, parsed } from "./page.ts";
import { pinWhileHeld } from "./pinned.ts";
import "./controls/live.ts";

await parsed;
followContents();
const places = new Map(
  Array.from(document.querySelectorAll<HTMLElement>("[data-figure]"), (place) => [
    place.dataset.figure!,
    place,
  ]),
);
const [first] = places.keys();
for (const quote of document.querySelectorAll("[data-told]"))
  quote.closest("p")?.classList.add("telling");
/** Where each figure tells what is wrong with it. */
const troubles = new Map(
  Array.from(places, ([name, place]) => [
    name,
    place.appendChild(document.createElement("sgd-trouble")),
  ]),
);

/** Words of the text that quote a figure's numbers, by figure. */
const quotes = (name: string) => document.querySelectorAll<HTMLElement>(`[data-told^="${name}."]`);

async function show(name: string, scene: Scene): Promise<void> {
  const place = places.get(name)!;
  const still = place.querySelector<HTMLElement>(".still");
  // The text beside the first figure tells what playing shows: where nothing plays by itself, it
  // opens at the step of its static picture.
  if (name === first && stillness.matches && scene.look.time === 0)
    scene.look = { ...scene.look, time: Number(still?.dataset.time ?? 0) };
  for (const live of document.querySelectorAll<HTMLElementTagNameMap["sgd-live"]>(
    `sgd-live[data-of="${name}"]`,
  )) {
    live.scene = scene;
    pinWhileHeld(live, place);
  }
  const fetch = () => fetchElements(figures[name]!.element);
  await arrival(fetch, troubles.get(name)!, async () => {
    const figure = await mount(name, place, scene, {
      // The first one at once: the page is ready when it is drawn.
      lazy: name !== first,
      worded: true,
      brief: true,
      controls: figures[name]!.few,
      // A link to a step stays at it.
      autoplay: "autoplay" in place.dataset && scene.look.time === 0,
      until: Number(place.dataset.autoplay),
    });
    // The static picture stands until the live one does.
    figure.addEventListener("drawn", () => still?.remove(), { once: true });
    figure.addEventListener("tell", () => {
      for (const quote of quotes(name)) {
        const text = figure.told[quote.dataset.told!.slice(name.length + 1)];
        if (text !== undefined && quote.textContent !== text) quote.textContent = text;
      }
    });
  });
}

// A link that names none of them means the pit.
const names = new Set(["pit", ...places.keys()]);
await openPage(
  Object.fromEntries(Array.from(names, (name) => [name, standards[name]!])),
  first!,
  show,
);
