// The article, section by section: what each figure asks the reader to try, and
// the number that must change.
import assert from "node:assert/strict";
import { mean, number, playTo, setting, time, type, unfold, until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };

/** One step at a time. */
async function stepTo(page, name, step) {
  for (let t = 1; t <= step; t++) {
    await page.locator(`#${name}`).getByRole("button", { name: "Step", exact: true }).click();
    await until(async () => (await time(page, `#${name}`)) === t, `step ${t}`);
  }
}

/** Follows a link of the text, which may be folded away. */
async function followLink(page, name) {
  const link = page.getByRole("link", { name, includeHidden: true });
  await unfold(link);
  await link.click();
}

/** In whole percents; what is less than one counts as none. */
const distance = async (page, name, model) => {
  const words = await page.locator(`#${name} [data-distance=${model}]`).textContent();
  return words.startsWith("<") ? 0 : parseFloat(words);
};
const choose = (page, name, key, value) =>
  page.locator(`#${name} [data-key="${key}"] select`).selectOption(value);
const told = (page, what) => page.locator(`[data-told="${what}"]`).first();

browserTest("1: descent stays in the pit, SGD does not", options, async ({ page, open }) => {
  await open("");
  await visit(page, "ball");
  await playTo(page, "ball", 400);
  const at = (who) => number(page.locator(`#ball [data-at=${who}]`));
  await until(async () => Math.abs((await at("descent")) - 1.0075) < 0.01, "descent in the pit");
  assert.ok((await at("sgd")) > 1.2, "SGD has left");
  assert.equal(await number(told(page, "ball.sgd")), await at("sgd"), "the text tells the same");
});

browserTest("2: a point becomes a pair, and a bell", options, async ({ page, open }) => {
  await open("");
  await visit(page, "step");
  assert.ok((await distance(page, "step", "gaussian")) < 0.1);
  await stepTo(page, "step", 1);
  assert.ok((await distance(page, "step", "gaussian")) > 35, "the bell is not the pair");
  const [bell, pair] = [await mean(page, "gaussian", "#step"), await mean(page, "sgd", "#step")];
  assert.ok(Math.abs(bell - pair) < 2e-3, "with the same mean");
});

browserTest("3: runs right of the hilltop change sides", options, async ({ page, open }) => {
  await open("");
  await visit(page, "fan");
  await type(page, "initial.sd", "0.05", "#fan");
  await type(page, "initial.mean", "1.4", "#fan");
  await until(
    async () =>
      (await time(page, "#fan")) === 0 && (await setting(page, "initial.mean", "#fan")) === "1.4",
  );
  await playTo(page, "fan", 300);
  const words = () => page.locator("#fan [aria-live]").textContent();
  await until(async () => /between (1\.9|2)/.test(await words()), "all in the valley");
});

browserTest("3: the density flows as the runs do", options, async ({ page, open }) => {
  await open("");
  await visit(page, "flow");
  await playTo(page, "flow", 100);
  const [density, runs] = [
    await mean(page, "current", "#flow"),
    await mean(page, "walkers", "#flow"),
  ];
  assert.ok(density > 0.9 && Math.abs(density - runs) < 0.02, `${density}, ${runs}`);
});

browserTest("4: only Itô's convention stays with SGD", options, async ({ page, open }) => {
  await open("");
  await visit(page, "spread");
  await playTo(page, "spread", 60);
  assert.ok((await distance(page, "spread", "current")) < 1);
  await choose(page, "spread", "convention", { label: "Klimontovich" });
  await playTo(page, "spread", 120);
  await until(async () => (await distance(page, "spread", "current")) > 5, "a wrong current");
});

browserTest("5: it moves to the quiet centre and stays wide", options, async ({ page, open }) => {
  await open("");
  await visit(page, "balance");
  await playTo(page, "balance", 60);
  // A mean that is next to nothing is told as a power of ten.
  const centre = await page.locator("#balance [data-mean=current]").textContent();
  assert.match(centre, /^0$|10⁻|^−?0\.00/);
  const sd = await number(page.locator("#balance [data-sd=current]"));
  // P ∝ (½ + W²)^(−1−1/T) has the variance ½ / (2/T − 1).
  assert.ok(Math.abs(sd - Math.sqrt(0.5 / (2 / 0.3 - 1))) < 0.01, `sd ${sd}`);
});

browserTest("6: SGD gets out sooner than the current says", options, async ({ page, open }) => {
  await open("#v=1&figure=pit&t=100");
  await visit(page, "pit");
  await until(async () => (await time(page, "#pit")) === 100, "step 100");
  const past = async (model) =>
    parseFloat(await page.locator(`#pit [data-past=${model}]`).textContent());
  // The mass past 1.174 at step 100, by the package: 0.315, 0.090, 0.552.
  for (const [model, part] of [
    ["sgd", 31.5],
    ["current", 9],
    ["gaussian", 55.2],
  ])
    assert.ok(Math.abs((await past(model)) - part) < 0.5, `${model}: ${await past(model)}`);
  assert.ok(Math.abs((await past("walkers")) - 31.5) < 5, "and a thousand runs agree");
  for (const model of ["sgd", "gaussian", "current"])
    assert.equal(
      await told(page, `pit.past-${model}`).textContent(),
      await page.locator(`#pit [data-past=${model}]`).textContent(),
      "the text says what the figure does",
    );
});

browserTest(
  "6: the remedies that the text names do what it says",
  { ...options, minutes: 2 },
  async (given) => {
    const { page, open } = given;
    await open("");
    const pit = await visit(page, "pit");
    /** Follows a link of the text until the figure shows what it should, at its step. */
    const follow = async (name, step, what, shows) => {
      await followLink(page, name);
      await until(() => steady("pit", step, shows), what);
    };
    /** Whether something holds at a step, before and after which the figure is at that step. */
    const steady = async (name, step, holds) => {
      const there = async () => (await time(page, `#${name}`)) === step;
      return (await there()) && (await holds()) && (await there());
    };
    const apart = () => distance(page, "pit", "current");
    await follow("a quarter of", 400, "a comb beside a bell", async () => (await apart()) > 60);
    const small = await apart();
    await follow("At a small", 400, "less than half", async () => (await apart()) < small / 2);
    const past = async () => parseFloat(await pit.locator("[data-past=sgd]").textContent());
    await follow("at 0.02", 100, "SGD hardly leaves", async () => (await past()) < 2);

    await visit(page, "balance");
    await followLink(page, "in the figure above");
    await page.locator("#balance .time", { hasText: "t = 5" }).waitFor();
    const means = async () =>
      Math.abs((await mean(page, "current", "#balance")) - (await mean(page, "sgd", "#balance")));
    const on = await means();
    await page.evaluate(() => (location.hash = "v=1&figure=balance&t=5"));
    await until(
      () => steady("balance", 5, async () => (await means()) > 4 * on),
      "the same step without the term",
    );
  },
);

browserTest(
  "6: small steps on one datapoint, or a smaller T, mend the current",
  options,
  async ({ page, open }) => {
    await open("");
    await visit(page, "pit");
    await playTo(page, "pit", 100);
    const wrong = await distance(page, "pit", "current");
    assert.ok(wrong > 40);
    assert.ok((await distance(page, "pit", "gaussian")) < wrong, "the point rule is nearer");

    const live = page.locator('sgd-live[data-of="pit"]');
    await live.focus();
    for (let i = 0; i < 20; i++) await live.press("ArrowLeft");
    await until(
      async () => Number(await setting(page, "learningRate", "#pit")) < 0.01,
      "the number in the text",
    );
    await page.locator("#pit").getByRole("button", { name: "Reset" }).click();
    await until(async () => (await time(page, "#pit")) === 0);
    await playTo(page, "pit", 100);
    assert.ok((await distance(page, "pit", "current")) < wrong / 2);
  },
);

browserTest("7: the bridge between the wells sinks with T", options, async ({ page, open }) => {
  await open("");
  await visit(page, "end");
  const peak = () => number(page.locator("#end tbody td").nth(1));
  const before = await peak();
  await type(page, "learningRate", "0.05", "#end");
  await until(async () => (await peak()) > 1.5 * before, "sharper wells");
});

browserTest(
  "7: the way out takes SGD far longer than the current says",
  options,
  async ({ page, open }) => {
    await open("");
    await visit(page, "energy");
    const words = (who) => page.locator(`#energy [data-time=${who}]`).textContent();
    await until(async () => /10⁶/.test(await words("sgd")), "SGD's time");
    assert.match(await words("current"), /\d\d,000/);
    await type(page, "learningRate", "0.005", "#energy");
    await until(async () => /10¹[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]|10¹/.test(await words("sgd")), "powers of ten");
    const goal = page.getByRole("slider", { name: "End of the way" });
    const before = await words("sgd");
    await goal.focus();
    for (let i = 0; i < 30; i++) await goal.press("ArrowLeft");
    await until(async () => !["…", before].includes(await words("sgd")), "a nearer goal");
  },
);

browserTest("7: who is out sooner changes with T", options, async ({ page, open }) => {
  await open("");
  await visit(page, "energy");
  const told = (who) => page.locator(`[data-told="energy.${who}"]`).first().textContent();
  await page.getByRole("link", { name: "at 0.03" }).click();
  // The double integral and SGD's operator give 117 and 15 steps to 1.22.
  await until(async () => /^11\d steps/.test(await told("current")), "the current at 0.03");
  await until(async () => /^1[45](\.\d)? steps/.test(await told("sgd")), "SGD at 0.03");
  assert.equal(await told("to"), "1.22");
  await page.getByRole("link", { name: "at 0.005" }).click();
  await until(async () => /10⁸/.test(await told("current")), "the current at 0.005");
  await until(async () => /10¹²/.test(await told("sgd")), "SGD at 0.005");
});

browserTest("8: wider, and out of reach", options, async ({ page, open }) => {
  await open("");
  await visit(page, "widths");
  const settle = () => page.locator("#widths [data-time=relaxation]").textContent();
  assert.match(await settle(), /1,000 steps/);
  const live = page.locator('sgd-live[data-of="widths"][key="landscape.ratio"]');
  await live.focus();
  for (let i = 0; i < 15; i++) await live.press("ArrowRight");
  await until(async () => Number(await setting(page, "landscape.ratio", "#widths")) > 2.9, "k");
  await type(page, "learningRate", "0.01", "#widths");
  await until(async () => /10[¹²³⁴⁵⁶⁷⁸⁹]/.test(await settle()), "a very long time");
  await page.locator("#widths").getByText("no training run will ever see it").waitFor();
});

browserTest(
  "9: the bell narrows in W, and hardly where the noise is even",
  options,
  async (given) => {
    const { page, open } = given;
    await open("");
    await visit(page, "metric");
    const spread = (of) => number(page.locator(`#metric [data-spread=${of}]`));
    const [w, x] = [await spread("W"), await spread("x")];
    await playTo(page, "metric", 40);
    assert.ok((await spread("W")) < 0.45 * w, "much narrower in W");
    assert.ok((await spread("x")) > 0.85 * x, "hardly so in x");
    const start = page.locator("#metric").getByRole("slider", { name: "Mean of the start" });
    await start.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    // Presses add up, however quick.
    await until(
      async () => Number(await start.getAttribute("aria-valuenow")) === -1.6,
      "the start",
    );
  },
);

browserTest("10: pasted points move the minimum", options, async ({ page, open }) => {
  await open("");
  const own = await visit(page, "own");
  const points = own.getByLabel("Points");
  await points.fill("1,2\n2;4.1\n3\t6");
  await points.blur();
  await type(page, "learningRate", "0.01", "#own");
  await playTo(page, "own", 100);
  await until(async () => Math.abs((await mean(page, "sgd", "#own")) - 2.01) < 0.03, "slope 2");
  await points.fill("1 2\nthree 4");
  await points.blur();
  await own.getByText("is not a pair of numbers").waitFor();
});

browserTest(
  "a link to a step stays at it, whatever else plays by itself",
  { ...options, reducedMotion: "no-preference" },
  async ({ page, open }) => {
    await open("#v=1&figure=pit&T=0.05&t=60");
    await until(async () => (await time(page, "#pit")) === 60, "the link's step");
    await page.waitForTimeout(700);
    assert.equal(await time(page, "#pit"), 60);
    // The link in the text is followed before its figure has ever played.
    await followLink(page, "in the figure above");
    await until(async () => (await time(page, "#balance")) === 5, "the text's step");
    await page.waitForTimeout(700);
    assert.equal(await time(page, "#balance"), 5);
    assert.match(await page.evaluate(() => location.hash), /figure=balance.*t=5$/);
    await page.evaluate(() => {
      location.hash = "#v=1&figure=flow";
    });
    await until(async () => (await time(page, "#flow")) > 3, "a link to the start plays");
    await page.evaluate(() => {
      location.hash = "#v=1&figure=flow&t=2";
    });
    await until(async () => (await time(page, "#flow")) === 2, "back to a step, and no farther");
    await page.waitForTimeout(700);
    assert.equal(await time(page, "#flow"), 2);
  },
);
