/**
 * The lab's parameters: beside the figures where there is room, else in a drawer that comes up from
 * below, over figures that stay and go on.
 */
import type { Player } from "./time/player.ts";

/** A figure that may move in time. */
type Shown = HTMLElement & { clock?: Player | undefined };

/** Follows the window's width; the drawer's button plays the figure that moves, which it may cover. */
export function followDrawer(drawer: HTMLElement, shown: HTMLElement): void {
  const fold = drawer.querySelector("details")!;
  const button = drawer.querySelector("button")!;
  const beside = matchMedia("(min-width: 60rem)");
  const fit = (): void => {
    fold.open = beside.matches;
  };
  fit();
  beside.addEventListener("change", fit);

  const figures = () => shown.querySelectorAll<Shown>(":scope > sgd-plane, :scope > sgd-evolve");
  /** The one that can be seen; of two scenes the second, which is the one that is changed. */
  const moving = () => [...figures()].findLast((figure) => figure.checkVisibility());
  button.addEventListener("click", () => {
    moving()?.clock?.toggle();
  });
  shown.addEventListener("clock", () => {
    button.textContent = moving()?.clock?.playing ? "Pause" : "Play";
  });

  fold.addEventListener("toggle", () => {
    if (beside.matches || !fold.open) return;
    // What is changed is to be seen: the first picture in sight comes to where the drawer ends.
    const top = drawer.getBoundingClientRect().top;
    const pictures = [...shown.children].filter(
      (child): child is Shown =>
        child.matches("sgd-plane, sgd-evolve, sgd-widths, sgd-energy, sgd-metric") &&
        child.checkVisibility(),
    );
    const picture =
      pictures.findLast((each) => each.getBoundingClientRect().top < top) ?? pictures[0];
    picture?.scrollIntoView({ block: "start" });
  });
  drawer.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || beside.matches || !fold.open) return;
    fold.open = false;
    fold.querySelector("summary")!.focus();
  });
}
