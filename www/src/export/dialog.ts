import { html, css, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import { fetched, said } from "../core/scripts.ts";
import type { Sharable } from "./sharable.ts";
import { acceptFile, toFile } from "../scene/file.ts";
import { pageAt } from "../scene/home.ts";
import { canTell } from "../scene/past-link.ts";
import { hashOf, linkTo, longest, packerAt } from "./address.ts";
import { csv } from "./csv.ts";
import { png, svg } from "./picture.ts";
import { save } from "./save.ts";
import "./copy.ts";
import "./embedding.ts";

async function pageText(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

/** The ways to take a figure elsewhere: as a link, in a page, as a file. */
@customElement("sgd-share-dialog")
export class Dialog extends LitElement {
  static override styles = [
    controlStyles,
    css`
      dialog {
        width: min(44rem, calc(100vw - 1.5rem));
        max-height: calc(100dvh - 1.5rem);
        padding: 1rem 1.25rem 1.25rem;
        overflow: auto;
        overscroll-behavior: contain;
        border: 1px solid var(--axis);
        border-radius: 6px;
        background: var(--paper);
        color: var(--ink);
      }
      dialog::backdrop {
        background: #0007;
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem;
      }
      h2 {
        margin: 0;
        font-size: 1.15rem;
        font-weight: 600;
      }
      h3 {
        margin: 0;
        font-size: inherit;
        font-weight: 600;
      }
      p {
        margin: 0 0 0.5rem;
        color: var(--muted);
      }
      /* What is taken along, and as what: one line each where there is room. */
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.25rem 1rem;
        margin-top: 1rem;
      }
      section > * {
        min-width: 0;
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .files > * {
        min-width: 0;
        border-color: var(--hair);
      }
      .carry {
        margin-top: 0.75rem;
      }
      @media (min-width: 36rem) {
        section {
          grid-template-columns: 5rem minmax(0, 1fr);
          align-items: baseline;
        }
        .carry {
          margin-left: 6rem;
        }
      }
      summary {
        min-height: 44px;
        margin-top: 0.5rem;
        font-weight: 600;
        line-height: 44px;
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) figure!: Sharable;
  @state() private problem = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  async open(): Promise<void> {
    if (this.figure.showAt && packerAt())
      fetched("What makes films", () => import("./filming.ts")).catch((error: unknown) => {
        this.problem = said(error);
      });
    // A step that was under way when the figure stopped is still to come.
    this.figure.scene?.addEventListener("look", this.#looked);
    await this.updateComplete;
    this.dialog.showModal();
  }

  #looked = (): void => {
    this.requestUpdate();
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.figure.scene?.removeEventListener("look", this.#looked);
  }

  override render() {
    const { figure } = this;
    const link = linkTo(figure);
    const columns = figure.columns();
    return html`<dialog
      aria-labelledby="title"
      @close=${() => {
        this.remove();
      }}
    >
      <header>
        <h2 id="title">Share this figure</h2>
        <button
          @click=${() => {
            this.dialog.close();
          }}
        >
          Close
        </button>
      </header>

      <section>
        <h3>Link</h3>
        <div>
          ${
            link === "" || link.length > longest
              ? html`<p class="long">
                  ${
                    link === ""
                      ? "This page is a file, to which no link leads."
                      : `This scene makes a link of ${link.length} characters, and some programs cut links at ${longest}.`
                  }
                  Send the scene as a file: whoever drops it on this figure sees what you see.
                </p>`
              : html`<sgd-copy label="Link" share primary .text=${link}></sgd-copy>`
          }
          ${
            figure.scene &&
            !canTell(figure.scene.look.past ?? [], figure.scene.scenario, figure.scene.table)
              ? html`<p class="mixed">
                  Formulas or points were changed while this ran. A link has the last ones, from the
                  start on, and leads to another picture; the scene as a file leads to this one.
                </p>`
              : nothing
          }
        </div>
      </section>
      <section>
        <h3>Picture</h3>
        <div class="files">
          ${this.#file("PNG", "Picture (PNG)", () => this.#png(1))}
          ${this.#file("twice as sharp", "Picture, twice as sharp (PNG)", () => this.#png(2))}
          ${this.#file("SVG", "Picture that scales (SVG)", () => {
            save(svg(figure, link), this.#name("svg"), "image/svg+xml");
          })}
          ${figure.showAt && packerAt() ? html`<sgd-filming .figure=${figure}></sgd-filming>` : nothing}
        </div>
      </section>
      ${
        columns.length > 0 || figure.series().length > 0
          ? html`<section>
              <h3>Numbers</h3>
              <div class="files">
                ${
                  columns.length > 0
                    ? this.#file("CSV", "Numbers (CSV)", () => {
                        save(csv(columns, link), this.#name("csv"), "text/csv");
                      })
                    : nothing
                }
                ${
                  figure.series().length > 0
                    ? this.#file("against time", "Numbers against time (CSV)", () => {
                        save(csv(figure.series(), link), this.#name("time.csv"), "text/csv");
                      })
                    : nothing
                }
              </div>
            </section>`
          : nothing
      }
      <section>
        <h3>Scene</h3>
        <div class="files">
          ${this.#file("JSON", "Scene (JSON)", () => {
            const { whole: scenario, look } = figure.scene!;
            const scene = toFile({ scenario, look, figure: figure.name }, link);
            save(scene, this.#name("json"), "application/json");
          })}
          <label class="file">
            <input
              class="unseen"
              type="file"
              accept=".json,application/json"
              @change=${({ target }: Event) => this.#read((target as HTMLInputElement).files?.[0])}
            />
            Open one …
          </label>
          ${
            pageAt("sgd-current.html")
              ? this.#file("Everything in one page", "Everything in one page (HTML)", () =>
                  this.#page(),
                )
              : nothing
          }
        </div>
      </section>
      ${link === "" ? nothing : html`<p class="carry">Each file carries the link.</p>`}
      <p class="fault" role="alert" ?hidden=${this.problem === ""}>${this.problem}</p>
      ${
        pageAt("embed.html") && link.length <= longest
          ? html`<details>
              <summary>Show it in a page of your own</summary>
              <sgd-embedding .figure=${figure} .link=${link}></sgd-embedding>
            </details>`
          : nothing
      }
    </dialog>`;
  }

  #name(ending: string): string {
    return `sgd-current-${this.figure.name}.${ending}`;
  }

  /** A button that says little in its row, and all of it to who hears it alone. */
  #file(words: string, label: string, make: () => void | Promise<void>) {
    return html`<button
      aria-label=${label}
      @click=${async () => {
        this.problem = "";
        try {
          await make();
        } catch (error) {
          this.problem = (error as Error).message;
        }
      }}
    >
      ${words}
    </button>`;
  }

  async #png(scale: number): Promise<void> {
    const ending = scale === 1 ? "png" : `${scale}x.png`;
    save(await png(this.figure, linkTo(this.figure), scale), this.#name(ending));
  }

  /** The whole explorable as one file, which opens with this scene. */
  async #page(): Promise<void> {
    const page = await fetched("The page", () => pageText(pageAt("sgd-current.html")!));
    const scene = hashOf(this.figure).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const html = page.replace("<html ", () => `<html data-scene="${scene}" `);
    save(html, "sgd-current.html", "text/html");
  }

  async #read(file: File | undefined): Promise<void> {
    if (!file) return;
    const [problem = ""] = await acceptFile(file, () => this.figure.scene!);
    this.problem = problem;
    if (problem === "") this.dialog.close();
  }
}
