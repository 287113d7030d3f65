// Finding programs.
import { execFileSync } from "node:child_process";

/** The first line of the first command that has one: most often where a program is. */
export function firstOf(...commands) {
  for (const command of commands)
    try {
      const found = execFileSync("sh", ["-c", command], { encoding: "utf8", stdio: "pipe" });
      if (found.trim()) return found.trim().split("\n")[0];
    } catch {
      // The next.
    }
  return undefined;
}
