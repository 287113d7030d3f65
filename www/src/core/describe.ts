/** Starts the core while the page is still being read, and asks it what there is. */
import { core } from "./client.ts";

export const described = core.ask("describe", {});
