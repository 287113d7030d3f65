/** While a number of the text is dragged, its picture is in sight. */

/** The part of a picture that must be on the screen for it to count as seen. */
const enough = 0.6;

/** Keeps a place's picture on the screen while `number` is held, where it would not be. */
export function pinWhileHeld(number: HTMLElement, place: HTMLElement): void {
  const figure = () => place.querySelector(":scope > :not(.still, sgd-trouble)");
  number.addEventListener("hold", () => {
    const plot = figure()?.shadowRoot?.querySelector("sgd-plot");
    if (!plot || partSeen(plot) >= enough) return;
    // The place stays as high as it is, and so the text where it is.
    place.style.minHeight = `${place.offsetHeight}px`;
    const { top, bottom } = number.getBoundingClientRect();
    place.dataset.pinned = (top + bottom) / 2 < innerHeight / 2 ? "below" : "above";
    figure()?.toggleAttribute("bare", true);
  });
  number.addEventListener("release", () => {
    if (place.dataset.pinned === undefined) return;
    figure()?.toggleAttribute("bare", false);
    delete place.dataset.pinned;
    place.style.minHeight = "";
  });
}

function partSeen(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  return bottom > top ? seen / (bottom - top) : 0;
}
