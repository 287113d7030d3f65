/** Keys of a page as a whole: take back, once more, one figure for a room, the list of keys. */
import type { Deeds } from "./scene/address.ts";

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

const present = async () => {
  (await import("./present.ts")).present();
};

const help = async () => {
  (await import("./key-list.ts")).help();
};
