import { behave } from "./behaviour.mjs";

behave("Chromium");
