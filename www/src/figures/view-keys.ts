/** Views of a density: which there are, in links and as boxes to tick. */
import { css, html } from "lit";
import type { Stage } from "../core/messages.ts";
import type { Model } from "../core/types.ts";
import { drawsApart } from "../layers/draws.ts";
import { slopeless } from "../layers/strips.ts";
import type { views } from "../scene/look.ts";

/** A view of a density, as links call it: one box to tick. The plain curve is what there is with none. */
export type ViewKey = Exclude<(typeof views)[number], "curve">;

const names: Record<ViewKey, string> = {
  heat: "heat map over time",
  log: "logarithmic density",
  trace: "earlier densities",
  flux: "current ρ",
  point: "point rule",
  warmth: "temperature P S²",
  draws: "the first step’s draws",
  ink: "SGD’s density",
  bell: "Fokker–Planck’s density",
  rings: "Fokker–Planck’s rings",
  loss: "contours of the loss",
  noise: "ellipses of the noise",
  dust: "walkers",
  walk: "one run",
  descent: "descent of the mean loss",
};

/** What a density of one parameter can be looked at as. */
export const viewsOffered = (stage: Stage | undefined, models: Model[]): ViewKey[] => [
  "heat",
  "log",
  "trace",
  ...(models.includes("current") ? (["flux"] as const) : []),
  ...(models.includes("gaussian") ? [] : (["point"] as const)),
  // Heat spreads by itself; what a slope carries has no temperature.
  ...(stage && slopeless(stage) ? (["warmth"] as const) : []),
  ...(stage && drawsApart(stage) ? (["draws"] as const) : []),
];

const isViewKey = (word: string): word is ViewKey => word in names;

/** What a link's view stands for. */
export const viewKeysIn = (view: string | undefined, usual: ViewKey[]): ViewKey[] =>
  view === undefined ? usual : view.split(",").filter(isViewKey);

/** What a link calls it; nothing if it is the usual one. */
export const viewOf = (shown: ViewKey[], usual: ViewKey[]): string | undefined =>
  shown.join() === usual.join() ? undefined : shown.join() || "curve";

/** A box for each view that is offered, folded while the figure is to be brief. */
export const viewBoxes = (
  figure: { brief: boolean },
  offered: ViewKey[],
  shown: ViewKey[],
  turn: (shown: ViewKey[]) => void,
) => html`
  <details
    class="more"
    .open=${!figure.brief}
    @toggle=${({ target }: Event) => {
      figure.brief = !(target as HTMLDetailsElement).open;
    }}
  >
    <summary>More to see</summary>
    <div class="axis-kind" role="group" aria-label="Show">
      ${offered.map(
        (key) =>
          html`<label>
            <input
              type="checkbox"
              class=${key}
              .checked=${shown.includes(key)}
              @change=${({ target }: Event) => {
                const { checked } = target as HTMLInputElement;
                turn(offered.filter((other) => (other === key ? checked : shown.includes(other))));
              }}
            />
            ${names[key]}
          </label>`,
      )}
    </div>
  </details>
`;

export const viewStyles = css`
  .more {
    margin-top: 0.25rem;
    font-size: 0.8125rem;
  }
  /* Where a figure is narrow, the second picture and the numbers are folded with the rest. */
  @container (max-width: 38rem) {
    :host([brief]) :is(.moments, .numbers) {
      display: none;
    }
  }
  .axis-kind {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    margin-top: 0.25rem;
  }
  .axis-kind label {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 44px;
    cursor: pointer;
  }
  @media (pointer: fine) {
    .axis-kind {
      font-size: 0.8125rem;
    }
    .axis-kind label {
      min-height: 26px;
    }
  }
`;
