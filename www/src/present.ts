/**
 * For a room: one figure fills the screen in large type and strong colours, with its question
 * above; arrows, and the page keys that remote clickers send, go on to the next. The address
 * is left alone.
 */
import type { Plot } from "./plot/plot.ts";
import type { Player } from "./time/player.ts";

/** What a figure is asked of here. */
type Shown = HTMLElement & { renderRoot: ParentNode; clock: Player | undefined };

/** The size that figures are made for, in CSS pixels. */
const made = { width: 780, height: 640 };
const bar = 72;

const styles = `
html.presenting { overflow: hidden; }
.shown:has(.presented) { z-index: 10; }
.presented {
  position: fixed !important; inset: ${bar}px 0 0 !important; z-index: 10;
  min-height: 0 !important; max-width: none !important; margin: 0 !important; padding: 0 3vw 1rem;
  overflow: auto; background: var(--paper); visibility: visible !important;
  --muted: var(--ink); --axis: var(--ink); --sgd: var(--sgd-text); --walkers: var(--walkers-text);
}
.presented > *, sgd-evolve.presented, sgd-plane.presented { zoom: var(--room); }
sgd-evolve.presented, sgd-plane.presented { inset: calc(${bar}px / var(--room)) 0 0 !important; }
.room {
  position: fixed; inset: 0 0 auto; z-index: 11; display: flex; align-items: center; gap: 0.75rem;
  height: ${bar}px; padding: 0 3vw; background: var(--paper); color: var(--ink);
}
.room h2 { flex: 1; outline: none; margin: 0; overflow: hidden; font-size: clamp(1.25rem, 2.6vw, 3rem); white-space: nowrap; text-overflow: ellipsis; }
.room button { min-width: 44px; min-height: 44px; border: 1px solid var(--axis); border-radius: 4px; background: none; color: inherit; font: 1.1rem var(--sans); cursor: pointer; }
`;

let styled = false;
function style(): void {
  if (styled) return;
  styled = true;
  const sheet = document.createElement("style");
  sheet.textContent = styles;
  document.head.append(sheet);
}

/** What can be shown: the article's places, or the lab's figures. */
const shows = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>("[data-figure], main.lab .shown > :not(h2)")].filter(
    (place) => place.checkVisibility(),
  );

/** The question that a figure answers: the last heading before it. */
const questionOf = (place: HTMLElement): string =>
  Array.from(document.querySelectorAll("h1, h2"))
    .findLast(
      (heading) => heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING,
    )
    ?.textContent.trim() ?? "";

let end: (() => void) | undefined;

/** Begins with the figure nearest to the middle of the window; ends it if it is under way. */
export function present(): void {
  if (end) {
    end();
    return;
  }
  style();
  const places = shows();
  const middle = innerHeight / 2;
  const away = (place: HTMLElement) => {
    const { top, bottom } = place.getBoundingClientRect();
    return Math.max(top - middle, middle - bottom, 0);
  };
  const nearest = places.reduce((best, place) => (away(place) < away(best) ? place : best));
  let at = places.indexOf(nearest);
  const { activeElement } = document;
  const position = scrollY;

  const head = document.createElement("div");
  head.className = "room";
  head.setAttribute("role", "group");
  head.setAttribute("aria-label", "Presentation");
  const title = document.createElement("h2");
  title.setAttribute("aria-live", "polite");
  title.tabIndex = -1;
  const button = (label: string, words: string, act: () => void) => {
    const made = document.createElement("button");
    made.setAttribute("aria-label", label);
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const close = button("End", "✕", () => end?.());
  head.append(
    title,
    button("Figure before", "←", () => {
      go(-1);
    }),
    button("Next figure", "→", () => {
      go(1);
    }),
    close,
  );
  document.body.append(head);

  const figureIn = (place: HTMLElement) =>
    (place.matches("[data-figure]") ? place.lastElementChild : place) as Shown;
  /** Its colours are others now. */
  const recolour = (place: HTMLElement) => {
    for (const plot of figureIn(place).renderRoot.querySelectorAll<Plot>("sgd-plot"))
      plot.recolour();
  };
  const fit = () => {
    const room = Math.min(innerWidth / made.width, (innerHeight - bar) / made.height);
    document.documentElement.style.setProperty("--room", String(Math.max(room, 1)));
  };
  const turn = (on: boolean) => {
    const place = places[at]!;
    place.classList.toggle("presented", on);
    if (on) title.textContent = questionOf(place);
    recolour(place);
  };
  function go(by: number): void {
    const next = Math.min(Math.max(at + by, 0), places.length - 1);
    if (next === at) return;
    figureIn(places[at]!).clock?.pause();
    turn(false);
    at = next;
    turn(true);
  }
  const key = (event: KeyboardEvent) => {
    const [inner] = event.composedPath();
    const taken = (inner as Element).closest("input, select, textarea, [role=slider]");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { clock } = figureIn(places[at]!);
    if (event.key === "Escape" || event.key.toLowerCase() === "f") end?.();
    else if (taken) return;
    else if (["ArrowRight", "PageDown"].includes(event.key)) go(1);
    else if (["ArrowLeft", "PageUp"].includes(event.key)) go(-1);
    else if (event.key === " " && !(inner as Element).closest("button")) clock?.toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** Whether the browser gave the whole screen: leaving that ends it. */
  let whole = false;
  const screen = () => {
    if (document.fullscreenElement) whole = true;
    else if (whole) end?.();
  };
  end = () => {
    end = undefined;
    removeEventListener("keydown", key, true);
    removeEventListener("resize", fit);
    document.removeEventListener("fullscreenchange", screen);
    turn(false);
    head.remove();
    document.documentElement.classList.remove("presenting");
    if (document.fullscreenElement) void document.exitFullscreen();
    scrollTo(0, position);
    (activeElement as HTMLElement | null)?.focus({ preventScroll: true });
  };
  addEventListener("keydown", key, true);
  addEventListener("resize", fit);
  document.addEventListener("fullscreenchange", screen);
  document.documentElement.classList.add("presenting");
  fit();
  turn(true);
  title.focus({ preventScroll: true });
  // Where there is no whole screen to be had the window will do.
  document.documentElement.requestFullscreen().catch(() => undefined);
}
