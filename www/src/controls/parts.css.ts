import { css } from "lit";

/** What every control looks like: quiet, at least 44 px to the touch, less under a mouse. */
export const controlStyles = css`
  :host {
    display: block;
    color: var(--ink);
    font: 0.875rem/1.35 var(--sans);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  input,
  select,
  textarea {
    color: inherit;
    font: inherit;
  }
  button,
  select,
  input[type="text"],
  textarea {
    border: 1px solid var(--axis);
    border-radius: 4px;
    background: var(--paper);
  }
  /* Its longest choice would make it as wide as that. */
  select {
    max-width: 100%;
  }
  button,
  select {
    min-height: 44px;
    padding: 0 0.75rem;
    cursor: pointer;
  }
  /* A button around the browser's own way to choose a file. */
  .file {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    padding: 0 0.75rem;
    border: 1px solid var(--axis);
    border-radius: 4px;
    cursor: pointer;
  }
  .file:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  button:hover,
  .file:hover,
  select:hover {
    border-color: var(--ink);
  }
  input[type="range"] {
    display: block;
    width: 100%;
    height: 44px;
    margin: -6px 0;
    background: none;
    accent-color: var(--accent);
    cursor: pointer;
    /* Across is the slider's, all else the page's. */
    touch-action: pan-y pinch-zoom;
  }
  @media (pointer: fine) {
    button,
    select,
    .file {
      min-height: 34px;
    }
    input[type="range"] {
      height: 28px;
      margin: 0;
    }
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 4px;
  }
  [aria-invalid="true"] {
    border-color: var(--alert) !important;
  }
  .fault {
    margin: 0.2rem 0 0;
    color: var(--alert);
  }
  .help {
    margin: 0;
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
