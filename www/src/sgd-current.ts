/**
 * <sgd-current figure="widths" preset="widths" ratio="3">: one figure in
 * anybody's page. Attributes are keys of a link (HTML does not tell T from t:
 * `t` is the learning rate, `time` the time); `link` may hold a whole link;
 * `controls`, `theme` and `autoplay` are the element's own.
 */
import type { Table } from "./core/messages.ts";
import type { Figure } from "./figures/figure.ts";
import { core } from "./core/client.ts";
import { figures, mount } from "./figures/index.ts";
import { settle } from "./home.ts";
import { decode, encode, merge, typedKeys } from "./link.ts";
import { forPaper } from "./paper.ts";
import { parse } from "./parameter.ts";
import { Scene } from "./scene.ts";
import { themed } from "./themed.ts";
import "./controls/bench.ts";
import "./controls/notices.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-current": SgdCurrent;
  }
}

/** The figure of a link that names none. */
const standard = "evolve";

/** l0, l1, …: the formula of a datapoint. */
const isLoss = (key: string): boolean => /^l\d+$/.test(key);

/** What is asked once, for every element of the page. */
let described: Promise<Table> | undefined;

export class SgdCurrent extends HTMLElement {
  #figure: Figure | undefined;
  #scene: Scene | undefined;
  #root = document.createElement("div");
  #notices = document.createElement("sgd-notices");
  /** What the attributes asked for last. */
  #asked = "";
  #attributes = new MutationObserver(() => void this.#follow());

  #forget = (): void => undefined;

  constructor() {
    super();
    this.#root.className = "root";
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [themed];
    shadow.append(this.#root);
  }

  connectedCallback(): void {
    this.#attributes.observe(this, { attributes: true });
    this.#forget = forPaper(this.#root);
    void this.#follow();
  }

  disconnectedCallback(): void {
    this.#attributes.disconnect();
    this.#forget();
  }

  /** The scene as a link's hash, with the figure's name. */
  get link(): string {
    if (!this.#scene || !this.#figure) return "";
    const { scenario, table, look } = this.#scene;
    return encode(scenario, table, look, this.#figure.name);
  }

  get playing(): boolean {
    return this.#figure?.clock?.playing ?? false;
  }

  play(): void {
    this.#figure?.clock?.play();
    this.#tell();
  }

  pause(): void {
    this.#figure?.clock?.pause();
    this.#tell();
  }

  reset(): void {
    this.#figure?.clock?.reset();
  }

  /**
   * Changes some keys of the link. Parameters take effect at once, all else
   * starts anew; unknown keys, and values off the table, change nothing.
   */
  async set(keys: Record<string, string>): Promise<void> {
    if (!this.#scene) return;
    const { table } = this.#scene;
    const anew: Record<string, string> = {};
    for (const [key, text] of Object.entries(keys)) {
      const row = table.parameters.find(({ link }) => link === key);
      const read = row && parse(row, text);
      if (row && read && "value" in read) this.#scene.set(row.key, read.value);
      else if (!row && (typedKeys.includes(key) || isLoss(key))) anew[key] = text;
    }
    if (Object.keys(anew).length > 0) await this.#load(merge(this.link, anew));
  }

  async #follow(): Promise<void> {
    try {
      const table = await (described ??= core.ask("describe", {}));
      const asked = this.#told(table);
      if (this.#figure && asked !== this.#asked) await this.#load(asked);
      if (!this.#figure) await this.#open(table, asked);
      this.#asked = asked;
      this.#dress();
    } catch (error) {
      described = undefined;
      this.#root.textContent = `The figure could not start: ${(error as Error).message}`;
    }
  }

  /** The attributes as a link. */
  #told({ parameters }: Table): string {
    const names = new Map(typedKeys.map((key) => [key.toLowerCase(), key]));
    for (const { link } of parameters) names.set(link.toLowerCase(), link);
    names.set("time", "t");
    const keys: Record<string, string> = {};
    for (const { name, value } of this.attributes) {
      const key = isLoss(name) ? name : names.get(name);
      if (key !== undefined) keys[key] = value;
    }
    return merge(this.getAttribute("link") ?? "", keys);
  }

  async #open(table: Table, link: string): Promise<void> {
    const { scenario, look, figure = standard, notices } = decode(link, table);
    const [scene, refused] = await Scene.open(table, scenario, look);
    // Meanwhile another call may have been quicker.
    if (this.#figure) return;
    this.#scene = scene;
    for (const event of ["change", "look"])
      scene.addEventListener(event, () => {
        this.#tell();
      });
    this.#notices.notices = [...notices, ...refused];
    this.#root.replaceChildren(this.#notices);
    this.#root.addEventListener(
      "drawn",
      () => {
        this.#root.classList.add("drawn");
        this.dispatchEvent(new Event("ready"));
      },
      { once: true },
    );
    this.#figure = mount(figure, this.#root, scene, { autoplay: this.#autoplay });
  }

  async #load(link: string): Promise<void> {
    const {
      scenario,
      look,
      figure = this.#figure!.name,
      notices,
    } = decode(link, this.#scene!.table);
    if (figure !== this.#figure!.name) {
      this.#figure!.remove();
      this.#figure = mount(figure, this.#root, this.#scene!, {});
      this.#dress();
    }
    this.#notices.notices = [...notices, ...(await this.#scene!.load(scenario, look))];
  }

  get #autoplay(): boolean {
    return !["0", null].includes(this.getAttribute("autoplay"));
  }

  /** As many controls as asked for; the colours as asked for. */
  #dress(): void {
    const figure = this.#figure!;
    const controls = this.getAttribute("controls") ?? "few";
    figure.bare = controls === "none";
    figure.controls = controls === "few" ? figures[figure.name]!.few : [];
    const bench = this.#root.querySelector("sgd-bench");
    if (controls !== "full") bench?.remove();
    else if (!bench) {
      const all = document.createElement("sgd-bench");
      all.scene = this.#scene;
      this.#root.append(all);
    }
    for (const plot of figure.renderRoot.querySelectorAll("sgd-plot")) plot.recolour();
  }

  #tell(): void {
    this.dispatchEvent(new Event("state"));
  }
}

// One page may load the script from two addresses.
if (!customElements.get("sgd-current")) {
  settle(new URL(/* @vite-ignore */ ".", import.meta.url));
  customElements.define("sgd-current", SgdCurrent);
}
