/** A plot against time as a way through it: where it is pressed, or drawn along, that time is shown. */
import type { Scale } from "../plot/scale.ts";
import type { Player } from "./player.ts";

/** Handlers of a plot's pointer, for `scale`'s times in pixels from the plot's left. */
export function pointing(player: Player, scale: () => Scale) {
  const seek = ({ offsetX }: PointerEvent): void => {
    if (player.playing) player.pause();
    player.seek(Math.max(Math.round(scale().invert(offsetX)), 0));
  };
  return {
    down: (event: PointerEvent): void => {
      if (event.button !== 0 || player.end === 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      seek(event);
    },
    move: (event: PointerEvent): void => {
      if ((event.currentTarget as Element).hasPointerCapture(event.pointerId)) seek(event);
    },
  };
}
