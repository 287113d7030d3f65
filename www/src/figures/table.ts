/** A figure's numbers to be read, not seen: a few of the rows that the file has. */
import { css, html, nothing } from "lit";
import type { Column } from "../export/sharable.ts";
import { number } from "../plot/format.ts";

const mostRows = 25;
const mostColumns = 8;

export function dataTable(columns: Column[]) {
  const shown = columns.slice(0, mostColumns);
  const rows = Math.max(0, ...columns.map(({ values }) => values.length));
  const parts = Math.min(rows, mostRows) - 1;
  const picked = Array.from({ length: parts + 1 }, (_, i) =>
    parts === 0 ? 0 : Math.round((i * (rows - 1)) / parts),
  );
  const more = columns.length - shown.length;
  return html`<div class="scroller" tabindex="0" role="region" aria-label="Numbers">
    <table class="data">
      <thead>
        <tr>
          ${shown.map(
            ({ name, unit }) =>
              html`<th scope="col">${name}${unit === "" ? "" : ` (${unit})`}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${picked.map(
          (row) =>
            html`<tr>
              ${shown.map(({ values }) => html`<td>${number(values[row] ?? NaN)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      rows > picked.length || more > 0
        ? html`<p>
            ${picked.length} of ${number(rows)} rows${more > 0 ? `, ${more} columns more` : ""}:
            Share has them all as a file.
          </p>`
        : nothing
    }
  </div>`;
}

export const tableStyles = css`
  summary {
    display: flex;
    align-items: center;
    width: fit-content;
    min-height: 44px;
    color: var(--accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.18em;
    cursor: pointer;
  }
  .scroller {
    max-height: 20rem;
    overflow: auto;
  }
  .scroller p {
    margin: 0.5rem 0;
    color: var(--muted);
  }
  .data {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .data :is(th, td) {
    padding: 0.2rem 1.25rem 0.2rem 0;
    border-bottom: 1px solid var(--hair);
    text-align: right;
  }
  .data th {
    color: var(--muted);
    font-weight: 400;
  }
`;
