/** End states in words and tables: how much gathers where, and how long the way there is. */
import { html, nothing } from "lit";
import type { Stationary, Widths } from "../core/types.ts";
import { fromLog, number, percent, steps } from "../format.ts";

/** A share of the probability: in percent, or as a power of ten where that would be nothing. */
export const share = ({ mass, logMass }: { mass: number; logMass: number }): string =>
  mass < 1e-4 ? fromLog(logMass) : percent(mass);

export const ratios = ({ predicted, solved }: Widths) => {
  const row = (name: string, log: "logPeakRatio" | "logMassRatio") => {
    const cell = (value: number, source: string) =>
      html`<td data-ratio="${source}-${log}">${fromLog(value)}</td>`;
    return html`<tr>
      <th scope="row">${name}</th>
      ${cell(predicted[log], "predicted")}${cell(solved[log], "solved")}
      <td>e<sup>${number(solved[log])}</sup></td>
    </tr>`;
  };
  return html`<table>
    <caption>
      Wide over narrow
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">predicted</th>
        <th scope="col">solved</th>
        <th scope="col">that is</th>
      </tr>
    </thead>
    <tbody>
      ${row("peak density", "logPeakRatio")} ${row("mass", "logMassRatio")}
    </tbody>
  </table>`;
};

export const exponents = ({ predicted: { exponentNarrow, exponentWide } }: Widths) => html`
  From its bottom to the barrier the narrow well has the exponent
  <b>${number(exponentNarrow)}</b>, the wide one <b>${number(exponentWide)}</b>:
  ${number(exponentWide / exponentNarrow)} times as much.
`;

export const basins = ({ minima, classes }: Stationary) => html`
  <table>
    <caption>
      Where the probability gathers
    </caption>
    <thead>
      <tr>
        <th scope="col">at (W)</th>
        <th scope="col">peak (1/W)</th>
        <th scope="col">mass</th>
      </tr>
    </thead>
    <tbody>
      ${minima.map(
        (minimum) =>
          html`<tr>
            <td>${number(minimum.at)}</td>
            <td>${fromLog(minimum.logPeak)}</td>
            <td>${share(minimum)}</td>
          </tr>`,
      )}
    </tbody>
  </table>
  ${
    classes.length > 1
      ? html`<p>
          No way leads from one part to another:
          ${classes
            .map(
              ({ from, to, share }) =>
                `${percent(share)} of the start ends between ${number(from)} and ${number(to)}`,
            )
            .join("; ")}.
        </p>`
      : nothing
  }
`;

/** How long the way there is. */
export const times = ({ logRelaxationTime, passage, sgd }: Widths) => html`
  The current needs <b data-time="relaxation">${steps(logRelaxationTime)}</b> to settle; from the
  narrow well into the wide one <b data-time="there">${steps(passage.logNarrowToWide)}</b>, and back
  <b data-time="back">${steps(passage.logWideToNarrow)}</b>.
  ${
    sgd
      ? html`SGD itself: <b data-time="sgd">${steps(sgd.logNarrowToWide)}</b> there,
          ${steps(sgd.logWideToNarrow)} back.`
      : html`SGD itself: being computed …`
  }
  ${
    logRelaxationTime > Math.log(1e9)
      ? html`This end state is real, but no training run will ever see it.`
      : nothing
  }
`;
