// Three engines behind one driver: `{ goto(url), run(asked, ...given), drag(from, to), press(key),
// close() }`. What `run` is given goes into the page as text; `asked` first gets tools to find
// what lies in shadows. Places are in pixels of the window.
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { chromiumFlags } from "./browser.mjs";
import { findChromium } from "./chromium.mjs";
import { startWebkit, webkitLacks } from "./webkit.mjs";
import { firstOf } from "./which.mjs";

const firefox = process.env.FIREFOX ?? firstOf("command -v firefox-esr", "command -v firefox");
const window = { width: 1000, height: 900 };

/** Tools for what runs in the page: it has no other. */
const tools = `(() => {
  const inside = (root) =>
    [...root.querySelectorAll("*"), root].flatMap((element) => [
      ...(element === root ? [] : [element]),
      ...(element.shadowRoot ? inside(element.shadowRoot) : []),
    ]);
  // "a >> b": every b within an a, whatever shadows lie between.
  const all = (path) =>
    path.split(" >> ").reduce(
      (roots, selector) =>
        roots.flatMap((root) => inside(root).filter((element) => element.matches(selector))),
      [document],
    );
  const one = (path, words = "") =>
    all(path).find((element) => element.textContent.includes(words));
  const time = (path = ".time") => parseInt(one(path)?.textContent.replace("t = ", "") ?? -1);
  return { all, one, time };
})()`;

/** A question to the page as one expression. */
const spelled = (asked, given) =>
  `(${asked})(${[tools, ...given.map((value) => JSON.stringify(value))].join(", ")})`;

/** What Playwright and Puppeteer have alike. */
const driver = (page, close) => ({
  goto: (url) => page.goto(url),
  run: (asked, ...given) => page.evaluate(spelled(asked, given)),
  async drag(from, to) {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 4 });
    await page.mouse.up();
  },
  press: (key) => page.keyboard.press(key),
  close,
});

async function startChromium(calm) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
  const page = await browser.newPage({
    viewport: window,
    colorScheme: calm ? "dark" : "light",
    reducedMotion: calm ? "reduce" : "no-preference",
  });
  return driver(page, () => browser.close());
}

async function startFirefox(calm) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox,
    headless: true,
    defaultViewport: window,
    extraPrefsFirefox: {
      "ui.prefersReducedMotion": Number(calm),
      "ui.systemUsesDarkTheme": Number(calm),
    },
  });
  return driver(await browser.newPage(), () => browser.close());
}

/**
 * Each engine with what is missing to start it, if anything is. `start(calm)` starts a browser, of
 * somebody who asks for dark pages with little motion if `calm`.
 */
export const engines = {
  Chromium: { missing: false, start: startChromium },
  Firefox: { missing: firefox ? false : "no Firefox here", start: startFirefox },
  WebKit: { missing: webkitLacks, start: (calm) => startWebkit(calm, spelled) },
};
