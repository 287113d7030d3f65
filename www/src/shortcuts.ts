/** Keys of a page as a whole: take back, once more, one figure for a room, the list of keys. */
import { fetched, said } from "./core/scripts.ts";
import type { Deeds } from "./scene/address.ts";
import type {} from "./controls/notices.ts";

/** Whether a key is typed into something. */
export function typing(event: KeyboardEvent): boolean {
  const [inner] = event.composedPath();
  return inner instanceof Element && inner.matches("input:not([type=range]), select, textarea");
}

export function followKeys({ undo, redo }: Deeds): void {
  const deeds: Record<string, () => boolean> = { undo, redo };
  document.addEventListener("click", ({ target }) => {
    const { deed } = (target as Element).closest<HTMLElement>("[data-deed]")?.dataset ?? {};
    if (deed === "present") void present();
    else if (deed === "keys") void help();
    else if (deed !== undefined) deeds[deed]?.();
  });
  addEventListener("keydown", (event) => {
    if (typing(event)) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      const again = key === "y" || (key === "z" && event.shiftKey);
      if ((again || key === "z") && (again ? redo() : undo())) event.preventDefault();
    } else if (event.altKey) return;
    else if (key === "f") void present();
    else if (key === "?") void help();
  });
}

/** Does what few readers ask for, whose script is fetched for it; says at the head of the page if it does not come. */
export async function fetchedDeed<T>(
  what: string,
  fetch: () => Promise<T>,
  deed: (script: T) => unknown,
): Promise<void> {
  try {
    await deed(await fetched(what, fetch));
  } catch (error) {
    const place = document.querySelector("sgd-notices")!;
    place.notices = [...new Set([...place.notices, said(error)])];
    // Whoever pressed a key may be anywhere.
    place.scrollIntoView({ block: "nearest" });
  }
}

const present = () =>
  fetchedDeed(
    "What fills the screen",
    () => import("./present.ts"),
    ({ present }) => {
      present();
    },
  );

const help = () =>
  fetchedDeed(
    "The list of keys",
    () => import("./key-list.ts"),
    ({ help }) => {
      help();
    },
  );
