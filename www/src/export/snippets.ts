/** What an author pastes into a page to show a figure there. */
import type { Sharable } from "./sharable.ts";
import { pageAt } from "../scene/home.ts";
import { entriesOf } from "../scene/entries.ts";
import { hashOf } from "./address.ts";
import { escaped } from "./svg-context.ts";

export interface Embedding {
  controls: string;
  theme: string;
}

const settings = ({ controls, theme }: Embedding): [string, string][] =>
  Object.entries({ controls, theme });

const label = ({ renderRoot }: Sharable): string =>
  renderRoot.querySelector("sgd-plot")?.label ?? "";

/** The address of the figure alone. */
export function embedAddress(figure: Sharable, embedding: Embedding): string {
  const entries = settings(embedding).map(([key, value]) => `${key}=${value}`);
  return `${pageAt("embed.html") ?? ""}#${[hashOf(figure), ...entries].join("&")}`;
}

export const iframe = (figure: Sharable, embedding: Embedding, height: number): string =>
  `<iframe src="${escaped(embedAddress(figure, embedding))}"
  title="SGD as a probability current" width="100%" height="${height}"
  frameborder="0" loading="lazy" allow="clipboard-write; web-share"></iframe>
<script async src="${pageAt("sgd-host.js") ?? ""}"></script>`;

/** HTML does not tell t, the time, from T, the learning rate. */
const attribute = (key: string): string => (key === "t" ? "time" : key.toLowerCase());

export function element(figure: Sharable, embedding: Embedding): string {
  const attributes = [...entriesOf(hashOf(figure)), ...settings(embedding)]
    .filter(([key]) => key !== "v")
    .map(([key, value]) => ` ${attribute(key)}="${escaped(value)}"`);
  return `<script type="module" src="${pageAt("sgd-current.js") ?? ""}"></script>
<sgd-current${attributes.join("")}></sgd-current>`;
}

export const picture = (figure: Sharable, link: string, file: string): string =>
  `<a href="${escaped(link)}">
  <img src="${file}" alt="${escaped(label(figure))}">
</a>`;
