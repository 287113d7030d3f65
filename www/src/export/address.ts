/** Addresses of a figure's scene: to be opened, to be embedded. */
import type { Sharable } from "./sharable.ts";
import { pageAt } from "../home.ts";
import { encode } from "../link.ts";

/** Longer than this, some programs cut an address off. */
export const longest = 2000;

export const hashOf = ({ scene, name }: Sharable): string =>
  scene ? encode(scene.scenario, scene.table, scene.look, name) : "";

/** The scene as a link to the page where it is, or to the article from somebody else's page. */
export function linkTo(figure: Sharable): string {
  const page = figure.lab ? pageAt("lab.html") : pageAt("./");
  return `${page ?? ""}#${hashOf(figure)}`;
}
