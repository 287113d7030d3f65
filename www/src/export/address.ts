/** Addresses of a figure's scene: to be opened, to be embedded. */
import type { Sharable } from "./sharable.ts";
import { pageAt } from "../scene/home.ts";
import { encode } from "../scene/link.ts";
import { ofTheLab } from "../scene/standards.ts";

/** Longer than this, some programs cut an address off. */
export const longest = 2000;

export const hashOf = ({ scene, name }: Sharable): string =>
  scene ? encode(scene.scenario, scene.table, scene.look, name) : "";

/**
 * The scene as a link to the lab, if its figure is the lab's, or to the article.
 * Empty where nobody else could open it: on a page that is one file on a disk.
 */
export function linkTo(figure: Sharable): string {
  const here = location.protocol === "file:" ? undefined : location.href.split("#")[0];
  const page = pageAt(figure.lab || ofTheLab.includes(figure.name) ? "lab.html" : "./") ?? here;
  return page === undefined ? "" : `${page}#${hashOf(figure)}`;
}

/** The script that packs films; none on a page that is one file. */
export const packerAt = (): string | undefined => pageAt("sgd-current-video.js");
