import { css, html } from "lit";
import { guard } from "lit/directives/guard.js";
import { live } from "lit/directives/live.js";
import type { Player } from "./player.ts";
import { speeds } from "./player.ts";

const triangle = html`<svg viewBox="0 0 12 12" aria-hidden="true">
  <path d="M2 1 11 6 2 11z" />
</svg>`;
const twoBars = html`<svg viewBox="0 0 12 12" aria-hidden="true">
  <path d="M2 1h3v10H2zM7 1h3v10H7z" />
</svg>`;

/** Play and pause, one step, reset, speed, and the way back through what has been computed. */
export const playbar = (player: Player) => html`
  <div class="playbar" role="group" aria-label="Time">
    ${guard([player.playing, player.speed, player.done], () => buttons(player))}
    <input
      class="scrub"
      type="range"
      min="0"
      max=${player.horizon}
      .value=${live(String(player.frame?.time ?? 0))}
      ?disabled=${player.end === 0}
      aria-label="Look back"
      aria-valuetext="step ${player.frame?.time ?? 0} of ${player.end}"
      @input=${({ target }: InputEvent) => {
        if (player.playing) player.pause();
        player.seek(Number((target as HTMLInputElement).value));
      }}
    />
  </div>
`;

const buttons = (player: Player) => html`
  <button
    class="play"
    @click=${() => {
      player.toggle();
    }}
  >
    ${player.playing ? twoBars : triangle} ${player.playing ? "Pause" : "Play"}
  </button>
  <button
    class="step"
    @click=${() => {
      player.step();
    }}
  >
    Step
  </button>
  <button
    class="reset"
    @click=${() => {
      if (player.done) player.replay();
      else player.reset();
    }}
  >
    ${player.done ? "Replay" : "Reset"}
  </button>
  <select
    aria-label="Speed in steps a second"
    @change=${({ target }: Event) => {
      player.speed = Number((target as HTMLSelectElement).value);
    }}
  >
    ${speeds.map(
      (speed) =>
        html`<option value=${speed} ?selected=${speed === player.speed}>${speed}/s</option>`,
    )}
  </select>
`;

export const playbarStyles = css`
  .playbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .playbar :is(button, select) {
    padding: 0 0.6rem;
  }
  .play {
    min-width: 5.5rem;
  }
  .playbar svg {
    width: 0.7rem;
    margin-right: 0.25rem;
    fill: currentColor;
  }
  .playbar .scrub {
    flex: 1 1 5rem;
    width: auto;
    min-width: 0;
    margin: 0;
  }
`;
