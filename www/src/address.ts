import type { Table } from "./core/messages.ts";
import type { Scene } from "./scene.ts";
import { decode, encode } from "./link.ts";

/** Browsers refuse more than about a hundred address changes in half a minute. */
const pause = 400;

/**
 * Keeps the page's address and its scenes in step. The address tells of the
 * scene that was changed last, by its figure's name; a page with one scene
 * leaves the name out. What a hand-edited address gets wrong goes to `notify`.
 */
export function followAddress(
  table: Table,
  scenes: Map<string, Scene>,
  notify: (notices: string[]) => void,
): void {
  let timer = 0;
  let loading = false;
  for (const [figure, scene] of scenes) {
    scene.addEventListener("change", () => {
      if (scene.fault || loading) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const name = scenes.size > 1 ? figure : undefined;
        history.replaceState(history.state, "", `#${encode(scene.scenario, table, name)}`);
      }, pause);
    });
  }
  addEventListener("hashchange", () => {
    clearTimeout(timer);
    const address = decode(location.hash, table);
    const scene = scenes.get(address.figure ?? "") ?? scenes.values().next().value;
    if (!scene) return;
    loading = true;
    void scene
      .load(address.scenario)
      .then((refused) => {
        notify([...address.notices, ...refused]);
      })
      .finally(() => {
        loading = false;
      });
  });
}
