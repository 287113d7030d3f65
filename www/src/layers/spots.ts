/** What can be moved in a map: the start of a run, and datapoints that are places. */
import { html, nothing } from "lit";
import type { PlaneStage } from "../core/messages.ts";
import type { Ground } from "../controls/spot.ts";
import type { PickEvent } from "../controls/pick.ts";
import type { Scene } from "../scene/scene.ts";
import { axesOf } from "../scene/space.ts";
import { counted, frameOf } from "../scene/units.ts";
import { write } from "../scene/scenario.ts";
import { wellOf, withWell } from "../scene/stirred.ts";
import { number } from "../plot/format.ts";
import "../controls/spot.ts";

type Place = [number, number];

const inWords = ([a, b]: Place, [first, second] = ["W₁", "W₂"]): string =>
  `${first} ${number(a)}, ${second} ${number(b)}`;

/** The mean of the start: hollow where a full dot is a run that has left it. */
export function startSpot(
  scene: Scene,
  { scenario }: PlaneStage,
  ground: Ground | undefined,
  hollow: boolean,
) {
  if (!ground) return nothing;
  const { domain, initial } = scenario;
  return html`<sgd-spot
    class=${hollow ? "hollow" : ""}
    label="Mean of the start"
    .words=${inWords(initial.mean, axesOf(scenario))}
    .value=${initial.mean}
    .bounds=${domain}
    .ground=${ground}
    @pick=${({ value }: PickEvent<Place>) => {
      scene.change((scenario, whole) =>
        [0, 1].reduce(
          (made, axis) => write(made, whole, `initial.mean.${axis}`, value[axis]!),
          scenario,
        ),
      );
    }}
  ></sgd-spot>`;
}

/** Each point of a landscape that draws W to its points. */
export function pointSpots(scene: Scene, { scenario }: PlaneStage, ground: Ground | undefined) {
  const { landscape, domain } = scenario;
  if (!ground || landscape.kind !== "points") return nothing;
  const { points } = landscape;
  const frame = frameOf(landscape);
  // As the reader wrote them, in digits that a hand is sure of.
  const given = (place: Place): Place =>
    place.map((value, a) =>
      Number((frame.origin[a]! + frame.units[a]! * value).toPrecision(6)),
    ) as Place;
  return counted(points, frame).map(
    (place, j) =>
      html`<sgd-spot
        class="point"
        label="Datapoint ${j + 1}"
        .words=${inWords(place)}
        .value=${place}
        .bounds=${domain}
        .ground=${ground}
        @pick=${({ value }: PickEvent<Place>) => {
          scene.setLandscape({
            points: points.map((other, k) => (k === j ? given(value) : other)),
          });
        }}
      ></sgd-spot>`,
  );
}

/** The far well of a(u) + b(v): moved along u it moves a's wells, along v the bowl b. */
export function wellSpot(scene: Scene, { scenario }: PlaneStage, ground: Ground | undefined) {
  const { landscape, domain } = scenario;
  const well = wellOf(landscape);
  if (!ground || !well) return nothing;
  return html`<sgd-spot
    class="point"
    label="Well"
    .words=${inWords(well)}
    .value=${well}
    .bounds=${domain}
    .ground=${ground}
    @pick=${({ value }: PickEvent<Place>) => {
      scene.setLandscape({ kind: "formula", losses: withWell(value) });
    }}
  ></sgd-spot>`;
}
