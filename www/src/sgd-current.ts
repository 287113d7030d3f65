/**
 * <sgd-current figure="widths" preset="widths" ratio="3">: one figure in
 * anybody's page. Attributes are keys of a link (HTML does not tell T from t:
 * `t` is the learning rate, `time` the time); `link` may hold a whole link;
 * `controls`, `theme` and `autoplay` are the element's own.
 */
import type { Table } from "./core/messages.ts";
import type { Value } from "./core/types.ts";
import type { Figure } from "./figures/figure.ts";
import { askTable } from "./core/table.ts";
import { fetched, said } from "./core/scripts.ts";
import { arrival } from "./figures/arrival.ts";
import { fetchElements, figures, mount } from "./figures/index.ts";
import { acceptFile, acceptFiles } from "./scene/file.ts";
import { pageAt, settle } from "./scene/home.ts";
import { entriesOf, merge } from "./scene/entries.ts";
import { keyOf, typedKeys } from "./scene/landscape-link.ts";
import { decode, encode } from "./scene/link.ts";
import { forPaper } from "./styles/paper.ts";
import { inWords, Scene } from "./scene/scene.ts";
import { themed } from "./styles/themed.ts";
import { stepsOf } from "./controls/keys.ts";
import "./controls/notices.ts";
import "./figures/trouble.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-current": SgdCurrent;
  }
}

/** Milliseconds that another figure may take to come: until then nothing else is done. */
const long = 15_000;

/** The figure of a link that names none. */
const standard = "evolve";

/** l0, l1, …: the formula of a datapoint. */
const isLoss = (key: string): boolean => /^l\d+$/.test(key);

/** What is asked once, for every element of the page. */
let described: Promise<Table> | undefined;

/** The element's own attributes and what each may say; the first is meant where nothing is said. */
const settings: Record<string, string[]> = {
  controls: ["few", "full", "none"],
  theme: ["auto", "light", "dark"],
  autoplay: ["0", "1", ""],
};

/** Whether a key is meant for what has the focus in the figure, and not for the page around. */
function isOurs(event: KeyboardEvent): boolean {
  const [at] = event.composedPath();
  const { key, ctrlKey, metaKey, altKey } = event;
  if (!(at instanceof HTMLElement) || ctrlKey || metaKey || altKey) return false;
  if (at.matches("input, textarea, select")) return !["Escape", "Tab"].includes(key);
  if (at.matches("button, a, summary")) return key === "Enter" || key === " ";
  return at.matches("[role=slider]") && stepsOf(event) !== undefined;
}

export class SgdCurrent extends HTMLElement {
  #figure: Figure | undefined;
  #scene: Scene | undefined;
  #root = document.createElement("div");
  #notices = document.createElement("sgd-notices");
  /** What stands there before the figure, or instead of it. */
  #stead = document.createElement("sgd-trouble");
  /** What the attributes asked for last. */
  #asked: string | undefined;
  #autoplays = false;
  /** The link that settings were taken from last, and which. */
  #linked = "";
  #lent: string[] = [];
  #attributes = new MutationObserver(() => {
    void this.#do(() => this.#follow());
  });
  /** What is under way: each thing starts from what the one before has left. */
  #work: Promise<unknown> = Promise.resolve();
  /** Done as soon as there is a figure. */
  #opened: Promise<void>;
  #nowOpen!: () => void;

  #forget = (): void => undefined;

  constructor() {
    super();
    this.#opened = new Promise((opened) => (this.#nowOpen = opened));
    this.#root.className = "root";
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [themed];
    shadow.append(this.#root);
    this.#root.append(this.#stead);
    // A deck would turn its slide, or black the screen.
    for (const name of ["keydown", "keypress", "keyup"] as const)
      this.#root.addEventListener(name, (event) => {
        if (isOurs(event)) event.stopPropagation();
      });
    acceptFiles(this.#root, (file) => {
      const scene = async (figure?: string) => {
        await this.#show(figure);
        return this.#scene!;
      };
      void this.#do(async () => {
        if (this.#scene) this.#notices.notices = await acceptFile(file, scene);
      });
    });
  }

  connectedCallback(): void {
    // Set before the script was there, it would hide the element's own.
    const early = Object.getOwnPropertyDescriptor(this, "link");
    if (early) {
      Reflect.deleteProperty(this, "link");
      this.link = String(early.value);
    }
    this.#attributes.observe(this, { attributes: true });
    this.#forget = forPaper(this.#root);
    void this.#do(() => this.#follow());
  }

  disconnectedCallback(): void {
    this.#attributes.disconnect();
    this.#forget();
  }

  /** The scene as a link's hash, with the figure's name. */
  get link(): string {
    if (!this.#scene || !this.#figure) return this.getAttribute("link") ?? "";
    const { scenario, table, look } = this.#scene;
    return encode(scenario, table, look, this.#figure.name);
  }

  set link(link: string) {
    if (link === this.link) return;
    this.#asked = undefined;
    this.setAttribute("link", link);
  }

  /** What was left out of what was asked for last, in words. */
  get notices(): string[] {
    const { fault, table } = this.#scene ?? {};
    const refused = fault ? [inWords(fault, (field) => keyOf(field, table!))] : [];
    return [...this.#notices.notices, ...refused];
  }

  get playing(): boolean {
    return this.#figure?.clock?.playing ?? false;
  }

  play(): void {
    this.#once(() => this.#figure?.clock?.play());
  }

  pause(): void {
    this.#once(() => this.#figure?.clock?.pause());
  }

  reset(): void {
    this.#once(() => this.#figure?.clock?.reset());
  }

  /**
   * Changes some keys of the link, all at once; one that names a figure starts
   * anew. What is wrong changes nothing: it is told in words.
   */
  async set(keys: Record<string, Value>): Promise<string[]> {
    await this.#opened;
    return this.#do(() => this.#set(keys));
  }

  /** Does it now or, before there is a figure, as soon as there is one. */
  #once(act: () => void): void {
    if (this.#figure) act();
    else void this.#opened.then(act);
  }

  /** Does it when all else is done. */
  #do<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#work.then(job);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #set(keys: Record<string, Value>): Promise<string[]> {
    const scene = this.#scene!;
    const { table } = scene;
    const rest: Record<string, string> = {};
    for (const [key, value] of Object.entries(keys))
      if (Object.hasOwn(settings, key)) this.setAttribute(key, String(value));
      else rest[key] = String(value);
    const link = merge("", rest);
    if (link === "") return [];
    if (decode(link, await described!).figure !== undefined) await this.#load(link);
    else {
      const checked = new Promise((done) => {
        scene.addEventListener("change", done, { once: true });
      });
      let look = scene.look;
      scene.change((scenario) => {
        const read = decode(link, table, { scenario, look });
        this.#notices.notices = read.notices;
        look = read.look;
        return read.scenario;
      });
      await checked;
      if (!scene.fault && ["t", "view"].some((key) => key in rest))
        await scene.load({ scenario: scene.scenario, look });
    }
    return this.notices;
  }

  async #follow(): Promise<void> {
    try {
      if (!this.#figure) this.#stand();
      const table = await (described ??= askTable());
      const asked = this.#told(table);
      if (!this.#figure) await this.#open(table, asked);
      else if (asked !== this.#asked) await this.#load(asked);
      this.#asked = asked;
      this.#dress();
      this.#nowOpen();
    } catch (error) {
      if (this.#figure) this.#notices.notices = [said(error)];
      else this.#fail(error);
    }
  }

  /** There is no figure: says why, and begins anew when the reader wants it. */
  #fail(error: unknown): void {
    described = undefined;
    const message = `The figure could not start: ${said(error)}`;
    this.#stead.tell({ name: "unopened", message }, () => {
      this.#stead.clear();
      void this.#do(() => this.#follow());
    });
  }

  /** Shows the still picture of the figure that is asked for. */
  #stand(): void {
    const said = this.getAttribute("figure") ?? /\bfigure=(\w+)/.exec(this.link)?.[1] ?? "";
    const preset = this.getAttribute("preset") ?? /\bpreset=(\w+)/.exec(this.link)?.[1] ?? "";
    const name = [said, preset].find((name) => Object.hasOwn(figures, name)) ?? standard;
    this.#stead.still = name;
    // Its script comes beside the core; if it does not, that is told when it is needed.
    fetchElements(figures[name]!.element).catch(() => undefined);
    // A page of another origin may not want pictures from here: it gets one where there is need.
    this.#stead.early = new URL(pageAt("")!).origin === origin;
  }

  /**
   * A link's settings become attributes of the element: an address of embed.html has them too, and
   * programs may have changed it on its way. What the element says itself counts for more.
   */
  #settle(): string {
    const link = this.getAttribute("link") ?? "";
    const entries = entriesOf(link);
    const said = Object.keys(settings).filter((key) => entries.has(key));
    if (link !== this.#linked) {
      for (const key of this.#lent) this.removeAttribute(key);
      this.#lent = said.filter((key) => !this.hasAttribute(key));
      for (const key of this.#lent) this.setAttribute(key, entries.get(key)!.toLowerCase());
      this.#linked = link;
    }
    if (said.length === 0) return link;
    for (const key of said) entries.delete(key);
    return merge("", Object.fromEntries(entries));
  }

  /** The attributes as a link. */
  #told({ parameters, plane }: Table): string {
    const names = new Map(typedKeys.map((key) => [key.toLowerCase(), key]));
    for (const { link } of [...(plane?.parameters ?? []), ...parameters])
      names.set(link.toLowerCase(), link);
    names.set("time", "t");
    const keys: Record<string, string> = {};
    for (const { name, value } of this.attributes) {
      const key = isLoss(name) ? name : names.get(name);
      if (key !== undefined) keys[key] = value;
    }
    return merge(this.#settle(), keys);
  }

  async #open(table: Table, link: string): Promise<void> {
    const address = decode(link, table);
    const { figure = standard } = address;
    const [scene, notices] = await Scene.open(table, address);
    this.#scene = scene;
    for (const event of ["change", "look"])
      scene.addEventListener(event, () => {
        this.#tell();
      });
    this.#root.addEventListener("clock", () => {
      this.#tell();
    });
    this.#notices.notices = notices;
    this.#root.prepend(this.#notices);
    this.#root.addEventListener(
      "drawn",
      () => {
        this.#root.classList.add("drawn");
        this.#stead.still = "";
        this.dispatchEvent(new Event("ready"));
      },
      { once: true },
    );
    await new Promise<void>((come, failed) => {
      const fetch = () => fetchElements(figures[figure]!.element);
      arrival(fetch, this.#stead, come).catch(failed);
    });
    this.#figure = await mount(figure, this.#root, scene, {});
  }

  async #load(link: string): Promise<void> {
    const address = decode(link, await described!);
    try {
      await this.#show(address.figure);
    } catch (error) {
      // The figure that is there stays.
      this.#notices.notices = [said(error)];
      return;
    }
    this.#notices.notices = await this.#scene!.load(address);
  }

  /** Turns to another figure of the same scene, if there is one of this name; throws in words if it does not come. */
  async #show(name = ""): Promise<void> {
    const before = this.#figure!;
    if (name === before.name || !Object.hasOwn(figures, name)) return;
    await fetched(
      `What draws the figure “${name}”`,
      () => fetchElements(figures[name]!.element),
      long,
    );
    this.#figure = await mount(name, this.#root, this.#scene!, {});
    before.remove();
    this.#root.querySelector("sgd-bench")?.remove();
    this.#dress();
  }

  /** What one of the element's own attributes says or, if that is nothing known, what is usual. */
  #setting(name: string): string {
    const [usual] = settings[name]!;
    const value = this.getAttribute(name) ?? usual!;
    if (settings[name]!.includes(value)) return value;
    const known = settings[name]!.filter((one) => one !== "").join(", ");
    const notice = `${name} = “${value}” was left out: it is one of ${known}.`;
    // It stands there until it is put right, and is said once.
    this.#notices.notices = [...new Set([...this.#notices.notices, notice])];
    return usual!;
  }

  /** As many controls as asked for; the colours as asked for; playing if asked for. */
  #dress(): void {
    const figure = this.#figure!;
    const [controls, autoplay] = [this.#setting("controls"), this.#setting("autoplay")];
    this.#setting("theme");
    figure.bare = controls === "none";
    figure.brief = controls === "few";
    const { few, card = few, plays } = figures[figure.name]!;
    figure.controls = controls === "few" ? card : [];
    if (controls === "full") void this.#fit();
    else this.#root.querySelector("sgd-bench")?.remove();
    // Where nothing is said, it does if it starts with nothing to see, or nothing else to press.
    const silent = this.getAttribute("autoplay") === null && this.#scene!.look.time === 0;
    const alive = controls === "none" || plays !== undefined;
    const autoplays = silent ? alive : autoplay !== "0";
    if (autoplays !== this.#autoplays)
      Object.assign(figure, { autoplay: autoplays, until: plays ?? Infinity });
    this.#autoplays = autoplays;
    // Before it is in a page a figure has no plots.
    for (const plot of figure.shadowRoot?.querySelectorAll("sgd-plot") ?? []) plot.recolour();
  }

  /** Puts every control there is under the figure: their script comes with the first that are wanted. */
  async #fit(): Promise<void> {
    try {
      await fetched("What makes the controls", () => import("./controls/bench.ts"), long);
    } catch (error) {
      this.#notices.notices = [said(error)];
      return;
    }
    const wanted = this.#setting("controls") === "full";
    if (!wanted || this.#root.querySelector("sgd-bench")) return;
    const bench = document.createElement("sgd-bench");
    bench.scene = this.#scene;
    this.#root.append(bench);
  }

  #tell(): void {
    this.dispatchEvent(new Event("state"));
  }
}

settle(new URL(/* @vite-ignore */ ".", import.meta.url));
customElements.define("sgd-current", SgdCurrent);
