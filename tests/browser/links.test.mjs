// The address and the controls follow each other.
import assert from "node:assert/strict";
import { control, setting, time, type, until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
};
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const notice = (page) => page.locator("sgd-notices li");

browserTest(
  "a scene goes into the address and comes back from it",
  options,
  async ({ page, open }) => {
    await open("lab.html");
    await type(page, "learningRate", "0.05");
    await type(page, "initial.mean", "0.25");
    await control(page, "convention").locator("select").selectOption({ label: "Stratonovich" });
    await control(page, "secondOrder").locator("select").selectOption({ label: "on" });
    const wanted = "#v=1&T=0.05&mean=0.25&convention=stratonovich&second=true";
    await until(async () => (await hash(page)) === wanted, wanted);

    await page.goto("about:blank");
    await open(`lab.html${wanted}`);
    assert.equal(await setting(page, "learningRate"), "0.05");
    assert.equal(await setting(page, "initial.mean"), "0.25");
    assert.equal(await control(page, "convention").locator("select").inputValue(), "Stratonovich");
    assert.equal(await notice(page).count(), 0);
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await until(async () => (await time(page)) === 1);
  },
);

browserTest("a link's preset comes first, its overrides after", options, async ({ page, open }) => {
  await open("lab.html#v=1&T=0.5&preset=balance");
  assert.equal(await setting(page, "learningRate"), "0.5");
  assert.equal(await setting(page, "initial.mean"), "−2");
  assert.equal(await page.getByLabel("Experiment").inputValue(), "balance");
});

browserTest("a landscape's own parameter brings its landscape", options, async ({ page, open }) => {
  await open("lab.html#v=1&T=0.05&ratio=3");
  assert.equal(await setting(page, "landscape.ratio"), "3");
  assert.ok(Math.abs(Number(await setting(page, "domain.1")) - 6 * Math.PI) < 1e-3);
  await type(page, "landscape.ratio", "2.5");
  await until(async () => /ratio=2.5/.test(await hash(page)));
  assert.ok(Math.abs(Number(await setting(page, "domain.1")) - 5 * Math.PI) < 1e-3);
});

browserTest("formulas travel in links", options, async ({ page, open }) => {
  await open("lab.html#v=1&l0=(W-1)^2&l1=(W+1)^2&from=-3&to=3&mean=0");
  assert.equal(await page.getByLabel("Loss on datapoint 0").inputValue(), "(W-1)^2");
  const line = page.getByLabel("Loss on datapoint 1");
  await line.fill("W^2 & more");
  await line.press("Enter");
  await page.locator("sgd-formulas .fault:visible").waitFor();
  await line.fill("exp(W/2) + W^2");
  await line.press("Enter");
  await until(
    async () => /l1=exp\(W\/2\) \+ W\^2/.test(await hash(page)),
    "the formula in the address",
  );
});

browserTest("an address edited by hand takes effect", options, async ({ page, open }) => {
  await open("lab.html#v=1&T=0.05");
  await page.evaluate(() => {
    location.hash = "#v=1&T=0.07";
  });
  await until(async () => (await setting(page, "learningRate")) === "0.07");
  await page.goBack();
  await until(async () => (await setting(page, "learningRate")) === "0.05", "going back");
});

browserTest(
  "a bad link keeps what is good and says what was left out",
  options,
  async ({ page, open }) => {
    await open("lab.html#v=1&T=-3&B=4&colour=red&%E0%A4%A&preset=none&mean=50&%3Cimg%3E=1");
    assert.equal(await setting(page, "batchSize"), "4");
    assert.equal(await setting(page, "learningRate"), "0.02");
    const words = (await notice(page).allTextContents()).join("\n");
    for (const word of ["T = “-3”", "colour", "%E0%A4%A", "none", "start", "<img>"])
      assert.ok(words.includes(word), `the notice names ${word}:\n${words}`);
    await page.getByRole("button", { name: "Dismiss" }).click();
    assert.equal(await notice(page).count(), 0);
  },
);

browserTest("what the core refuses costs nothing else", options, async ({ page, open }) => {
  await open("lab.html#v=1&mean=50&sd=0.3&from=-2");
  assert.equal(await setting(page, "initial.sd"), "0.3");
  assert.equal(await setting(page, "domain.0"), "−2");
  assert.match((await notice(page).allTextContents()).join(), /^mean: The start \(50\)/);
  await page.goto("about:blank");
  await open("lab.html#v=1&T=0.05&l0=W&l1=((");
  assert.match((await notice(page).allTextContents()).join(), /^l1: Column 3/);
  assert.equal(await setting(page, "learningRate"), "0.05");
  await page.goto("about:blank");
  await open("lab.html#v=1&T=0.05&from=10&to=20");
  assert.equal(await setting(page, "learningRate"), "0.05");
});

browserTest("a fault takes its own key and no other with it", options, async ({ page, open }) => {
  const losses = () =>
    page
      .locator("sgd-formulas input")
      .evaluateAll((lines) => lines.map(({ value }) => value).filter((value) => value !== ""));
  const kind = () => control(page, "landscape.kind").locator("select").inputValue();
  const cases = [
    ["preset=widths&T=0.5&l0=W%2B", /^l0: /, "Two wells, one wider", []],
    ["l0=W^2&l1=W%2B", /^l1: /, "A loss for each datapoint", ["W^2"]],
    ["G=W&S2=W%2B", /^S2: /, "G and S² themselves", ["W", "0"]],
    ["mean=2&from=3", /^mean: .*: “from” was left out\.$/, "The post's pit", undefined],
  ];
  for (const [link, said, landscape, formulas] of cases) {
    await page.goto("about:blank");
    await open(`lab.html#v=1&${link}`);
    assert.deepEqual((await notice(page).allTextContents()).length, 1, link);
    assert.match(await notice(page).first().textContent(), said, link);
    assert.equal(await kind(), landscape, link);
    if (formulas) assert.deepEqual(await losses(), formulas, link);
  }
  assert.equal(await setting(page, "initial.mean"), "2");
  assert.equal(await setting(page, "domain.0"), "−1");
});

browserTest(
  "a link with many faults leaves room for the page, and focus stays where they were",
  options,
  async ({ page, open }) => {
    await open(`lab.html#v=1${Array.from({ length: 99 }, (_, i) => `&x${i}=1`).join("")}`);
    const notices = page.locator("sgd-notices");
    assert.equal(await notice(page).count(), 99);
    assert.ok((await notices.boundingBox()).height < 300);
    await page.getByRole("button", { name: "Dismiss" }).focus();
    await page.keyboard.press("Enter");
    assert.equal(await notice(page).count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.localName), "sgd-notices");
  },
);

browserTest(
  "a figure named in an edited address of the article comes into view",
  options,
  async ({ page, open }) => {
    await open("");
    const top = (id) =>
      page.locator(`#${id}`).evaluate((place) => place.getBoundingClientRect().top);
    assert.ok((await top("widths")) > 1000);
    await page.evaluate(() => {
      location.hash = "#v=1&figure=widths&ratio=3";
    });
    await until(async () => Math.abs(await top("widths")) < 900, "the figure in view");
    await page.goto("about:blank");
    // A figure that is none of the article's is the pit.
    await open("#v=1&figure=evolve&T=0.05");
    await until(async () => Math.abs(await top("pit")) < 900, "the pit in view");
    assert.equal(await setting(page, "learningRate", "#pit"), "0.05");
  },
);

browserTest(
  "in the article a link says which figure it is for",
  options,
  async ({ page, open }) => {
    await open("#v=1&figure=widths&ratio=3");
    await visit(page, "widths");
    assert.equal(await setting(page, "landscape.ratio", "#widths"), "3");
    await visit(page, "pit");
    assert.equal(await setting(page, "learningRate", "#pit"), "0.02");
    await type(page, "learningRate", "0.03", "#pit");
    await until(
      async () => (await hash(page)) === "#v=1&figure=pit&T=0.03",
      "the other figure's address",
    );
  },
);

browserTest(
  "the contents lead through the page, and are no links to scenes",
  options,
  async (given) => {
    const { page, open } = given;
    await open("#v=1&figure=ball&T=0.05");
    await page
      .getByRole("navigation", { name: "Contents" })
      .getByRole("link", { name: "A ruler on which all noise is equal" })
      .click();
    await until(
      () =>
        page
          .locator("#section-metric")
          .evaluate((h) => Math.abs(h.getBoundingClientRect().top) < 200),
      "the section",
    );
    await page.waitForTimeout(300);
    assert.equal(await page.locator("sgd-notices").innerText(), "", "nothing to complain of");
    assert.equal(await setting(page, "learningRate", "#ball"), "0.05", "the scene stays");
    await page.goBack();
    await until(async () => /T=0\.05/.test(page.url()), "the scene's address again");
    await open("#end-states");
    assert.equal(await page.locator("sgd-notices").innerText(), "");
  },
);
