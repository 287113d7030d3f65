import type { ReactiveController, ReactiveControllerHost, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { fetched, said } from "../core/scripts.ts";

/** What a control offers besides, once its script has come; where it does not, why, and a button to try again. */
export class Extra<T> implements ReactiveController {
  /** The script, once it has come. */
  script: T | undefined;
  #why = "";

  /** `what` the script does begins the words about it. */
  constructor(
    private host: ReactiveControllerHost,
    private what: string,
    private fetch: () => Promise<T>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#fetch();
  }

  #fetch = (): void => {
    this.#tell("");
    fetched(this.what, this.fetch).then(
      (script) => {
        this.script = script;
        this.host.requestUpdate();
      },
      (error: unknown) => {
        this.#tell(said(error));
      },
    );
  };

  #tell(why: string): void {
    this.#why = why;
    this.host.requestUpdate();
  }

  /** Stands in its place while it is not there; nothing while it may still come. */
  missing(): TemplateResult | typeof nothing {
    if (this.script || this.#why === "") return nothing;
    return html`<p class="help" role="alert">${this.#why}</p>
      <button @click=${this.#fetch}>Try again</button>`;
  }
}
