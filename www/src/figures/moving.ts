import { property } from "lit/decorators.js";
import type { Fault, Space, Spaces } from "../core/messages.ts";
import type { WholeScenario } from "../core/types.ts";
import type { Look, Past } from "../scene/look.ts";
import { Announcer } from "../time/announcer.ts";
import { namesOf } from "../scene/fields.ts";
import { hasNumbers, kindOf } from "../scene/scenario.ts";
import { Carrying } from "./carrying.ts";
import { Figure } from "./figure.ts";
import { moreCells } from "./resolved.ts";
import { Player, speeds } from "../time/player.ts";
import { Sight } from "../time/sight.ts";
import { stillness } from "../time/stillness.ts";
import type { Wanted } from "../time/run.ts";
import { Run } from "../time/run.ts";

/** Milliseconds between two changes of the words while it plays: nobody reads faster. */
const reading = 100;
/** Milliseconds by which the words follow the picture, so that they fall into the next frame. */
const aside = 20;

/** Seconds in which one sees what a schedule does. */
const watched = 15;

/** The part of a picture that is seen before it begins to play by itself. */
const enough = 0.6;

/** Where a run starts: a change of it is looked at there, whether or not the run plays. */
const startOf = (whole: WholeScenario) => [
  // A valley of the pit that is dragged makes formulas of it: that is the same landscape, moved.
  kindOf(whole) === "pit" ? "formula" : kindOf(whole),
  whole.initial,
];

/** The values of the fields by which a run that plays restarts, or is computed again. */
const valuesOf = (whole: WholeScenario, whilePlaying: "restarts" | "again") =>
  // Walls that come with the numbers of a landscape move while the run goes on.
  namesOf(whilePlaying).map((name) =>
    name === "domain" && hasNumbers(whole) ? undefined : whole[name],
  );

const spell = (past: Past): string => JSON.stringify(past);

/** A figure of one run in time: follows the scene, has a clock, sleeps out of sight. */
export abstract class Moving<S extends Space = "line"> extends Figure {
  /** The step at which playing by itself ends. */
  @property({ attribute: false }) until = Infinity;
  /** SGD steps per second at first. */
  @property({ attribute: false }) speed = 20;

  protected run: Run<S>;
  protected player: Player<S>;
  protected announcer = new Announcer(this);
  #carrying: Carrying<S>;
  /** The scenario that the run was last asked for. */
  #asked: WholeScenario | undefined;
  /** How often the scene had been loaded by then. */
  #loads = 0;
  /** The timer of the next words, and when the last ones came. */
  #words = 0;
  #spoken = 0;
  /** Whether its picture is seen, and whether it is to play as soon as it is. */
  #seen = false;
  #eager = false;
  /** Watches whether enough of the picture is seen to begin playing: nobody is to miss the beginning. */
  #view = new IntersectionObserver(
    (entries) => {
      this.#seen = entries.at(-1)!.intersectionRatio >= enough;
      this.#start();
    },
    { threshold: enough },
  );
  /** Whether it plays by itself: no reader has asked for it. */
  #unasked = false;
  /** Whether it played when the page around was last told, by `clock`. */
  #played = false;
  /** Whether it is at another time than the link of the scene, which is told where the clock rests. */
  #untold = false;

  constructor(space = "line" as S) {
    super();
    this.addEventListener("keydown", this.#key);
    new Sight(this, ({ isIntersecting }) => {
      this.player.awake = isIntersecting;
    });
    this.run = new Run<S>(
      space,
      () => this.view(),
      () => {
        this.fault = undefined;
        this.advanced();
      },
      this.failed,
      () => {
        this.note = `The computation broke off; another took it up at step ${this.run.end}.`;
      },
    );
    this.player = new Player<S>(this.run, () => {
      this.redraw();
    });
    this.#carrying = new Carrying(space, this.run, () => {
      this.requestUpdate();
    });
  }

  protected failed = (fault: Fault): void => {
    this.fault = fault;
    this.computing(false);
    this.#waiting();
    // A fault with a report is the core's own: it will not play on.
    if (fault.report !== undefined) this.player.pause();
  };

  /** Keys for the figure as a whole: those that a control of its own has are the control's. */
  #key = (event: KeyboardEvent): void => {
    const [inner] = event.composedPath();
    const taken = (inner as Element).closest("input, select, textarea, summary, [role=slider]");
    if (taken || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && (inner as Element).closest("button, a")) return;
    if (!this.pressed(event)) return;
    event.preventDefault();
  };

  /** Does what a key stands for; false if it stands for nothing. */
  protected pressed({ key }: KeyboardEvent): boolean {
    if (key === " ") this.player.toggle();
    else if (key === "ArrowRight") this.player.step();
    else if (key === "ArrowLeft") this.player.back();
    else if (key === "Home") this.player.seek(0);
    else return false;
    return true;
  }

  /** Whether the figure plays by itself once it is seen; never with reduced motion. */
  set autoplay(autoplay: boolean) {
    this.#eager = autoplay;
    // Its picture is watched from the next rendering on.
    this.requestUpdate();
    this.#start();
  }

  #start(): void {
    if (!this.#seen || !this.#eager) return;
    // Only once: a reader who pauses it wants it paused.
    this.#eager = false;
    if (stillness.matches) return;
    this.#unasked = true;
    this.player.play(this.until);
  }

  /** When reduced motion is switched on, stops what plays by itself, and not what the reader started. */
  #still = (): void => {
    if (stillness.matches && this.#unasked) this.player.pause();
  };

  /** What is to be seen of the run. */
  protected abstract view(): Spaces[S]["view"];

  /** Called before the run is asked for another scenario; `loaded` if that came from outside. */
  protected adopting?(wanted: Wanted, loaded: boolean): void;

  /** The run has a new frame. */
  protected advanced(): void {
    if (this.expecting && (this.player.playing || this.run.settled)) this.computing(false);
    this.redraw();
    this.#waiting();
  }

  /** Shows another frame: its picture at once, its words as often as they can be read. */
  protected redraw(): void {
    this.#carrying.follow(this.player.playing, this.player.frame);
    const { playing } = this.player;
    // While it plays the words wait; when it has just stopped, they come after the picture.
    if (this.#spoken > 0 && (playing || this.#played)) {
      if (!playing) this.#hush();
      // A clock may have been put back.
      const due = playing ? Math.min(this.#spoken + reading - performance.now(), reading) : 0;
      this.#words ||= setTimeout(
        () => {
          this.#speak();
        },
        Math.max(due, aside),
      );
    } else this.#speak();
    if (playing === this.#played) return;
    this.#played = playing;
    if (!playing) this.#unasked = false;
    this.dispatchEvent(new Event("clock", { bubbles: true, composed: true }));
  }

  #hush(): void {
    clearTimeout(this.#words);
    this.#words = 0;
  }

  #speak(): void {
    this.#hush();
    this.#spoken = performance.now();
    const { frame } = this.player;
    if (!frame) return;
    this.tell({ time: String(frame.time), ...this.numbersOf?.(frame) });
    this.#tellTime(frame);
    this.requestUpdate();
  }

  /** What to say where the grid is too coarse for what is shown of a time: the cells that would do. */
  protected unresolved({ time }: { time: number }) {
    return this.scene && moreCells(this.scene, this.#carrying.at(time));
  }

  /** What the text around may quote of a frame, besides its time. */
  protected numbersOf?(frame: Spaces[S]["frame"]): Record<string, string>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.player.speed = this.speed;
    stillness.addEventListener("change", this.#still);
  }

  override updated(): void {
    super.updated();
    // A press on the picture gives the figure the keys.
    this.renderRoot.querySelector("figure")?.setAttribute("tabindex", "-1");
    const picture = this.#eager && this.renderRoot.querySelector("sgd-plot");
    if (picture) this.#view.observe(picture);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    stillness.removeEventListener("change", this.#still);
    this.#view.disconnect();
    this.#seen = false;
    this.#hush();
    this.player.awake = false;
    this.run.close();
    this.#asked = undefined;
  }

  override get clock(): Player {
    return this.player;
  }

  /** The time that was shown before a film, and what to call when there is another frame. */
  #before: { time: number | undefined } | undefined;
  #waiting = (): void => undefined;

  showAt = async (time: number | undefined): Promise<void> => {
    const { run, player } = this;
    this.#before ??= { time: player.frame?.time };
    if (time === undefined) {
      const { time = run.end } = this.#before;
      this.#before = undefined;
      player.seek(time);
      return;
    }
    while (run.end < time) {
      if (this.fault) throw new Error(this.fault.message);
      const frame = new Promise<void>((came) => (this.#waiting = came));
      if (run.settled && !run.busy) run.want({ steps: time - run.end });
      await frame;
    }
    player.hold(time);
  };

  protected override sceneChanged(): void {
    if (!this.scene) return;
    const { scenario, whole, loads, look } = this.scene;
    const before = loads === this.#loads ? this.#asked : undefined;
    if (before && JSON.stringify(whole) === JSON.stringify(before)) return;
    this.note = "";
    this.#asked = whole;
    this.#loads = loads;
    const wanted = { scenario, ...this.#course(before, whole, look) };
    this.adopting?.(wanted, !before);
    this.#pace(before, whole);
    this.run.want(wanted);
    this.expect(() => this.run.busy);
    // A link to a step stays at it.
    if (loads > 0 && !before && look.time > 0) {
      this.#eager = false;
      this.player.pause();
    }
  }

  /** A schedule is played so fast that five of its times, in which T falls far, are over in seconds. */
  #pace(before: WholeScenario | undefined, whole: WholeScenario): void {
    // The plane has none.
    const timeOf = (of: WholeScenario) =>
      "schedule" in of && "time" in of.schedule ? of.schedule.time : undefined;
    const time = timeOf(whole);
    if (time === undefined || (before && time === timeOf(before))) return;
    const { player } = this;
    player.speed = speeds.find((speed) => speed * watched >= 5 * time) ?? speeds.at(-1)!;
    // Where it was to stop by itself is no longer of interest.
    if (before && player.playing) player.play();
  }

  /**
   * How the run gets to the scenario `whole` from the one it was asked for before, if that was not
   * from outside: whether it starts anew, the step it then goes to, and what was in force on the way.
   *
   * | what happens | the run |
   * |---|---|
   * | the scenario is from outside | goes to the step of the link, through its past |
   * | another start or kind of landscape | starts at step 0 |
   * | it plays, and the grid or the walkers change | starts at step 0 |
   * | it stands, or how it is computed changes | is computed again to the same step |
   * | it plays once more what has been | goes on under the change from the step that is shown |
   * | it plays | goes on under the change |
   */
  #course(before: WholeScenario | undefined, whole: WholeScenario, look: Look) {
    const { player, run } = this;
    const { playing, lookedBack } = player;
    const changed = (part: (whole: WholeScenario) => unknown) =>
      JSON.stringify(part(whole)) !== JSON.stringify(part(before!));
    const restarts =
      !before || changed(startOf) || (playing && changed((of) => valuesOf(of, "restarts")));
    // What is shown belongs to what is set, so what stands is computed again.
    if (!restarts && (!playing || changed((of) => valuesOf(of, "again"))))
      return { anew: true, steps: run.bound, past: [] };
    player.catchUp();
    if (!before) return { anew: true, steps: look.time, past: look.past ?? [] };
    if (restarts) return { anew: true, steps: 0, past: [] };
    if (lookedBack === undefined) return { anew: false, steps: 0, past: [] };
    const past = run.history.leadingTo(lookedBack, run.scenario);
    return { anew: true, steps: lookedBack, past };
  }

  /** Puts the time that is shown into the scene's link; the page around hears of it where the clock rests. */
  #tellTime({ time }: { time: number }): void {
    const { scene } = this;
    if (!scene || !this.run.settled) return;
    const past = this.run.history.pastOf(time);
    const told =
      time === scene.look.time &&
      String(past.map(spell)) === String((scene.look.past ?? []).map(spell));
    if (!told) this.#untold = true;
    if (!this.#untold) return;
    this.#untold = this.player.playing;
    if (this.#untold) scene.look = { ...scene.look, time, past };
    else scene.lookAt({ time, past });
  }
}
