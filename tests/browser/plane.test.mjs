// Figures of two parameters: they move, are dragged, linked and shown in the lab.
import assert from "node:assert/strict";
import { pixel } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const desktop = { viewport: { width: 1280, height: 900 } };
const time = async (page, place = "") =>
  Number((await page.locator(`${place} .time`).first().textContent()).match(/\d+/)[0]);

async function until(done, what) {
  for (const end = Date.now() + 20_000; !(await done());) {
    assert.ok(Date.now() < end, `in vain: ${what}`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

browserTest(
  "the opening picture is in the first screen, and lives",
  desktop,
  async ({ page, open }) => {
    await open("");
    const { y, height } = await page.locator("#points .map").boundingBox();
    assert.ok(y + height < 900, `its map ends at ${y + height}`);
    await until(async () => (await time(page, "#points")) > 2, "playing");
  },
);

browserTest(
  "with reduced motion the opening stands where the text beside it is true",
  { ...desktop, reducedMotion: "reduce" },
  async ({ page, open }) => {
    await open("");
    await until(async () => (await wrong(page)) > 60, "the bell is wrong");
    assert.equal(await time(page, "#points"), 12);
    assert.equal(new URL(page.url()).hash, "", "and the address is not touched");
  },
);

/** How much of the bell of the opening is in the wrong place, as its figure has it, in percent. */
const wrong = async (page) =>
  parseInt(await page.locator("#points [data-distance=current]").innerText());

browserTest(
  "what the text says of the fractal is what its figure comes to",
  desktop,
  async (given) => {
    const { page, open } = given;
    await open("");
    const said = (await page.locator(".opening .seen").innerText()).match(/at least (\d+)%/)[1];
    await until(async () => (await time(page, "#points")) >= 25, "the fractal");
    assert.equal(await wrong(page), Number(said));
  },
);

browserTest(
  "a datapoint is dragged by pointer and by keys, and the link tells where it is",
  desktop,
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=points&controls=few");
    const link = () => page.locator("sgd-current").evaluate((element) => element.link);
    const before = await link();
    const spot = page.locator("sgd-spot.point").first();
    const { x, y, width, height } = await spot.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 30, y + height / 2 + 40, { steps: 4 });
    await page.mouse.up();
    await until(async () => (await link()) !== before, "the drag is told");
    assert.match(await link(), /points=/);
    const dragged = await spot.getAttribute("aria-valuetext");
    await spot.focus();
    await page.keyboard.press("ArrowLeft");
    await until(
      async () => (await spot.getAttribute("aria-valuetext")) !== dragged,
      "the arrow key moves it",
    );
  },
);

/** The middle of a spot in its map, in CSS pixels. */
async function middle(page, spot) {
  const [box, map] = [await spot.boundingBox(), await page.locator(".map").boundingBox()];
  return [box.x + box.width / 2 - map.x, box.y + box.height / 2 - map.y];
}

const isInk = ([red, green, blue, alpha]) => alpha === 255 && Math.max(red, green, blue) < 60;

browserTest(
  "one run goes half the way to a datapoint at a learning rate of one half",
  desktop,
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=points&autoplay=0&sd1=0.001&sd2=0.001&view=walk&t=1");
    const map = page.locator(".map");
    const start = await middle(page, page.locator("sgd-spot.hollow"));
    const points = await Promise.all(
      [0, 1, 2].map(async (j) => middle(page, page.locator("sgd-spot.point").nth(j))),
    );
    const half = points.map((point) => point.map((x, axis) => (x + start[axis]) / 2));
    const dots = await Promise.all(half.map(async ([x, y]) => isInk(await pixel(map, x, y))));
    assert.equal(dots.filter(Boolean).length, 1, `a dot half-way to one of three: ${dots}`);
    // On towards the datapoint that drew it the way is dashed.
    const j = dots.indexOf(true);
    const [from, to] = [half[j], points[j]];
    const on = await Promise.all(
      Array.from({ length: 40 }, (_, k) => 0.2 + (0.5 * k) / 40).map(async (part) =>
        isInk(await pixel(map, ...from.map((x, axis) => x + part * (to[axis] - x)))),
      ),
    );
    assert.ok(on.includes(true) && on.includes(false), "dashes");
  },
);

browserTest(
  "in the level valley descent ends where W₁² − W₂² is as at the start",
  desktop,
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=network&autoplay=0&T=0.001&view=descent&t=1");
    const whole = await page.locator("sgd-plane").evaluate((element) => element.scene.whole);
    const { mean } = whole.initial;
    const { points } = whole.landscape;
    const sum = (of) => points.reduce((all, [x, y]) => all + of(x, y), 0);
    const product = sum((x, y) => x * y) / sum((x) => x * x);
    const balance = mean[0] ** 2 - mean[1] ** 2;
    // W₁² − W₂² = b and W₁W₂ = c.
    const w1 = Math.sqrt((balance + Math.hypot(balance, 2 * product)) / 2);
    const map = page.locator(".map");
    const at = await middle(page, page.getByRole("slider", { name: "Mean of the start" }).first());
    const { width, height } = await map.boundingBox();
    const [[a, b], [c, d]] = whole.domain;
    const scale = Math.min((width - 42 - 46) / (b - a), (height - 46 - 40) / (d - c));
    const end = [at[0] + scale * (w1 - mean[0]), at[1] - scale * (product / w1 - mean[1])];
    assert.ok(isInk(await pixel(map, ...end)), `a dot at ${end}`);
    const past = end.map((x, axis) => x + 0.4 * (x - at[axis]));
    assert.ok(!isInk(await pixel(map, ...past)), "and nothing beyond");
  },
);

browserTest(
  "a link of two parameters opens as it was written, in embed and lab",
  desktop,
  async ({ page, open }) => {
    const link = "v=1&figure=plane&preset=linear&cells1=64&cells2=64&h12=1&h21=-1&t=3";
    await open(`embed.html#${link}`);
    assert.equal(await time(page), 3);
    await page.goto("about:blank");
    await open(`lab.html#${link}`);
    assert.equal(await time(page), 3);
    assert.ok(await page.locator("sgd-plane .map").isVisible());
    assert.ok(!(await page.locator("sgd-evolve").isVisible()));
    const h12 = page.locator('[data-key="landscape.hessian.0.1"] input').first();
    await h12.waitFor();
  },
);

browserTest("an end state is told beside its closed form", desktop, async ({ page, open }) => {
  await open("embed.html#v=1&figure=circulation&controls=few&h12=1&h21=-1");
  const number = async (name, of) =>
    Number((await page.locator(`[data-${name}=${of}]`).textContent()).replace("−", "-"));
  for (const of of ["circulation", "entropy"]) {
    const [solved, exact] = [await number("solved", of), await number("exact", of)];
    assert.ok(Math.abs(solved / exact - 1) < 0.01, `${of}: ${solved} ${exact}`);
  }
});

browserTest("where nothing circulates, 0 is told", desktop, async ({ page, open }) => {
  const even = "h11=1&h12=0&h21=0&h22=3&c11=1&c12=0&c21=0&c22=2&cells1=64&cells2=64";
  await open(`embed.html#v=1&figure=circulation&${even}`);
  for (const of of ["circulation", "entropy"])
    assert.equal(await page.locator(`[data-solved=${of}]`).textContent(), "0");
});

browserTest(
  "the arrows go round under slanted noise, and stop where the bowl is round",
  { ...desktop, reducedMotion: "reduce" },
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=circulation&controls=few");
    const map = page.locator(".map canvas");
    /** Pixels of the map that are neither paper nor of a colour: arrows, and the axes outside. */
    const grey = () =>
      map.evaluate((canvas) => {
        const { width, height } = canvas;
        const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
        let count = 0;
        for (let k = 0; k < data.length; k += 4) {
          const [r, g, b, a] = data.slice(k, k + 4);
          if (a > 60 && Math.max(r, g, b) < 110 && Math.max(r, g, b) - Math.min(r, g, b) < 12)
            count++;
        }
        return count;
      });
    const turning = await grey();
    const h22 = page.locator('[data-key="landscape.hessian.1.1"] input').first();
    await h22.fill("1");
    await h22.press("Enter");
    const solved = (of) => page.locator(`[data-solved=${of}]`).textContent();
    await until(async () => (await solved("circulation")) === "0", "at rest");
    assert.equal(await solved("entropy"), "0");
    await until(async () => (await grey()) < turning - 50, "no arrow is left");
  },
);

browserTest(
  "two weights in series drift to where they are alike",
  { ...desktop },
  async ({ page, open }) => {
    await open("embed.html#v=1&figure=network&T=0.02&cells1=64&cells2=64&controls=none&t=60");
    const imbalance = page.locator("[data-imbalance=sgd]");
    await imbalance.waitFor();
    const told = Number(await imbalance.textContent());
    assert.ok(told > 2 && told < 2.09, `E(W1² − W2²) is ${told}`);
  },
);

browserTest("a well is dragged, and as much goes round", desktop, async ({ page, open }) => {
  await open("embed.html#v=1&figure=circulation&preset=circulation&cells1=64&cells2=64");
  const told = async (name) =>
    Number((await page.locator(`[data-${name}=circulation]`).textContent()).replace("−", "-"));
  // T²(c₂ − c₁)/2.5 at T = 0.2.
  assert.equal(await told("exact"), -0.012);
  const spot = page.locator("sgd-spot.point");
  const before = await spot.getAttribute("aria-valuetext");
  const entropy = await page.locator("[data-solved=entropy]").textContent();
  await spot.focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await until(
    async () => (await page.locator("[data-solved=entropy]").textContent()) !== entropy,
    "another end state",
  );
  assert.notEqual(await spot.getAttribute("aria-valuetext"), before);
  assert.equal(await told("exact"), -0.012);
  assert.ok(Math.abs((await told("solved")) / -0.012 - 1) < 0.05);
});

browserTest("what can be dragged says so until something has been", {}, async (given) => {
  const { page, open } = given;
  await open("embed.html#v=1&figure=points");
  const hinting = () => page.locator("[hint]").count();
  assert.equal(await hinting(), 4, "three points and the start");
  await page.locator("sgd-spot.point").first().press("ArrowLeft");
  assert.equal(await hinting(), 0);
  // Also what comes later.
  await page.evaluate(() => (location.hash = "v=1&figure=ball"));
  await page.locator("sgd-handle").first().waitFor();
  assert.equal(await hinting(), 0);
});
