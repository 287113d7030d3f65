import { behave } from "./behaviour.mjs";

behave("Firefox");
