// WebKit by its own driver, on a screen of its own.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstOf } from "./which.mjs";

const driver = firstOf("command -v WebKitWebDriver");
const miniBrowser = firstOf(
  "ls /usr/lib/*/webkit2gtk-4.1/MiniBrowser",
  "ls /usr/libexec/webkit2gtk-4.1/MiniBrowser",
);
const screen = firstOf("command -v Xvfb");

/** What is missing to start it, or false. */
export const webkitLacks =
  driver && miniBrowser && screen ? false : "no WebKit with its driver and Xvfb here";

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A screen under the first number that is free, once it is there. */
async function startScreen() {
  const program = spawn(screen, ["-displayfd", "3", "-screen", "0", "1280x1000x24"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((told, failed) => {
    program.stdio[3].once("data", told);
    program.once("exit", () => failed(new Error("Xvfb did not start")));
  });
  return { program, display: `:${String(number).trim()}` };
}

/** A folder of settings for GTK, from which WebKit has what its reader asks for. */
async function settingsFor(calm) {
  const folder = await mkdtemp(join(tmpdir(), "sgd-webkit-"));
  await mkdir(join(folder, "gtk-3.0"));
  await writeFile(
    join(folder, "gtk-3.0/settings.ini"),
    `[Settings]\ngtk-enable-animations=${!calm}\n`,
  );
  return folder;
}

const keys = { ArrowLeft: "\uE012", ArrowRight: "\uE014", Enter: "\uE007" };

/** As `engines.mjs` says; `spelled` makes what is asked into one expression. */
export async function startWebkit(calm, spelled) {
  const { program, display } = await startScreen();
  const settings = await settingsFor(calm);
  const port = await freePort();
  const programs = [
    program,
    spawn(driver, [`--port=${port}`], {
      stdio: "ignore",
      env: {
        ...process.env,
        DISPLAY: display,
        XDG_CONFIG_HOME: settings,
        ...(calm && { GTK_THEME: "Adwaita:dark" }),
        // Only our own pages are opened, and containers forbid its sandbox.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      },
    }),
  ];
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const wanted = {
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] },
  };
  let session;
  for (let tries = 0; !session; tries++)
    try {
      const made = await ask("POST", "/session", { capabilities: { alwaysMatch: wanted } });
      session = `/session/${made.sessionId}`;
    } catch (error) {
      if (tries === 40) throw error;
      await new Promise((later) => setTimeout(later, 250));
    }
  const act = (input) => ask("POST", `${session}/actions`, { actions: [input] });
  const at = ([x, y], duration = 0) => ({
    type: "pointerMove",
    x: Math.round(x),
    y: Math.round(y),
    duration,
  });
  return {
    goto: (url) => ask("POST", `${session}/url`, { url }),
    run: (asked, ...given) =>
      ask("POST", `${session}/execute/sync`, {
        script: `return ${spelled(asked, given)}`,
        args: [],
      }),
    drag: (from, to) =>
      act({
        type: "pointer",
        id: "mouse",
        actions: [
          at(from),
          { type: "pointerDown", button: 0 },
          at(to, 100),
          { type: "pointerUp", button: 0 },
        ],
      }),
    press: (key) =>
      act({
        type: "key",
        id: "keys",
        actions: ["keyDown", "keyUp"].map((type) => ({ type, value: keys[key] ?? key })),
      }),
    async close() {
      await ask("DELETE", session);
      for (const program of programs) program.kill();
      await rm(settings, { recursive: true });
    },
  };
}
