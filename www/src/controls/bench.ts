import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Table } from "../core/messages.ts";
import { isNumber } from "../scene/parameter.ts";
import type { Scene } from "../scene/scene.ts";
import { FollowScene } from "./follow.ts";
import { controlStyles } from "./parts.css.ts";
import "./formulas.ts";
import "./panel.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-bench": Bench;
  }
}

/** What tells an experiment of two parameters from one of the same name. */
const ofPlane = "plane ";

/** What belongs to a field of a scenario: a choice says which numbers there are, and stands before them. */
function keysIn(field: string, { parameters }: Table): string[] {
  const within = parameters.filter(({ key }) => key.split(".")[0] === field);
  return [...within.filter((row) => !isNumber(row)), ...within.filter(isNumber)].map(
    ({ key }) => key,
  );
}

/** Every parameter there is. */
@customElement("sgd-bench")
export class Bench extends LitElement {
  static override styles = [
    controlStyles,
    css`
      h3 {
        margin: 1.1rem 0 0.5rem;
        padding-bottom: 0.2rem;
        border-bottom: 1px solid var(--hair);
        font-size: 0.9375rem;
        font-weight: 600;
      }
      label {
        display: block;
        margin-bottom: 0.25rem;
      }
      .presets select {
        width: min(26rem, 100%);
      }
      sgd-formulas {
        margin-top: 0.9rem;
      }
    `,
  ];

  @property({ attribute: false }) scene: Scene | undefined;

  constructor() {
    super();
    new FollowScene(this);
  }

  override render() {
    const { scene } = this;
    if (!scene) return nothing;
    const { tables, table } = scene;
    const { presets, groups } = table;
    const { landscape = presets[0]!.id } = scene.scenario;
    return html`
      <div class="presets">
        <label for="preset">Experiment</label>
        <select
          id="preset"
          @change=${({ target }: Event) => {
            const { value } = target as HTMLSelectElement;
            const id = value.replace(ofPlane, "");
            scene.choose(id, id === value ? tables : tables.plane);
          }}
        >
          ${
            typeof landscape === "string" && presets.some(({ id }) => id === landscape)
              ? nothing
              : html`<option value="" selected disabled>your own</option>`
          }
          ${[tables, tables.plane ?? []]
            .flat()
            .map(
              (of) =>
                html`<optgroup label=${of === tables ? "One parameter" : "Two parameters"}>
                  ${of.presets.map(
                    ({ id, title }) =>
                      html`<option
                        value="${of === tables ? "" : ofPlane}${id}"
                        .selected=${of === table && id === landscape}
                      >
                        ${title}
                      </option>`,
                  )}
                </optgroup>`,
            )}
        </select>
      </div>
      ${groups.map(
        ({ title, fields }) => html`
          <h3>${title}</h3>
          <sgd-panel
            .scene=${scene}
            .keys=${fields.flatMap((field) => keysIn(field, table))}
          ></sgd-panel>
          ${fields.includes("landscape") ? html`<sgd-formulas .scene=${scene}></sgd-formulas>` : nothing}
        `,
      )}
    `;
  }
}
