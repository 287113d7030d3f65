import type { Address } from "./link.ts";
import type { SparseScenario } from "./core/types.ts";
import { followAddress } from "./address.ts";
import { core } from "./core/client.ts";
import { acceptFiles, acceptScene } from "./file.ts";
import { decode } from "./link.ts";
import { Scene } from "./scene.ts";
import "./controls/notices.ts";

/**
 * Opens a page: asks the core what there is, opens a scene for each name, one
 * of them as the address has it, and keeps address and scenes in step.
 */
export async function openPage(
  standards: Record<string, SparseScenario>,
): Promise<Record<string, Scene>> {
  addEventListener("drawn", () => (document.documentElement.dataset.ready = "true"), {
    once: true,
  });
  const place = document.querySelector("sgd-notices")!;
  const notify = (notices: string[]) => {
    place.notices = notices;
  };
  try {
    const table = await core.ask("describe", {});
    // A page saved with a scene opens with it.
    const hash = location.hash.length > 1 ? location.hash : document.documentElement.dataset.scene;
    const address: Address = decode(hash ?? "", table);
    const [first] = Object.keys(standards);
    const named = address.figure !== undefined && Object.hasOwn(standards, address.figure);
    const target = named ? address.figure : first;
    const scenes = new Map<string, Scene>();
    for (const [name, standard] of Object.entries(standards)) {
      const told = name === target && hash !== undefined;
      const [scene, refused] = await Scene.open(
        table,
        told ? address.scenario : standard,
        told ? address.look : undefined,
      );
      scenes.set(name, scene);
      address.notices.push(...refused);
    }
    notify(address.notices);
    followAddress(table, scenes, notify);
    acceptFiles((file) => {
      const scene = (figure = "") => scenes.get(figure) ?? scenes.values().next().value!;
      void acceptScene(file, scene).then(notify);
    });
    if (named) document.getElementById(address.figure!)?.scrollIntoView();
    return Object.fromEntries(scenes);
  } catch (error) {
    notify([`The page could not start: ${(error as Error).message}`]);
    throw error;
  }
}
