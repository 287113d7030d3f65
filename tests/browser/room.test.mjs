// A page by keys alone: present mode, undo, two scenes, zoom; and what they leave behind.
import assert from "node:assert/strict";
import { rest, setting, time, type, until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };

browserTest("F shows one figure, arrows the next, Escape none", options, async ({ page, open }) => {
  await open("");
  await visit(page, "ball");
  const [hash, top] = await page.evaluate(() => [location.hash, scrollY]);
  await page.keyboard.press("f");
  const title = page.locator(".room h2");
  await title.getByText("Why does SGD leave").waitFor();
  const { width, height } = await page.locator("#ball.presented").boundingBox();
  assert.ok(width > 1200 && height > 700, `${width} × ${height}`);
  await page.keyboard.press("PageDown");
  await title.getByText("What does one step do").waitFor();
  await page.locator("#step.presented figure").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.locator("#ball.presented").waitFor();
  await page.keyboard.press("Space");
  await until(async () => (await time(page, "#ball")) > 1, "it plays");
  await page.keyboard.press("Escape");
  await page.locator(".presented, .room").first().waitFor({ state: "detached" });
  assert.deepEqual(await page.evaluate(() => [location.hash.replace(/&t=.*/, ""), scrollY]), [
    hash === "" ? await page.evaluate(() => location.hash.replace(/&t=.*/, "")) : hash,
    top,
  ]);
});

browserTest("changes are taken back and done once more by keys", options, async (given) => {
  const { page, open } = given;
  await open("lab.html");
  const handle = page.locator("sgd-evolve sgd-handle").first();
  const at = () => handle.getAttribute("aria-valuenow");
  const before = await at();
  await handle.focus();
  await page.keyboard.press("Shift+ArrowRight");
  await until(async () => (await at()) !== before, "a change");
  const after = await at();
  await until(() => /mean=/.test(page.url()), "its address");
  await page.keyboard.press("Control+z");
  await until(async () => (await at()) === before, "taken back");
  await page.keyboard.press("Control+z");
  assert.match(page.url(), /lab\.html/, "there is nothing more to take back");
  await page.keyboard.press("Control+y");
  await until(async () => (await at()) === after, "done once more");
});

browserTest("two scenes are compared, and swapped", options, async ({ page, open }) => {
  await open("lab.html");
  await page.keyboard.press("c");
  const figures = page.locator(".shown sgd-evolve");
  await until(async () => (await figures.count()) === 2, "A and B");
  await figures.first().locator("figure").waitFor();
  const rates = () =>
    page.evaluate(() =>
      [...document.querySelectorAll(".shown sgd-evolve")].map(
        ({ scene }) => scene.whole.learningRate,
      ),
    );
  await type(page, "learningRate", "0.05", "sgd-bench");
  await until(async () => (await rates())[1] > (await rates())[0], "only B changes");
  const [a, b] = await rates();
  assert.equal(String(a), await page.evaluate(() => "0.02"));
  await figures.nth(1).getByRole("button", { name: "Step", exact: true }).focus();
  await page.keyboard.press("Enter");
  await until(
    async () => /t = 1\b/.test(await figures.first().locator(".time").textContent()),
    "A steps with B",
  );
  await page.keyboard.press("x");
  await until(async () => String(await rates()) === String([b, a]), "swapped");
  await page.keyboard.press("c");
  await until(async () => (await figures.count()) === 1, "one again");
});

browserTest("W is zoomed, moved and whole again by keys; Space plays", options, async (given) => {
  const { page, open } = given;
  await open("");
  await visit(page, "flow");
  const zoomed = page.locator("#flow .whole");
  await page.locator("#flow").getByRole("button", { name: "Step", exact: true }).focus();
  await page.keyboard.press("+");
  assert.match(await zoomed.textContent(), /from 0.25 to 2.75/);
  await page.keyboard.press("Shift+ArrowLeft");
  assert.match(await zoomed.textContent(), /from −0.375 to 2.13/);
  await page.keyboard.press("0");
  assert.equal(await zoomed.count(), 0);
  await page.keyboard.press("ArrowRight");
  await until(async () => (await time(page, "#flow")) === 1, "a step on");
  await page.keyboard.press("ArrowLeft");
  await until(async () => (await time(page, "#flow")) === 0, "a step back");
  await page.locator("#flow figure").focus();
  await page.keyboard.press("Space");
  await until(async () => (await time(page, "#flow")) > 2, "it plays");
  await page.keyboard.press("Space");
  await rest(page, "#flow");
  const end = await page.locator("#flow .scrub").getAttribute("max");
  assert.ok(Number(end) >= 40, "the way back has a fixed end");
  await page.keyboard.press("?");
  await page.locator("dialog.keys").getByText("zoom W in").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await setting(page, "learningRate", "#flow"), "0.02");
});
