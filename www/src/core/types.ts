/** What crosses the boundary to the Rust core, by the names this side uses. */
import type {
  Choice,
  ModelName,
  Parameter as NumberParameter,
  ParameterGroup,
  PartialScenario,
  PlaneScenario,
  Preset,
  Scenario,
} from "../../pkg/sgd_current.js";

export type {
  Absorbed,
  Landscape as LandscapeCurves,
  Energies,
  LandscapeSpec,
  Metric,
  Moments,
  PartialPlaneScenario,
  PassageTime,
  PlaneGrid,
  PlaneLandscape,
  PlaneLandscapeSpec,
  PlaneLinearEnd,
  PlaneMoments,
  PlaneStationary,
  Resolution,
  Stationary,
  WidthComparison as Widths,
  WidthQuestion,
  WidthTimes,
} from "../../pkg/sgd_current.js";
export type { NumberParameter, ParameterGroup, Preset };

/** A way to move probability, from which a density can be had. */
export type Model = ModelName;

/** Anything that has a mean and a spread. */
export type Population = Model | "walkers";

/** What a run is made of. What is left out the core fills in to suit the landscape. */
export type SparseScenario = PartialScenario;

/** A scenario with nothing left out. */
export type WholeScenario = Scenario;

/** A scenario of two parameters with nothing left out. */
export type WholePlaneScenario = PlaneScenario;

export type ScheduleKind = WholeScenario["schedule"]["kind"];

/** How the datapoints of steps are drawn. */
export type Sampling = WholeScenario["sampling"];

/** The value of one parameter. */
export type Value = number | string | boolean;

/** A parameter that is a choice among values; yes and no are booleans, as in a scenario. */
export type ChoiceParameter = Omit<Choice, "default" | "options"> & {
  default: Value;
  options: { value: Value; label: string }[];
};

export type Parameter = NumberParameter | ChoiceParameter;
