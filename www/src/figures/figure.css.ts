import { css } from "lit";

/** How every figure looks around its picture: words, numbers, faults, the foot. */
export const figureStyles = css`
  :host {
    /* Figures fit themselves to the place they are given, not to the window. */
    container-type: inline-size;
    margin: 0.25rem 0 0.5rem;
  }
  :host([worded]) figcaption.advice {
    display: none;
  }
  :host([bare])
    :is(.advice, .playbar, .controls, .foot, .axis-kind, details, sgd-panel, sgd-handle) {
    display: none;
  }
  @media print {
    :host
      :is(
        .advice,
        .playbar,
        .controls,
        .foot,
        .axis-kind,
        sgd-panel,
        sgd-handle,
        button,
        details:not([open])
      ) {
      display: none;
    }
    figure {
      break-inside: avoid;
    }
  }
  figure {
    position: relative;
    margin: 0;
  }
  :host([busy]) figure::after {
    content: "computing …";
    position: absolute;
    z-index: 1;
    top: 0;
    right: 0;
    padding: 0 0.4rem;
    background: var(--paper);
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .controls {
    margin-top: 0.75rem;
  }
  .readout {
    contain: content;
    margin: 0 0 0.25rem;
    color: var(--muted);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  /* Its numbers grow and shrink: what is below stays where it is. */
  @container (max-width: 38rem) {
    .readout {
      min-height: 2.7em;
    }
  }
  .readout .line {
    display: block;
  }
  .readout b {
    color: var(--ink);
    font-weight: 600;
  }
  .unresolved {
    margin: 0;
  }
  /* It comes late: in a line of its own, below, it moves nothing away from under a pointer. (In
     the article, where places are as high as they are, it stands where it fits.) */
  :host(:not([worded])) .unresolved {
    flex-basis: 100%;
    order: 1;
  }
  /* Between the table and what shares there is room for it, where it moves nothing. */
  @container (min-width: 44rem) {
    :host(:not([worded])) .unresolved {
      flex-basis: auto;
      order: 0;
    }
  }
  @media (pointer: fine) {
    .unresolved button {
      min-height: 24px;
      padding: 0 0.5rem;
      font-size: inherit;
    }
  }
  /* A number stays in one piece. */
  b {
    white-space: nowrap;
  }
  @container (max-width: 15rem) {
    b {
      white-space: normal;
    }
  }
  .advice {
    margin: 0 0 0.5rem;
    color: var(--muted);
  }
  .question {
    display: table;
    padding: 0.2rem 0;
    color: var(--ink);
    font-weight: 600;
    font-size: 1.0625rem;
    text-decoration: underline var(--hair);
    text-underline-offset: 0.2em;
  }
  .question:hover {
    text-decoration-color: currentColor;
  }
  /* A card in somebody's page says one thing: what goes on from there is in the article and the lab. */
  :host([brief]:not([worded])) :is(sgd-cooling, sgd-sweep) {
    display: none;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.25rem 0.75rem;
    margin: 0.25rem 0 0;
    font-size: 0.8125rem;
    color: var(--muted);
  }
  details {
    min-width: 0;
  }
  details[open] {
    flex-basis: 100%;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    white-space: nowrap;
    align-items: baseline;
    gap: 0.75rem;
  }
  .foot a {
    color: var(--accent);
    white-space: nowrap;
  }
`;
