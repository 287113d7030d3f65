import type { Address } from "./link.ts";
import type { SparseScenario } from "./core/types.ts";
import { followAddress } from "./address.ts";
import { core } from "./core/client.ts";
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
  const place = document.querySelector("sgd-notices")!;
  const notify = (notices: string[]) => {
    place.notices = notices;
  };
  try {
    const table = await core.ask("describe", {});
    const address: Address = decode(location.hash, table);
    const [first] = Object.keys(standards);
    const named = address.figure !== undefined && address.figure in standards;
    const target = named ? address.figure : first;
    const scenes = new Map<string, Scene>();
    for (const [name, standard] of Object.entries(standards)) {
      const asked = name === target && location.hash.length > 1 ? address.scenario : standard;
      const [scene, refused] = await Scene.open(table, asked);
      scenes.set(name, scene);
      address.notices.push(...refused);
    }
    notify(address.notices);
    followAddress(table, scenes, notify);
    return Object.fromEntries(scenes);
  } catch (error) {
    notify([`The page could not start: ${(error as Error).message}`]);
    throw error;
  }
}
