// Firefox and WebKit, each as `{ goto(url), run(function), close() }`.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import puppeteer from "puppeteer-core";

function first(...commands) {
  for (const command of commands)
    try {
      const found = execFileSync("sh", ["-c", command], { encoding: "utf8" }).trim().split("\n")[0];
      if (found) return found;
    } catch {
      // The next.
    }
  return undefined;
}

const firefox = process.env.FIREFOX ?? first("command -v firefox-esr", "command -v firefox");
const webkitDriver = first("command -v WebKitWebDriver");
const miniBrowser = first(
  "ls /usr/lib/*/webkit2gtk-4.1/MiniBrowser",
  "ls /usr/libexec/webkit2gtk-4.1/MiniBrowser",
);
const screen = first("command -v Xvfb");

async function startFirefox() {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox,
    headless: true,
    extraPrefsFirefox: { "ui.prefersReducedMotion": 1 },
  });
  const page = await browser.newPage();
  return {
    goto: (url) => page.goto(url),
    run: (asked) => page.evaluate(asked),
    close: () => browser.close(),
  };
}

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

async function startWebkit() {
  const { program, display } = await startScreen();
  const port = await freePort();
  const programs = [
    program,
    spawn(webkitDriver, [`--port=${port}`], {
      stdio: "ignore",
      env: {
        ...process.env,
        DISPLAY: display,
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
  return {
    goto: (url) => ask("POST", `${session}/url`, { url }),
    run: (asked) =>
      ask("POST", `${session}/execute/sync`, { script: `return (${asked})()`, args: [] }),
    async close() {
      await ask("DELETE", session);
      for (const program of programs) program.kill();
    },
  };
}

/** Each engine with what is missing to start it, if anything is. */
export const engines = [
  { name: "Firefox", missing: firefox ? false : "no Firefox here", start: startFirefox },
  {
    name: "WebKit",
    missing:
      webkitDriver && miniBrowser && screen ? false : "no WebKit with its driver and Xvfb here",
    start: startWebkit,
  },
];
