/** Where things lie in the figures of two parameters. */
import { css } from "lit";

export const planeStyles = css`
  .plots {
    display: grid;
    grid-template-columns: 1.5fr 1fr;
    gap: 1.5rem;
    align-items: start;
  }
  @container (min-width: 42rem) {
    .numbers td {
      white-space: nowrap;
    }
  }
  /* Room for the numbers, each in one line where they fit so. */
  @container (max-width: 50rem) {
    .plots {
      grid-template-columns: 1.05fr 1fr;
      gap: 1rem;
    }
    .numbers {
      font-size: 0.75rem;
    }
    /* In a frame of somebody's page the map is the figure. */
    :host([brief]:not([worded])) .plots {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  /* Where the picture is to be large, the numbers wait in the fold. */
  @container (min-width: 38rem) {
    :host([brief]) .plots {
      grid-template-columns: var(--columns, 1.15fr 1fr);
    }
    :host([brief]) .numbers {
      display: var(--numbers, table);
    }
    /* What one changes and what else there is to see, in a line above the picture. */
    :host([large]) .side {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.25rem 1.5rem;
      order: -1;
    }
    :host([large]) .side sgd-panel {
      flex: 1;
    }
    :host([large]) .side :is(.numbers, details[open]) {
      flex-basis: 100%;
    }
    :host([brief][large]) .numbers {
      display: none;
    }
    :host([large]) .plots {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.25rem;
    }
  }
  .map {
    height: var(--map, 400px);
    min-width: 0;
  }
  .side {
    min-width: 0;
    font-size: 0.8125rem;
  }
  @container (max-width: 38rem) {
    .plots {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.5rem;
    }
    .map {
      height: 320px;
    }
    /* What one changes stands right above what it changes, or where the page wants it. */
    .side {
      display: contents;
    }
    .side sgd-panel {
      order: var(--panel, -1);
      margin: 0.5rem 0 0;
    }
  }
  .readout {
    margin-bottom: 0;
  }
  .main {
    min-width: 0;
  }
`;
