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
  // On a tablet held upright there is room for both from the start.
  const tall = matchMedia("(min-width: 44rem) and (min-height: 64rem)");
  const fit = (): void => {
    fold.open = beside.matches || tall.matches;
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

  /** What is changed is to be seen: the picture that the drawer comes up over goes to the window's top. */
  const clear = (): void => {
    const { top } = drawer.getBoundingClientRect();
    const seen = [...shown.children].filter(
      (child) =>
        child.matches("sgd-plane, sgd-evolve, sgd-widths, sgd-energy, sgd-metric") &&
        child.checkVisibility(),
    );
    const picture = seen.findLast((each) => each.getBoundingClientRect().top < top) ?? seen[0];
    picture?.scrollIntoView({ block: "start" });
  };
  fold.querySelector("summary")!.addEventListener("click", () => {
    // The drawer is there in the next frame.
    if (!fold.open) requestAnimationFrame(clear);
  });
  drawer.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || beside.matches || !fold.open) return;
    fold.open = false;
    fold.querySelector("summary")!.focus();
  });
}
