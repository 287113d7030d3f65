// No label is cut and none lies over another: every figure in a narrow frame; with LABELS=all every
// figure, preset and view at the least, the usual and the largest T, narrow and wide.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startBrowser } from "./browser.mjs";
import { figures } from "./figures.mjs";
import { labelFaults, noteTexts } from "./labels.mjs";

const all = process.env.LABELS === "all";
const views = ["curve", "heat", "heat,log", "log", "trace,flux", "point,flux"];
const planeViews = ["ink,rings,loss,noise", "bell,flux", "dust,ink"];
/** Narrow as on a phone of 360 px with its margins, as beside the words of the article, and wide. */
const widths = all ? [330, 760, 1280] : [330];

/** Links of what is looked at. */
function* links({ line, plane }) {
  const rates = all ? ["", "T=0.0001", "T=2"] : [""];
  for (const figure of figures)
    for (const T of rates) yield ["v=1", `figure=${figure}`, T, "t=20"].filter(Boolean).join("&");
  if (!all) return;
  for (const [presets, shown, offered] of [
    [line, ["evolve", "widths", "energy"], views],
    [plane, ["plane"], planeViews],
  ])
    for (const preset of presets)
      for (const figure of shown)
        for (const T of rates)
          for (const view of ["evolve", "plane"].includes(figure) ? offered : [""])
            yield ["v=1", `figure=${figure}`, `preset=${preset}`, T, view && `view=${view}`, "t=20"]
              .filter(Boolean)
              .join("&");
}

test("no label is cut or lies over another", { timeout: all ? 7_200_000 : 120_000 }, async () => {
  const { address, browser, close } = await startBrowser();
  const faults = [];
  try {
    for (const width of widths) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      await page.addInitScript(noteTexts);
      await page.goto(`${address}embed.html#v=1`);
      await page.waitForSelector("html[data-ready=true]");
      const known = await page.evaluate(() => {
        const { tables } = document
          .querySelector("sgd-current")
          .shadowRoot.querySelector(".root > *:not(sgd-notices, sgd-trouble)").scene;
        const of = ({ presets }) => presets.map(({ id }) => id);
        return { line: of(tables), plane: of(tables.plane) };
      });
      for (const link of links(known)) {
        await page.evaluate((link) => {
          window.drawnAt = 0;
          location.hash = link;
        }, link);
        // It is done when nothing has been drawn for a while.
        await page
          .waitForFunction(
            () => window.drawnAt > 0 && performance.now() - window.drawnAt > 150,
            null,
            {
              timeout: 15_000,
              polling: 50,
            },
          )
          .catch(() => faults.push(`${width} px, ${link}: nothing is drawn`));
        for (const fault of await page.evaluate(labelFaults)) {
          faults.push(`${width} px, ${link}: ${fault}`);
          if (all) console.log(faults.at(-1));
        }
      }
      await context.close();
    }
  } finally {
    await close();
  }
  assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
});
