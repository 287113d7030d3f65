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
      h2,
      h3 {
        margin: 0;
        font-size: 1.15rem;
        font-weight: 600;
      }
      h3 {
        margin: 1.1rem 0 0.4rem;
        font-size: 0.9375rem;
      }
      p {
        margin: 0 0 0.5rem;
        color: var(--muted);
      }
      sgd-filming {
        display: block;
        margin-top: 0.5rem;
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
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

      <h3>Link</h3>
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
          : html`<sgd-copy label="Link" share .text=${link}></sgd-copy>`
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

      <h3>Files</h3>
      ${link === "" ? nothing : html`<p>Each carries the link.</p>`}
      <div class="files">
        ${this.#file("Picture (PNG)", () => this.#png(1))}
        ${this.#file("Picture, twice as sharp (PNG)", () => this.#png(2))}
        ${this.#file("Picture that scales (SVG)", () => {
          save(svg(figure, link), this.#name("svg"), "image/svg+xml");
        })}
        ${
          columns.length > 0
            ? this.#file("Numbers (CSV)", () => {
                save(csv(columns, link), this.#name("csv"), "text/csv");
              })
            : nothing
        }
        ${
          figure.series().length > 0
            ? this.#file("Numbers against time (CSV)", () => {
                save(csv(figure.series(), link), this.#name("time.csv"), "text/csv");
              })
            : nothing
        }
        ${this.#file("Scene (JSON)", () => {
          const { whole: scenario, look } = figure.scene!;
          const scene = toFile({ scenario, look, figure: figure.name }, link);
          save(scene, this.#name("json"), "application/json");
        })}
        ${
          pageAt("sgd-current.html")
            ? this.#file("Everything in one page (HTML)", () => this.#page())
            : nothing
        }
        <label class="file">
          <input
            class="unseen"
            type="file"
            accept=".json,application/json"
            @change=${({ target }: Event) => this.#read((target as HTMLInputElement).files?.[0])}
          />
          Open a scene (JSON) …
        </label>
      </div>
      <p class="fault" role="alert" ?hidden=${this.problem === ""}>${this.problem}</p>
      ${figure.showAt && packerAt() ? html`<sgd-filming .figure=${figure}></sgd-filming>` : nothing}
      ${
        pageAt("embed.html") && link.length <= longest
          ? html`<sgd-embedding .figure=${figure} .link=${link}></sgd-embedding>`
          : nothing
      }
    </dialog>`;
  }

  #name(ending: string): string {
    return `sgd-current-${this.figure.name}.${ending}`;
  }

  #file(label: string, make: () => void | Promise<void>) {
    return html`<button
      @click=${async () => {
        this.problem = "";
        try {
          await make();
        } catch (error) {
          this.problem = (error as Error).message;
        }
      }}
    >
      ${label}
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
