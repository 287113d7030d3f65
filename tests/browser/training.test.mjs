// As people train: epochs, schedules, momentum, preconditioned steps, each against its closed form.
import assert from "node:assert/strict";
import { control, number, type, until } from "./figures.mjs";
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
    await open("embed.html#v=1&figure=annealing&t=5&controls=full");
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
      // The article says 7% with a halving every 10 steps, 80% every 300.
      assert.ok(Math.abs(all[0] - 0.07) < 0.01 && Math.abs(all[3] - 0.8) < 0.01, `${all}`);
    }
    await page.evaluate(() => (location.hash = "v=1&figure=annealing&T=0.5"));
    await until(async () => (await rows.count()) === 0, "another T has another curve");
  },
);

browserTest(
  "the exponents of the two wells are as k², and alike for Newton’s steps",
  options,
  async ({ page, open }) => {
    const ratio = () => told(page, "sgd-widths", "exponents");
    await open("embed.html#v=1&figure=widths&controls=full");
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

/** The densities that a moving figure shows, by their names, at the step where it stands. */
const densities = (page, figure) =>
  page.locator(figure).evaluate((element) => ({
    time: element.clock.frame.time,
    values: Object.fromEntries(
      element
        .columns()
        .filter(({ name }) => name.startsWith("P "))
        .map(({ name, values }) => [name, [...values]]),
    ),
  }));
const link = (page) => page.locator("sgd-current").evaluate((element) => element.link);

browserTest(
  "a link with a schedule, and with what was changed on the way, opens at the same densities",
  options,
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=evolve&schedule=step&tau=8&drop=0.5&t=12&controls=full");
    const at = (time) =>
      until(async () => (await densities(page, "sgd-evolve")).time === time, `step ${time}`);
    await at(12);
    // A change while it stands is computed from the start; one while it plays acts from where it is.
    const step = page.getByRole("button", { name: "Step", exact: true });
    for (let time = 13; time <= 20; time++) {
      await step.click();
      await at(time);
    }
    const seen = await densities(page, "sgd-evolve");
    assert.equal(Object.keys(seen.values).length >= 2, true);
    await until(async () => (await link(page)).includes("t=20"), "the link is at step 20");
    const told = await link(page);
    assert.match(told, /schedule=step/);
    await page.goto("about:blank");
    await open(`embed.html#${told}`);
    await at(20);
    const again = await densities(page, "sgd-evolve");
    for (const [name, values] of Object.entries(seen.values)) {
      const most = Math.max(...values);
      values.forEach((value, i) => {
        assert.ok(Math.abs(value - again.values[name][i]) <= 1e-9 * most, `${name}, cell ${i}`);
      });
    }
  },
);

browserTest(
  "a link gives momentum to any landscape of one weight",
  options,
  async ({ page, open }) => {
    const losses = () =>
      page
        .locator("sgd-momentum")
        .evaluate(({ scene }) => String(JSON.stringify(scene?.scenario.landscape?.landscape)));
    await open("embed.html#v=1&figure=momentum&of=pit&momentum=0.5&T=0.02");
    await until(async () => (await losses()) === '"pit"', "the pit");
    await until(async () => (await link(page)).includes("of=pit"), "the link says so");
    await page.goto("about:blank");
    await open("embed.html#v=1&figure=momentum&of=wells&ratio=3&T=0.1");
    await until(async () => (await losses()).includes('"ratio":3'), "wells of ratio 3");
    const told = await link(page);
    await page.goto("about:blank");
    await open("embed.html#v=1&figure=momentum&l0=(W-1)%5E2&l1=W%5E2%2F2&T=0.1");
    await until(async () => (await losses()).includes("(W-1)^2"), "formulas");
    await page.goto("about:blank");
    await open(`embed.html#${told}`);
    await until(async () => (await losses()).includes('"ratio":3'), "wells by the link told");
  },
);

browserTest(
  "momentum's rule where SGD diverges: no number, and the right one when it is back",
  options,
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=momentum&t=10");
    const figure = page.locator("sgd-momentum");
    const told = () => figure.evaluate(({ told }) => told["variance-folk"]);
    await until(async () => (await told()) === "0.998", "the rule at T/(1 − β) = 1");
    const learn = (rate) =>
      page.evaluate((T) => (location.hash = `v=1&figure=momentum&t=10&T=${T}`), rate);
    await learn(0.3);
    await page.getByText("diverges and is left out").waitFor();
    await until(async () => (await told()) === "–", "no number of an earlier T");
    await learn(0.1);
    await until(async () => (await told()) === "0.998", "the same again");
  },
);

browserTest("a slow schedule is played faster", options, async ({ page, open }) => {
  await open("embed.html#v=1&figure=annealing&controls=few");
  const speed = page.getByLabel("Speed in steps a second");
  assert.equal(await speed.inputValue(), "20");
  await type(page, "schedule.time", "300");
  await until(async () => (await speed.inputValue()) === "100", "five halvings in 15 s");
});

browserTest(
  "a number of the text that another landscape has not is left as it was written",
  options,
  async ({ page, open }) => {
    await open("");
    await page.locator("#circulation").scrollIntoViewIfNeeded();
    const steep = page.locator('sgd-live[data-of="circulation"]');
    await until(async () => (await steep.getAttribute("aria-valuenow")) === "3", "H₂₂");
    await page.evaluate(
      () => (location.hash = "v=1&figure=circulation&preset=circulation&cells1=64&cells2=64"),
    );
    await until(async () => (await steep.getAttribute("tabindex")) === "-1", "the other landscape");
    assert.doesNotMatch(await page.locator("main").innerText(), /NaN/);
    await page.evaluate(() => (location.hash = "v=1&figure=circulation"));
    await until(async () => (await steep.getAttribute("tabindex")) === "0", "the bowl");
  },
);
