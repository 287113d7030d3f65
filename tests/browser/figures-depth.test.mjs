// What the figures offer beyond their first picture: heat, the current's ribbon,
// sweeps, tables, valleys to drag; and that the page stays the reader's.
import assert from "node:assert/strict";
import {
  mean,
  number,
  pixel,
  playTo,
  rest,
  setting,
  time,
  type,
  unfold,
  until,
  visit,
} from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };
const phone = { ...options, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** In whole percents; what is less than one counts as none. */
const distance = async (page, name, model) => {
  const words = await page.locator(`#${name} [data-distance=${model}]`).textContent();
  return words.startsWith("<") ? 0 : parseFloat(words);
};

/** Notes what the page asks of the core from now on. */
const listen = (page) =>
  page.addInitScript(() => {
    window.asked = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      window.asked.push({ type: message.type, ...message.ask });
      return post.call(this, message, ...rest);
    };
  });

for (const [where, setup] of [
  ["a desktop", options],
  ["a phone", phone],
])
  browserTest(`the heat map shows the history there is, on ${where}`, setup, async (given) => {
    const { page, open } = given;
    await listen(page);
    await open("");
    const place = await visit(page, "balance");
    await playTo(page, "balance", 40);
    // How much has been asked about the run that plays: others nearby may still be at work.
    const asked = () =>
      page.evaluate(() => {
        const { simulation } = window.asked.findLast(
          ({ type, view }) => type === "advance" && view.flux,
        );
        return window.asked.filter((question) => question.simulation === simulation).length;
      });
    const before = await asked();
    assert.ok(before > 2, `asked ${before} times`);
    const box = place.getByLabel("heat map over time");
    await unfold(box);
    await box.focus();
    await page.keyboard.press("Space");
    await until(() => box.isChecked(), "the map");
    const plot = place.locator(".density");
    await until(async () => (await plot.boundingBox()).height > 280, "a map for each model");
    await page.waitForTimeout(300);
    assert.equal(await asked(), before, "nothing computed anew");

    // Where a row of the map is deepest, there the density is highest.
    const { width } = await plot.boundingBox();
    const deepest = async (y) => {
      let best = [Infinity, 0];
      for (let x = 60; x < width - 20; x += 2) {
        const [r, g, b, a] = await pixel(plot, x, y);
        // The line of the mean stands in the middle of it: look beside it.
        if (a === 255 && r + g + b < best[0] && !(r === g && g === b) && r + g + b > 200)
          best = [r + g + b, x];
      }
      return -4 + ((best[1] - 42) / (width - 54)) * 8;
    };
    assert.ok(Math.abs(await deepest(46 + 20 + 20)) < 0.5, "it has come to the centre");
  });

browserTest("ways of looking are in the link", options, async ({ page, open }) => {
  await open("lab.html#v=1&view=heat,flux&t=5");
  const figure = page.locator("sgd-evolve");
  await until(async () => (await time(page)) === 5, "step 5");
  for (const [name, on] of [
    ["heat", true],
    ["flux", true],
    ["log", false],
  ])
    assert.equal(await figure.locator(`input.${name}`).isChecked(), on, name);
  await figure.locator("input.log").check();
  await figure.locator("input.flux").uncheck();
  await page.waitForFunction(() => /view=heat,log(&|$)/.test(location.hash));
});

browserTest("the ribbon says where and which way it flows", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "balance");
  const flow = () => place.locator(".flow").textContent();
  // ρ = −T G P − ½ T² ∂(S² P)/∂W of the bell at −2, where it is strongest.
  let most = [0, 0];
  for (let w = -3.5; w < 0; w += 0.005) {
    const P = Math.exp(-0.5 * ((w + 2) / 0.3) ** 2) / (0.3 * Math.sqrt(2 * Math.PI));
    const slope = 2 * w * P - (0.5 + w ** 2) * ((w + 2) / 0.09) * P;
    const rho = -0.3 * w * P - 0.045 * slope;
    if (Math.abs(rho) > Math.abs(most[0])) most = [rho, w];
  }
  const [, size, way, at] = /([\d.]+) per step to the (\w+) at (−?[\d.]+)/.exec(await flow());
  assert.equal(way, "right");
  assert.ok(Math.abs(Number(size) - most[0]) < 0.02 * most[0], `${size}, ${most[0]}`);
  assert.ok(Math.abs(Number(at.replace("−", "-")) - most[1]) < 0.03, `${at}, ${most[1]}`);
  await playTo(page, "balance", 80);
  assert.match(await flow(), /next to nothing|10⁻/, "at the end nothing flows");
  const lab = await place.getByRole("link", { name: "Open in the lab" }).getAttribute("href");
  assert.match(lab, /view=flux/, "the lab shows it as well, though not by itself");
  const box = place.getByLabel("current ρ");
  await unfold(box);
  await box.uncheck();
  await place.locator(".flow").waitFor({ state: "detached" });
});

browserTest("a sweep shows how far it is and stops", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "widths");
  const points = async () => Number((await place.locator(".count").textContent()).match(/\d+/)[0]);
  await place.getByRole("button", { name: "Sweep k" }).click();
  await until(async () => (await points()) >= 2, "two points");
  assert.ok((await place.locator("progress").evaluate(({ value }) => value)) >= 2);
  await page.keyboard.press("Escape");
  await place.getByText(/stopped after \d+ of 17/).waitFor();
  const kept = await points();
  assert.ok(kept >= 2 && kept < 17);
  await place.getByText("Numbers of the sweep").click();
  const rows = place.locator("sgd-sweep tbody tr");
  assert.equal(await rows.count(), kept, "what has come stays");
  const cell = (row, column) => number(rows.nth(row).locator("td").nth(column));
  assert.equal(await cell(0, 0), 1);
  assert.equal(await cell(0, 1), await cell(0, 2), "two equal wells: there as back");
  assert.equal(await cell(0, 5), 0, "two equal wells share alike");
  assert.ok((await cell(1, 1)) > (await cell(0, 1)), "out of the same well into a wider one");

  await place.getByRole("button", { name: "Sweep T" }).click();
  await place.getByRole("button", { name: "Cancel" }).click();
  await place.getByRole("button", { name: "Sweep k" }).waitFor();
  await place.getByRole("button", { name: "Sweep k" }).click();
  await until(async () => (await points()) >= 1, "a point");
  await type(page, "learningRate", "0.4", "#widths");
  await until(async () => (await rows.count()) === 0, "other wells, other points");
});

browserTest("what was swept is set on its axis", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "widths");
  await place.getByRole("button", { name: "Sweep T" }).click();
  await place.getByRole("button", { name: "Sweep k" }).waitFor();
  const rows = place.locator("sgd-sweep tbody tr");
  await place.getByText("Numbers of the sweep").click();
  await until(async () => (await rows.count()) === 13, "the whole sweep");
  const handle = place.getByRole("slider", { name: "T on its axis" });
  assert.equal(await handle.getAttribute("aria-valuenow"), "0.3");
  const before = await number(page.locator('[data-told="widths.peak"]'));
  await handle.focus();
  for (let i = 0; i < 5; i++) await handle.press("ArrowRight");
  await until(async () => (await setting(page, "learningRate", "#widths")) === "0.35", "T");
  await until(
    async () => (await number(page.locator('[data-told="widths.peak"]'))) < before / 1.5,
    "a warmer end state",
  );
  assert.equal(await rows.count(), 13, "the sweep is of these wells still");
});

browserTest("SGD's own times follow when the hand rests", options, async ({ page, open }) => {
  await listen(page);
  await open("");
  const place = await visit(page, "widths");
  await place.locator("[data-time=sgd]").waitFor();
  const handle = place.getByRole("slider", { name: "Width ratio k" }).first();
  await handle.focus();
  const presses = async () => {
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    await until(async () => Number(await setting(page, "landscape.ratio", "#widths")) > 2, "k");
  };
  // Awaited from before the presses: it may be there for a moment only.
  await Promise.all([place.getByText("own times are being computed").waitFor(), presses()]);
  await place.locator("[data-time=sgd]").waitFor();
});

browserTest("every figure has a table of its numbers", options, async ({ page, open }) => {
  await open("");
  const names = await page
    .locator("[data-figure]")
    .evaluateAll((places) => places.map(({ id }) => id));
  for (const name of names) {
    const place = await visit(page, name);
    await place.getByText("Table of numbers").click();
    const rows = place.locator(".foot .data").locator("tbody tr");
    await rows.first().waitFor();
    const cells = await rows.first().locator("td").allTextContents();
    assert.ok(cells.length >= 2 && /\d/.test(cells[0]), `${name}: ${cells}`);
    // As a screen reader finds it: by its roles, with a header over each column.
    const table = place.getByRole("region", { name: "Numbers" }).getByRole("table");
    assert.equal(await table.getByRole("columnheader").count(), cells.length, name);
    assert.ok((await table.getByRole("cell").count()) >= cells.length, name);
  }
  const last = page.locator("#ball .data tbody tr").last();
  await page.locator("#ball").getByRole("button", { name: "Step", exact: true }).click();
  await until(async () => (await number(last.locator("td").first())) === 1, "one more row");
  const [, sgd, descent] = await last.locator("td").allTextContents();
  assert.equal(sgd, await page.locator("#ball [data-at=sgd]").textContent());
  assert.equal(descent, await page.locator("#ball [data-at=descent]").textContent());
});

browserTest("the pit is moved by arrow keys and by hand", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "ball");
  const pit = place.getByRole("slider", { name: "Valley 2" });
  await pit.focus();
  const at = () => pit.getAttribute("aria-valuenow").then(Number);
  for (let i = 1; i <= 4; i++) {
    await page.keyboard.press("ArrowRight");
    await until(async () => Math.abs((await at()) - (1 + i * 0.025)) < 1e-9, `press ${i}`);
  }
  await playTo(page, "ball", 300);
  const descent = () => number(place.locator("[data-at=descent]"));
  await until(async () => Math.abs((await descent()) - 1.107) < 0.01, "descent in the moved pit");

  const { x, y, width, height } = await pit.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 - 40, y + height / 2, { steps: 5 });
  await page.mouse.up();
  await until(async () => (await at()) < 0.9, "the drag");
});

browserTest("a valley of the end state is moved", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "end");
  const minimum = (row) => number(place.locator("tbody tr").nth(row).locator("td").first());
  const right = await minimum(1);
  const valley = place.getByRole("slider", { name: "Valley 2" });
  await valley.focus();
  for (let i = 1; i <= 4; i++) {
    await page.keyboard.press("ArrowRight");
    await until(
      async () => Number(await valley.getAttribute("aria-valuenow")) > 1 + i * 0.024,
      `press ${i}`,
    );
  }
  await until(async () => (await minimum(1)) > right + 0.05, "the minimum follows");
});

browserTest("6: each of the mends fixes a part", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "pit");
  const mend = (key, value) =>
    place.locator("sgd-evolve").evaluate(({ scene }, set) => scene.set(...set), [key, value]);
  const after = async () => {
    await place.locator("sgd-evolve").evaluate(({ clock }) => {
      clock.reset();
    });
    await until(async () => (await time(page, "#pit")) === 0, "the start");
    // To that very step: a few more would make a difference.
    await place.locator("sgd-evolve").evaluate(({ clock }) => clock.play(60));
    await until(async () => (await time(page, "#pit")) === 60, "step 60");
    await rest(page, "#pit");
    return [await distance(page, "pit", "current"), await distance(page, "pit", "gaussian")];
  };
  await place.getByLabel("Speed").selectOption("100");
  const [plain, rule] = await after();
  assert.ok(rule < plain / 1.5, "the point rule makes one of two errors");
  await type(page, "learningRate", "0.005", "#pit");
  const [small] = await after();
  assert.ok(small < plain / 3, "a smaller T mends most");
  await mend("secondOrder", true);
  const [second] = await after();
  assert.ok(Math.abs(second - small) < 0.05 * small, "second order hardly counts in the pit");
  await mend("secondOrder", false);
  await mend("rule", "flow");
  const [flow] = await after();
  assert.ok(flow < small / 2, `small steps: ${small} to ${flow}`);
});

browserTest("wheel and pinch belong to the page", options, async ({ page, open }) => {
  await open("");
  for (const [name, part] of [
    ["balance", ".density"],
    ["balance", ".density sgd-handle"],
    ["widths", "sgd-plot"],
  ]) {
    const place = await visit(page, name);
    const target = place.locator(part).first();
    await target.scrollIntoViewIfNeeded();
    await target.hover();
    const before = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 120);
    await until(async () => (await page.evaluate(() => scrollY)) > before, `${name} ${part}`);
  }
  // What takes a finger sideways leaves it to the page otherwise; what moves both ways takes one.
  const claims = await page.evaluate(() => {
    const found = new Set();
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        found.add(getComputedStyle(element).touchAction);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return [...found].sort();
  });
  assert.deepEqual(claims, ["auto", "pan-y pinch-zoom", "pinch-zoom"]);
});

browserTest("a drag ends with its pointer, wherever that goes", options, async (given) => {
  const { page, open } = given;
  await open("");
  await visit(page, "balance");
  const handle = page.locator("#balance").getByRole("slider", { name: "Mean of the start" });
  const held = () => handle.evaluate((element) => element.held);
  const at = () => handle.getAttribute("aria-valuenow").then(Number);
  const grab = async () => {
    const { x, y, width, height } = await handle.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    assert.ok(await held());
    return y + height / 2;
  };
  // Out of the window, and let go there: it stays at the wall.
  const y = await grab();
  await page.mouse.move(5000, y, { steps: 4 });
  await page.mouse.up();
  assert.equal(await held(), false);
  await until(async () => (await at()) === 4, "the wall");
  await page.mouse.move(600, y);
  assert.equal(await at(), 4, "it does not follow any more");

  // Cancelled, its capture lost, its button let go unseen: each ends it.
  const ends = {
    lost: (element) =>
      element.dispatchEvent(new PointerEvent("lostpointercapture", { pointerId: 1 })),
    unseen: (element) =>
      element.dispatchEvent(
        new PointerEvent("pointermove", { pointerId: 1, buttons: 0, clientX: 50 }),
      ),
    removed: (element) => element.remove(),
  };
  for (const [name, end] of Object.entries(ends)) {
    await grab();
    await handle.evaluate((element) => (window.dragged = element));
    await handle.evaluate(end);
    assert.equal(await page.evaluate(() => window.dragged.held), false, name);
    await page.mouse.up();
  }
  await until(
    async () => (await mean(page, "current", "#balance")) > 3,
    "the start where it was left",
  );
});
