import { behave } from "./behaviour.mjs";

behave("WebKit");
