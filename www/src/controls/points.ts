import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { acceptFile } from "../scene/file.ts";
import type { Choice, Point, PointTable } from "../scene/points.ts";
import { sample, useOf } from "../scene/scenario.ts";
import type { Scene } from "../scene/scene.ts";
import { frameOf, unitsInWords } from "../scene/units.ts";
import { FollowScene } from "./follow.ts";
import { Extra } from "./missing.ts";
import { controlStyles } from "./parts.css.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-points": Points;
  }
}

const decimals = { ".": "points: 1,000 is a thousand", ",": "commas: 1,000 is one" };

/** One's own points: pasted, dropped, opened or taken from known ones, with what was read of them. */
@customElement("sgd-points")
export class Points extends LitElement {
  static override styles = [
    controlStyles,
    css`
      label {
        display: block;
        margin-bottom: 0.2rem;
      }
      textarea {
        width: 100%;
        min-height: 44px;
        padding: 0.4rem 0.6rem;
        font-family: ui-monospace, "Liberation Mono", monospace;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
        margin: 0.6rem 0;
      }
      .ways label {
        margin: 0;
      }
      select {
        max-width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) scene: Scene | undefined;
  /** Tables that everybody knows. */
  #known = new Extra(this, "What knows tables", () => import("../scene/named-tables.ts"));
  /** The text while it is typed. */
  #typed: string | undefined;

  constructor() {
    super();
    new FollowScene(this);
  }

  override render() {
    const { scene } = this;
    const { landscape } = scene?.whole ?? {};
    if (!scene || typeof landscape !== "object" || !("points" in landscape)) return nothing;
    const { points } = landscape;
    const { pasted, fault } = scene;
    const refused = fault?.field !== undefined && /^landscape\.(points|units)/.test(fault.field);
    // What has been refused stays, and what has been taken while it is what is shown.
    const problem = pasted?.table.problem ?? (pasted && refused ? fault.message : undefined);
    const same = JSON.stringify(pasted?.table.points) === JSON.stringify(points);
    const shown = problem !== undefined || same ? pasted : undefined;
    const { namedTables = [] } = this.#known.script ?? {};
    const text = this.#typed ?? shown?.text ?? spelled(points);
    return html`<label for="points">Points, one “x y” a line</label>
      <textarea
        id="points"
        rows="6"
        spellcheck="false"
        .value=${live(text)}
        aria-invalid=${problem !== undefined}
        aria-describedby="points-fault points-read"
        @input=${({ target }: Event) => {
          this.#typed = (target as HTMLTextAreaElement).value;
        }}
        @change=${({ target }: Event) => {
          this.#typed = undefined;
          void scene.paste((target as HTMLTextAreaElement).value);
        }}
        @drop=${this.#dropped}
      ></textarea>
      <p id="points-fault" class="fault" ?hidden=${problem === undefined}>${problem}</p>
      ${shown ? this.#choices(shown.table, shown.text, shown.source) : nothing}
      <p id="points-read" class="help" role="status">
        ${
          shown && problem === undefined
            ? shown.table.words.join(" ")
            : "Paste columns from a spreadsheet, or drop a file of them (CSV, or with tabs)."
        }
        ${shown?.source} ${unitsInWords(frameOf(landscape), useOf(scene.scenario, scene.whole))}
      </p>
      <div class="ways">
        <label class="file">
          Open a file …
          <input
            class="unseen"
            type="file"
            accept=".csv,.tsv,.txt,text/*"
            @change=${({ target }: Event) => {
              const { files } = target as HTMLInputElement;
              if (files?.[0]) void this.#opened(files[0]);
            }}
          />
        </label>
        <select
          aria-label="Known tables"
          .value=${live("")}
          @change=${({ target }: Event) => {
            const { value } = target as HTMLSelectElement;
            const known = namedTables.find(({ name }) => name === value)!;
            void scene.paste(known.text, {}, `Source: ${known.source}.`);
          }}
        >
          <option value="" disabled selected>Known tables …</option>
          ${namedTables.map(({ name }) => html`<option>${name}</option>`)}
        </select>
        <button
          @click=${() => {
            void scene.paste(sample.map((pair) => pair.join(" ")).join("\n"));
          }}
        >
          Back to the example
        </button>
      </div>
      ${this.#known.missing()}`;
  }

  /** What a table leaves open: which two of its columns, and what its commas mean. */
  #choices(table: PointTable, text: string, source: string) {
    const { columns, x, y, decimal, ambiguous } = table;
    const now: Choice = { x, y, decimal };
    const choose = (label: string, value: string, options: [string, string][], key: keyof Choice) =>
      html`<label>
        ${label}
        <select
          .value=${live(value)}
          @change=${({ target }: Event) => {
            const { value } = target as HTMLSelectElement;
            void this.scene?.paste(
              text,
              { ...now, [key]: key === "decimal" ? value : Number(value) },
              source,
            );
          }}
        >
          ${options.map(
            ([id, name]) => html`<option value=${id} .selected=${id === value}>${name}</option>`,
          )}
        </select>
      </label>`;
    const names = columns.map(({ at, name }): [string, string] => [String(at), name]);
    if (columns.length < 3 && !ambiguous) return nothing;
    return html`<div class="ways">
      ${
        columns.length < 3
          ? nothing
          : [choose("x is", String(x), names, "x"), choose("y is", String(y), names, "y")]
      }
      ${ambiguous ? choose("Decimals stand behind", decimal, Object.entries(decimals), "decimal") : nothing}
    </div>`;
  }

  #dropped = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#opened(file);
  };

  /** A file that is no table is told where the files are opened. */
  async #opened(file: File): Promise<void> {
    this.#typed = undefined;
    const [problem] = await acceptFile(file, () => this.scene!);
    const { pasted, fault } = this.scene!;
    if (problem === undefined || pasted?.table.problem !== undefined || fault) return;
    const { renderRoot } = this;
    const place = renderRoot.querySelector<HTMLElement>("#points-fault")!;
    place.hidden = false;
    place.textContent = problem;
  }
}

const spelled = (points: Point[]): string => points.map(([x, y]) => `${x}\t${y}`).join("\n");
