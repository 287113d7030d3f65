// Reading and moving the page's figures.
export { figureNames as figures } from "../../www/build/figure-names.js";

/** Time of a figure that moves, in steps. */
export const time = async (page, within = "sgd-evolve") =>
  Number((await page.locator(`${within} .time`).textContent()).match(/\d+/)[0]);

/** Unfolds what something of the page is folded into. */
export const unfold = (locator) =>
  locator.evaluate((element) => {
    const fold = element.closest("details");
    if (fold) fold.open = true;
  });

/** Brings a figure of the article into the window and waits for its picture. */
export async function visit(page, name) {
  const place = page.locator(`#${name}`);
  await unfold(place);
  await place.scrollIntoViewIfNeeded();
  await place.locator("figure").waitFor();
  return place;
}

/** A number as the page writes it. */
export const number = async (locator) =>
  Number((await locator.textContent()).replace("−", "-").replace(",", ""));

export const mean = (page, model, within = "sgd-evolve") =>
  number(page.locator(`${within} [data-mean=${model}]`));

/** A parameter's control. */
export const control = (page, key, within = "") => page.locator(`${within} [data-key="${key}"]`);

/** Types a value into a parameter's field. */
export async function type(page, key, text, within = "") {
  const field = control(page, key, within).locator("input[type=text]");
  await field.fill(text);
  await field.press("Enter");
}

export const setting = (page, key, within = "") =>
  control(page, key, within).locator("input[type=text]").inputValue();

/** Waits until a question about the page is answered with yes. */
export async function until(asked, what = "what was awaited") {
  for (let tries = 0; tries < 200; tries++) {
    if (await asked()) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`${what} did not happen`);
}

/** Waits until a figure that was stopped stands still: a step under way is still to come. */
export const rest = (page, within = "sgd-evolve") =>
  until(
    () =>
      page.locator(`${within} .playbar`).evaluate((bar) => {
        const { player, run, told } = bar.getRootNode().host;
        return !player.playing && !run.busy && told.time === String(player.frame.time);
      }),
    "standing still",
  );

/** Plays a figure of the article, fast, until a step or a little beyond, and stops it there. */
export async function playTo(page, name, step) {
  const place = page.locator(`#${name}`);
  await place.getByLabel("Speed").selectOption("100");
  await place.getByRole("button", { name: "Play" }).click();
  await until(async () => (await time(page, `#${name}`)) >= step, `step ${step}`);
  await place.getByRole("button", { name: "Pause" }).click();
  await rest(page, `#${name}`);
}

/** Waits until a figure that plays does nothing, which it only does out of sight. */
export async function asleep(page, within) {
  await until(async () => {
    const before = await time(page, within);
    await page.waitForTimeout(300);
    return before === (await time(page, within));
  }, "sleep");
  await page.locator(within).getByRole("button", { name: "Pause" }).waitFor();
}

/** The colour [r, g, b, a] of a plot's canvas at a place in CSS pixels. */
export const pixel = (plot, x, y) =>
  plot.evaluate(
    (element, [x, y]) => {
      const canvas = element.shadowRoot.querySelector("canvas");
      const { width } = canvas.getBoundingClientRect();
      const ratio = canvas.width / width;
      return [
        ...canvas.getContext("2d").getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1)
          .data,
      ];
    },
    [x, y],
  );
