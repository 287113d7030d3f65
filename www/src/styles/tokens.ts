/** The colours of the pages' styles, for what is not styled by them. */
import tokens from "./tokens.css?inline";

/** What a dark theme sets, as it is written in the styles. */
export const dark =
  /@media\s+screen[^{]*prefers-color-scheme:\s*dark[^{]*\{\s*:root[^{]*\{([^}]*)\}\s*\}/.exec(
    tokens,
  )![1]!;

export const light = /:root\s*\{([^}]*)\}/.exec(tokens)![1]!;

/** The same by name. */
export const darkTokens = new Map(
  [...dark.matchAll(/--([\w-]+):\s*([^;]+)/g)].map(([, name, value]) => [name!, value!.trim()]),
);
