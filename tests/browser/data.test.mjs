// Points of one's own: by file, by drop, and back to the sample.
import assert from "node:assert/strict";
import { mean, number, setting, until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };

/** Where the mean slope is zero: the least squares of the points, as the table of numbers has it. */
async function minimum(page, place) {
  const table = place.getByText("Table of numbers");
  if ((await place.locator(".data").count()) === 0) await table.click();
  const rows = await place.locator(".data tbody tr").evaluateAll((rows) =>
    rows.map((row) => {
      const cells = [...row.cells].map(({ textContent }) => Number(textContent.replace("−", "-")));
      return [cells[0], cells.at(-2)];
    }),
  );
  const after = rows.findIndex(([, slope]) => slope > 0);
  if (after < 1) return NaN;
  const [[x0, y0], [x1, y1]] = [rows[after - 1], rows[after]];
  return x0 - (y0 * (x1 - x0)) / (y1 - y0);
}

/** Lets go of a file over an element, as a hand does. */
const drop = (target, name, text) =>
  target.evaluate(
    (element, [name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: "text/csv" }));
      for (const type of ["dragover", "drop"])
        element.dispatchEvent(
          new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }),
        );
    },
    [name, text],
  );

const near = (page, place, slope) =>
  until(
    async () => Math.abs((await minimum(page, place)) - slope) < 0.02,
    `the minimum at ${slope}`,
  );

browserTest("points come from a file, and go back to the sample", options, async (given) => {
  const { page, open } = given;
  await open("");
  const own = await visit(page, "own");
  await near(page, own, 1.074);
  await own.locator("input[type=file]").setInputFiles({
    name: "measured.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("x;y\r\n1;2,5\r\n2;5\r\n3;7,5\r\n"),
  });
  await near(page, own, 2.5);
  await own.getByRole("button", { name: "Back to the example" }).click();
  await near(page, own, 1.074);
});

browserTest("own losses get an answer in words", options, async ({ page, open }) => {
  await open("");
  const own = await visit(page, "own");
  const answer = page.locator('[data-told="own.answer"]');
  const says = (what) => until(async () => what.test(await answer.textContent()), `${what}`);
  // Least squares through the origin: Σxy/Σx² = 15.55/14.5 of the five points.
  await says(
    /^Descent would rest at 1\.07\. SGD would not: .* SGD is now at 1\.9\s±\s0\.06\. Fokker–Planck has 0%/,
  );
  await own.getByLabel("Points").fill("1 2\n2 4\n3 6");
  await own.getByLabel("Points").blur();
  await says(/^Descent would rest at 2, and so would SGD: all losses agree there/);
  await own.getByLabel("Points").fill("1 9\n1 9");
  await own.getByLabel("Points").blur();
  await says(/^All losses are alike/);
  await page.goto(
    `${page.url().split("#")[0]}#v=1&figure=own&l0=W%5E4-2W%5E2%2BW&l1=W%5E4-2W%5E2-W&from=-2&to=2`,
  );
  await says(/^Descent would rest at −1 or 1\. SGD would not.*% of it past the hilltop at 0/);
  await page.goto(`${page.url().split("#")[0]}#v=1&figure=own&l0=W&l1=2W&from=-2&to=2`);
  await says(/^Between these walls the mean loss has no minimum/);
});

browserTest("points are dropped on their field, or anywhere", options, async ({ page, open }) => {
  await open("");
  const own = await visit(page, "own");
  await drop(own.getByLabel("Points"), "a.tsv", "size\tprice\n1\t3\n2\t6\n");
  await near(page, own, 3);
  await drop(own.getByLabel("Points"), "b.csv", "1,2\nthree,4\n");
  await own.getByText("“three,4” is not a pair of numbers").waitFor();
  await near(page, own, 3);
  const start = await mean(page, "sgd", "#own");

  await page.evaluate(() => scrollTo(0, 0));
  await drop(page.locator("h1"), "c.csv", "1,2\n2,4\n");
  await near(page, own, 2);
  await until(
    () => own.evaluate((place) => Math.abs(place.getBoundingClientRect().top) < innerHeight),
    "the figure in sight",
  );
  assert.equal(await mean(page, "sgd", "#own"), start, "the start is where it was");
});

browserTest("points far away bring walls, start and a calm T along", options, async (given) => {
  const { page, open } = given;
  await open("");
  const own = await visit(page, "own");
  await drop(own.getByLabel("Points"), "a.csv", "1,50\n2,100\n10,500\n");
  await near(page, own, 50);
  await until(async () => Number(await setting(page, "learningRate", "#own")) <= 0.002, "T");
  await own.getByLabel("Speed").selectOption("100");
  await own.getByRole("button", { name: "Play" }).click();
  await until(
    async () => Math.abs((await mean(page, "sgd", "#own")) - 50) < 0.1,
    "SGD at the minimum",
  );
});

browserTest("the lab takes points on any landscape", options, async ({ page, open }) => {
  await open("lab.html#v=1&preset=balance");
  await drop(page.locator("h1"), "c.csv", "x,y\n1,2\n2,4\n");
  await page.getByLabel("Points, one").waitFor();
  assert.equal(await page.getByLabel("Points, one").inputValue(), "x,y\n1,2\n2,4\n");
  await page.getByText("2 rows read").waitFor();
  await drop(page.locator("h1"), "notes.txt", "nothing of the kind");
  await page.getByText("“notes.txt” was not opened").waitFor();
});

browserTest("an arrow points at the column of a formula's fault", options, async (given) => {
  const { page, open } = given;
  await open("lab.html#v=1&l0=W%5E2&l1=W");
  const line = page.getByLabel("Loss on datapoint 1");
  await line.fill("(W-1)^2 + foo(W)");
  await line.press("Enter");
  const pointer = page.locator("sgd-formulas .column");
  await pointer.waitFor();
  assert.equal((await pointer.textContent()).indexOf("↑"), 10);
});

browserTest("valleys named in the text are dragged there", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "ball");
  const pit = page.locator('sgd-live[data-of="ball"][key="valley.1"]');
  const told = () => pit.getAttribute("aria-valuenow").then(Number);
  assert.equal(await told(), 1);
  await pit.focus();
  for (let i = 0; i < 4; i++) await pit.press("ArrowRight");
  await until(async () => (await told()) === 1.2, "the number in the text");
  const handle = place.getByRole("slider", { name: "Valley 2" });
  await until(
    async () => Number(await handle.getAttribute("aria-valuenow")) === 1.2,
    "the figure follows",
  );
  assert.equal(await pit.getAttribute("aria-label"), "Valley 2");
});

browserTest("the text's hilltop and gate are the figures' own", options, async (given) => {
  const { page, open } = given;
  await open("");
  const told = (what) => number(page.locator(`[data-told="${what}"]`));
  const fan = await visit(page, "fan");
  assert.equal(await told("fan.hilltop"), 1.174);
  const pit = fan.getByRole("slider", { name: "Valley 2" });
  await pit.focus();
  for (let i = 1; i <= 8; i++) {
    await pit.press("ArrowLeft");
    await until(async () => Number(await pit.getAttribute("aria-valuenow")) < 1.01 - i * 0.024);
  }
  await until(async () => (await told("fan.hilltop")) < 1.1, "another hilltop");
  await visit(page, "step");
  assert.ok(Math.abs((await told("step.gate")) - 1) < 0.005);
});

browserTest("a link in the text sets its figure, and back undoes it", options, async (given) => {
  const { page, open } = given;
  await open("");
  const end = await visit(page, "end");
  await end.getByText("Fokker–Planck gives").waitFor();
  const [there, sgd] = await Promise.all(
    ["current", "sgd"].map((who) => end.locator(`[data-time=${who}]`).textContent()),
  );
  assert.match(there, /1\d\d steps/);
  assert.match(sgd, /1\d\d steps/);
  await page.locator("details.aside").evaluateAll((folds) => {
    for (const fold of folds) fold.open = true;
  });
  await page.getByRole("link", { name: "in the pit" }).click();
  await end.getByText("At 1 is a gate").waitFor();
  assert.match(await end.locator("tbody").first().textContent(), /2\s*a point\s*100%/);
  await page.goBack();
  await until(async () => (await end.locator("tbody tr").count()) === 2, "two wells again");

  await visit(page, "pit");
  await page.getByRole("link", { name: "At a small" }).click();
  await until(async () => (await setting(page, "learningRate", "#pit")) === "0.005", "T");
  await page.locator("#pit .time", { hasText: "t = 400" }).waitFor();
});

browserTest(
  "formulas are taken as typed, in words, with a mend to press",
  options,
  async (given) => {
    const { page, open } = given;
    await open("lab.html#v=1&l0=W%5E2&l1=W");
    const line = page.getByLabel("Loss on datapoint 1");
    const type = async (text) => {
      await line.fill(text);
      await line.press("Enter");
    };
    await type("½(x−1)²");
    await page
      .getByText("Read as (1/2)*(W - 1)^2")
      .or(page.getByText("Read as 1/2*(W - 1)^2"))
      .waitFor();
    assert.equal(await line.inputValue(), "½(x−1)²", "what was typed stays");
    await type("1/2W");
    await page.getByRole("button", { name: "Use 1/2*W" }).click();
    await until(async () => (await line.inputValue()) === "1/2*W", "the mend in the field");
    assert.equal(await page.locator("sgd-formulas .fault:visible").count(), 0);
  },
);

browserTest("names in formulas have sliders, and links carry them", options, async (given) => {
  const { page, open } = given;
  await open("lab.html#v=1&l0=a*W%5E4%20-%20b*W%5E2&l1=W%5E2&constants=a:3");
  assert.equal(await setting(page, "landscape.constants.a"), "3");
  assert.equal(await setting(page, "landscape.constants.b"), "1");
  const field = page.locator('[data-key="landscape.constants.b"]').getByRole("textbox");
  await field.fill("2.5");
  await field.press("Enter");
  await until(
    async () => /constants=a:3,b:2.5/.test(await page.evaluate(() => location.hash)),
    "the constants in the address",
  );
  await page.goto("about:blank");
  await open("lab.html#v=1&l0=aW²&l1=W&constants=a:3;b");
  await page.getByText("constants = “a:3;b” was left out").waitFor();
});

browserTest(
  "of several columns two are chosen, and a refused table stays",
  options,
  async (given) => {
    const { page, open } = given;
    await open("");
    const own = await visit(page, "own");
    const field = own.getByLabel("Points");
    const paste = async (text) => {
      await field.fill(text);
      await field.blur();
    };
    await paste("id\tdose\teffect\n4\t1\t2\n9\t2\t4\n7\t#N/A\t3");
    await own
      .getByText("3 rows read: x is “id”, y is “dose”")
      .or(own.getByText("2 rows read"))
      .waitFor();
    await own.getByLabel("x is").selectOption("dose");
    await own.getByLabel("y is").selectOption("effect");
    await own.getByText("2 rows read: x is “dose”, y is “effect”").waitFor();
    await own.getByText("line 4 (“7\t#N/A\t3”)").waitFor();
    await near(page, own, 2);
    assert.match(await field.inputValue(), /^id\tdose/, "what was pasted stays");

    await paste("58 115\n59 117\n60 120\n72 164");
    await own.getByText("x is counted in units of 100, y is counted in units of 100").waitFor();
    await near(page, own, 2.0847);
    assert.equal(await own.locator(".fault:visible").count(), 0);
    await own.getByRole("button", { name: "Share …" }).click();
    const link = await page.getByRole("dialog").getByLabel("Link").inputValue();
    assert.match(link, /points=58,115;.*&units=100,100&/);
    await page.getByRole("button", { name: "Close" }).click();

    await paste("1 2\nthree 4");
    await own.getByText("“three 4” is not a pair of numbers (line 2)").waitFor();
    assert.equal(await field.inputValue(), "1 2\nthree 4");
    await near(page, own, 2.0847);
    const known = own.getByLabel("Known tables");
    assert.equal(await known.inputValue(), "", "no table is chosen before one is");
    await known.selectOption({ index: 1 });
    await own.getByText("24 rows read").waitFor();
    await own.getByText("Source: E. Hubble").waitFor();
    await drop(field, "book.xlsx", "PK\u0003\u0004 and so on");
    await own.getByText("It is a workbook").waitFor();
  },
);

browserTest("the lab starts from known losses, in both spaces", options, async ({ page, open }) => {
  await open("lab.html#v=1&l0=W%5E2&l1=W");
  await page.getByLabel("Start from …").selectOption("Hinge loss, with weight decay");
  await until(async () => /^[-−]3$/.test(await setting(page, "domain.0")), "its walls");
  assert.match(await page.getByLabel("Loss on datapoint 0").inputValue(), /max\(0, 1 - W\)/);
  await open("lab.html#v=1&figure=plane&landscape=formula");
  await page.getByLabel("Start from …").selectOption({ index: 1 });
  await until(async () => /^[-−]2$/.test(await setting(page, "domain.0.0")), "its walls");
});

browserTest(
  "a point of the data is dragged while the axes stand still",
  {},
  async ({ page, open }) => {
    await open("");
    const own = await visit(page, "own");
    const spot = own.getByRole("slider", { name: "Datapoint 3" });
    const label = () => spot.getAttribute("aria-valuetext");
    await until(async () => /x 2, y 1.7/.test(await label()), "the third point of the example");
    const start = await spot.boundingBox();
    const [x, y] = [start.x + start.width / 2, start.y + start.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let down = 4; down <= 40; down += 4) await page.mouse.move(x, y + down);
    await until(
      async () => Math.abs((await spot.boundingBox()).y - start.y - 40) < 2,
      "the point under the hand",
    );
    assert.doesNotMatch(await label(), /y 1.7/);
    await page.mouse.up();
    assert.match(await own.getByLabel("Points").inputValue(), /2\t/);
    assert.doesNotMatch(await own.getByLabel("Points").inputValue(), /2\t1\.7/);
  },
);
