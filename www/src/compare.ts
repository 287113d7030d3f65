/** Two scenes in the lab: A as it was kept, and B, which goes on being changed; B's clock is A's. */
import { Scene } from "./scene/scene.ts";

/** Steps that A takes at once to come to B's time. */
const most = 500;

interface Two {
  kept: Scene;
  close: () => void;
}

let two: Two | undefined;

/** Keeps the scene as A beside what it becomes; if one is kept, lets go of it. */
export async function compare(shown: HTMLElement, scene: Scene): Promise<void> {
  if (two) {
    two.close();
    return;
  }
  const button = document.querySelector("[data-deed=compare]");
  const { scenario, table, look } = scene;
  const tag = table.space === "plane" ? "sgd-plane" : "sgd-evolve";
  const live = shown.querySelector(tag)!;
  // Its script may still be awaited.
  if (!customElements.get(tag)) return;
  const [kept] = await Scene.open(scene.tables, { scenario, table, look });
  const figure = document.createElement(tag);
  Object.assign(figure, { lab: true, scene: kept, advice: "A, kept as it was." });
  const advice = live.advice;
  live.advice = "B, which you change. Compare (C) lets go of A, Swap (X) exchanges the two.";
  const follow = () => {
    const [mine, its] = [figure.clock, live.clock];
    if (mine.playing !== its.playing) {
      mine.speed = its.speed;
      if (its.playing) mine.play();
      else mine.pause();
    }
    if (its.playing) return;
    const time = its.frame?.time ?? 0;
    if (time <= mine.end) mine.seek(time);
    else for (let i = Math.min(time - mine.end, most); i > 0; i--) mine.step();
  };
  live.addEventListener("tell", follow);
  live.addEventListener("clock", follow);
  shown.classList.add("two");
  button?.setAttribute("aria-pressed", "true");
  live.before(figure);
  two = {
    kept,
    close: () => {
      two = undefined;
      live.removeEventListener("tell", follow);
      live.removeEventListener("clock", follow);
      live.advice = advice;
      figure.remove();
      shown.classList.remove("two");
      button?.setAttribute("aria-pressed", "false");
    },
  };
}

/** What was kept goes on, and what went on is kept. */
export async function swap(scene: Scene): Promise<void> {
  if (!two) return;
  const { kept } = two;
  const [mine, its] = [kept, scene].map(({ scenario, table, look }) => ({ scenario, table, look }));
  await Promise.all([scene.load(mine!), kept.load(its!)]);
}
