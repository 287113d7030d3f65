// As people train: epochs, schedules, momentum, preconditioned steps, each against its closed form.
import assert from "node:assert/strict";
import { control, number, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };
/** What a figure has told the text around it. */
const told = (page, figure, name) =>
  page.locator(figure).evaluate((element, name) => Number(element.told[name]), name);

browserTest(
  "a shuffled epoch leaves T³ of the noise, a draw of its own T",
  options,
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=epochs");
    // training.md: three centres 0, 1, 3 at T = 0.1.
    const shuffled = await number(page.locator(".readout .shuffle"));
    assert.ok(Math.abs(shuffled - 8.996851e-4) < 5e-7, `${shuffled}`);
    assert.equal(await number(page.locator(".readout .replace")), 0.0819);
    const power = (name) => told(page, "sgd-epochs", `power-${name}`);
    await until(async () => (await power("shuffle")) > 2.9, "the law of shuffled epochs");
    await until(async () => Math.abs((await power("shuffle")) - 3.1) < 0.1, "T³");
    assert.ok(Math.abs((await power("replace")) - 1) < 0.1, "T");
    const handle = page.getByRole("slider", { name: "T on its axis" });
    await handle.focus();
    await handle.press("ArrowLeft");
    await until(async () => (await number(page.locator(".readout .shuffle"))) < shuffled, "less");
  },
);

browserTest(
  "the slower the cooling, the more ends in the wide well",
  options,
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=annealing&t=5");
    const knot = page.getByRole("slider", { name: "Time of the schedule" });
    await knot.focus();
    await knot.press("ArrowLeft");
    await until(
      async () => (await page.locator("sgd-current").evaluate((e) => e.link)).includes("tau="),
      "the link tells the schedule",
    );
    await page.getByRole("button", { name: "Cool from quick to slow" }).click();
    await page.getByText("Numbers of the sweep").click({ timeout: 30_000 });
    const rows = page.locator("sgd-cooling tbody tr");
    await until(async () => (await rows.count()) >= 5, "five speeds");
    const shares = async (column) =>
      Promise.all([0, 1, 2, 3, 4].map((row) => number(rows.nth(row).locator("td").nth(column))));
    for (const column of [1, 2]) {
      const all = await shares(column);
      assert.ok(
        all.every((share, i) => i === 0 || share > all[i - 1]),
        `${all}`,
      );
      assert.ok(all[0] < 0.3 && all[4] > 0.9, `${all}`);
    }
  },
);

browserTest(
  "the exponents of the two wells are as k², and alike for Newton’s steps",
  options,
  async ({ page, open }) => {
    const ratio = () => told(page, "sgd-widths", "exponents");
    await open("embed.html#v=1&figure=widths");
    assert.equal(await ratio(), 4);
    const step = control(page, "preconditioner").locator("select");
    await step.selectOption({ label: "RMS, as in RMSprop and Adam" });
    await until(async () => Math.abs((await ratio()) - 2) < 0.05, "k");
    await page.goto("about:blank");
    await open("embed.html#v=1&figure=widths&precondition=newton&T=0.03");
    // training.md: a + 2δs² with a = 0.1, δ = 0.01 and s = 1, 2. Without damping they are alike.
    await until(async () => Math.abs((await ratio()) - 0.18 / 0.12) < 0.02, "nearly alike");
  },
);
