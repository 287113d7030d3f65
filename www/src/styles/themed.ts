/**
 * The page's colours for a tree of its own, under a theme of its own. The tree
 * begins with nothing: whatever styles the host page inherits down end there.
 */
import { dark, light } from "./tokens.ts";

export const themed = new CSSStyleSheet();
themed.replaceSync(`
  /* Who hides it, or gives it a width, is the host. */
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none !important;
  }
  .root {
    all: initial;
    /* What is left of the host's: the way it is read, and how large a rem is. */
    direction: ltr;
    unicode-bidi: isolate;
    --rem: max(1rem, 16px);
    ${light};
    display: block;
    padding: calc(var(--rem) * 0.75) var(--rem);
    background: var(--paper);
    color: var(--ink);
    font: calc(var(--rem) * 0.875) / 1.35 var(--sans);
  }
  /* Figures fit themselves to any width, and so have none of their own: where a host asks for one, as
     a row, a centred column or a cell of a table does, it is that of two points so far apart. */
  .root::before {
    content: ". .";
    display: block;
    height: 0;
    overflow: hidden;
    visibility: hidden;
    font-size: 0;
    word-spacing: 40rem;
  }
  @media screen and (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) .root:not(.on-paper) {
      ${dark};
    }
  }
  :host([theme="light"]) .root {
    color-scheme: light;
  }
  @media screen {
    :host([theme="dark"]) .root:not(.on-paper) {
      color-scheme: dark;
      ${dark};
    }
  }
  .root > * {
    margin: 0;
  }
  /* Until it is drawn a figure keeps the height it will need. */
  .root.drawn > * {
    min-height: 0;
  }
  /* Before that its picture stands there, and nothing under it moves. */
  .root:not(.drawn) > :not(sgd-trouble, sgd-notices) {
    visibility: hidden;
  }
  .root > sgd-bench {
    margin-top: var(--rem);
  }
`);
