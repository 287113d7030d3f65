// Long use: memory, nodes, listeners and workers come back to where they were. Here in a minute;
// ENDURANCE=30 takes 201 scenes and elements, plays for so many minutes and prints what it measured.
// What play takes after a few minutes is what the rest is held to: until the dearest changes have met,
// and the browser has compiled what is used, more is taken that is no leak.
import assert from "node:assert/strict";
import { after, worker } from "./faults.mjs";
import { figures, time, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { serveSite } from "./server.mjs";

const minutes = Number(process.env.ENDURANCE ?? 0);
/** How many scenes and elements come and go between two measurements. */
const some = minutes > 0 ? 201 : 48;
/** Minutes of play before it is measured. */
const warm = Math.min(10, minutes);
const options = { viewport: { width: 1000, height: 800 }, reducedMotion: "reduce" };

/** A worker whose memory can be asked for. */
const telling = after(`{
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const instance = await instantiate.apply(WebAssembly, given);
    globalThis.memory ??= instance.exports.memory;
    return instance;
  };
}`);

/** The site with such workers, and what becomes of a page's parts. */
async function watched(page) {
  const host = `<!doctype html><body><sgd-current></sgd-current>
    <script type="module" src="sgd-current.js"></script>`;
  const site = await serveSite({
    extra: { "host.html": host },
    broken(path, response, read) {
      if (!worker.test(path)) return false;
      telling(response, read);
      return true;
    },
  });
  const client = await page.context().newCDPSession(page);
  const taken = async () => {
    // What is large goes two seconds after it was needed.
    await page.waitForTimeout(3000);
    await until(() => page.workers().length === 1, "the core for what is large is given up");
    for (let twice = 0; twice < 2; twice++) await client.send("HeapProfiler.collectGarbage");
    const { usedSize: heap } = await client.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners: listeners } = await client.send("Memory.getDOMCounters");
    const workers = page.workers();
    const sizes = await Promise.all(
      workers.map((worker) => worker.evaluate(() => globalThis.memory?.buffer.byteLength ?? 0)),
    );
    const wasm = sizes.reduce((sum, size) => sum + size, 0);
    return { heap, wasm, nodes, listeners, workers: workers.length };
  };
  const { origin } = new URL(site.address);
  const strangers = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== origin) strangers.push(url);
  });
  return { address: site.address, taken, strangers, close: site.close };
}

/** A test whose page is watched, for as long as it may take. */
const longTest = (name, minutes, body) =>
  browserTest(name, { ...options, minutes }, async ({ page }) => {
    const { close, ...seen } = await watched(page);
    try {
      await body({ page, ...seen });
      assert.deepEqual(seen.strangers, [], "nobody else is asked for anything");
    } finally {
      close();
    }
  });

/** What may lie around beside a tenth: what is compiled as it is used stays in the heap, a page of wasm has 64 kB. */
const slack = { heap: 1_000_000, wasm: 2 * 65_536, nodes: 20, listeners: 20, workers: 0 };

function flat(before, after) {
  if (minutes > 0) console.log(JSON.stringify({ before, after }));
  for (const [what, was] of Object.entries(before))
    assert.ok(
      after[what] <= was * 1.1 + slack[what],
      `${what}: ${was} became ${after[what]} (${JSON.stringify({ before, after })})`,
    );
}

/** Numbers from 0 to 1, the same each time. */
function dice(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
const among = (random, values) => values[Math.floor(random() * values.length)];

/** What is shown in turn: figures that run, some that only compute, and one that takes much. */
const quick = ["pit", "flow", "plane", "metric", "spread", "points", "balance", "ball"];
const slow = figures.filter((name) => !quick.includes(name));

const scene = (figure, T, t) =>
  `v=1&figure=${figure}&T=${T.toFixed(3)}&t=${t}` +
  (figure === "points" || figure === "plane" ? "&cells1=64&cells2=64" : "");

function scenes(count) {
  const random = dice(2);
  return Array.from({ length: count }, (_, at) => {
    if (at % 20 === 7) return "v=1&figure=evolve&cells=8192&walkers=600000&t=2";
    const figure = among(random, at % 10 === 3 ? slow : quick);
    return scene(figure, 0.01 + 0.05 * random(), Math.floor(random() * 5));
  });
}

/** Shows scenes one after the other, each until it has had its frames. In the page. */
const show = async (links) => {
  const element = document.querySelector("sgd-current");
  for (const link of links) {
    element.link = link;
    const named = link.match(/figure=(\w+)/)[1];
    const shown = () => {
      const figure = [...element.shadowRoot.querySelectorAll("*")].find(
        ({ name }) => name === named,
      );
      return figure && !figure.run?.busy;
    };
    for (let tries = 0; tries < 3 || (!shown() && tries < 400); tries++)
      await new Promise((later) => setTimeout(later, 10));
  }
};

longTest(
  `${some} scenes later all is as it was`,
  minutes > 0 ? 10 : 2,
  async ({ page, address, taken }) => {
    await page.goto(`${address}embed.html#v=1`);
    await page.locator(".root.drawn").waitFor();
    const home = "v=1&figure=pit&t=1";
    // What every figure takes once is no leak.
    await page.evaluate(show, [...figures.map((name) => scene(name, 0.06, 4)), home]);
    const before = await taken();
    await page.evaluate(show, [...scenes(some), home]);
    flat(before, await taken());
  },
);

longTest(
  `${some} elements made and removed leave nothing`,
  minutes > 0 ? 10 : 2,
  async ({ page, address, taken }) => {
    await page.goto(`${address}host.html`);
    await page.locator(".root.drawn").waitFor();
    const make = async (names) => {
      for (const name of names) {
        const element = document.createElement("sgd-current");
        element.setAttribute("figure", name);
        const drawn = new Promise((ready) => element.addEventListener("ready", ready));
        document.body.prepend(element);
        await Promise.race([drawn, new Promise((later) => setTimeout(later, 500))]);
        element.remove();
      }
    };
    const names = (count) => Array.from({ length: count }, (_, at) => quick[at % quick.length]);
    await page.evaluate(make, names(some / 3));
    const before = await taken();
    await page.evaluate(make, names(some));
    flat(before, await taken());
  },
);

/** One random change in the lab while it plays. In the page. */
const change = ([which, value]) => {
  const scene = document.querySelector("sgd-evolve").scene;
  const changes = [
    () => scene.set("learningRate", Number((0.005 + 0.05 * value).toPrecision(3))),
    () => scene.set("batchSize", 1 + Math.floor(value * 8)),
    () => scene.set("initial.mean", Number((4 * value - 0.5).toPrecision(3))),
    () => scene.set("cells", [256, 1024, 2048, 4096, 8192][Math.floor(value * 5)]),
    () => scene.set("walkers", [0, 100, 1000, 100_000][Math.floor(value * 4)]),
    () => scene.set("convention", ["ito", "stratonovich"][Math.floor(value * 2)]),
    () => document.querySelector("sgd-evolve").clock.toggle(),
    () => scrollTo(0, value * document.body.scrollHeight),
  ];
  changes[which]();
};

longTest(
  "play with random changes takes no more and no more",
  2 * minutes + 2,
  async ({ page, address, taken }) => {
    await page.goto(`${address}lab.html#v=1&t=1`);
    await page.locator("sgd-evolve .time").waitFor();
    const random = dice(3);
    const play = async (goesOn, pause) => {
      await page.evaluate(() => document.querySelector("sgd-evolve").clock.play());
      while (goesOn()) {
        await page.evaluate(change, [Math.floor(random() * 8), random()]);
        await page.waitForTimeout(pause);
      }
    };
    const home = async () => {
      await page.evaluate(() => {
        scrollTo(0, 0);
        document.querySelector("sgd-evolve").clock.pause();
      });
      // Where it rests the page writes its own address, which must not come after this one.
      await page.waitForTimeout(500);
      await page.evaluate(() => {
        location.hash = "#t=1&v=1";
      });
      await page.locator("sgd-evolve .time", { hasText: /t = 1$/ }).waitFor({ timeout: 60_000 });
      return taken();
    };
    const counted = (count) => () => count-- > 0;
    await play(counted(60), 50);
    let before = await home();
    if (minutes === 0) await play(counted(60), 50);
    for (let minute = 1; minute <= minutes; minute++) {
      const end = Date.now() + 60_000;
      await play(() => Date.now() < end, 500);
      const now = await home();
      console.log(`after ${minute} min`, JSON.stringify(now));
      if (minute === warm) before = now;
    }
    flat(before, await home());
  },
);

browserTest(
  "a figure that was out of sight for an hour does not catch up",
  { ...options, reducedMotion: "no-preference" },
  async ({ page, open }) => {
    await page.clock.install();
    // At a step of its own it does not play by itself.
    await open("lab.html#v=1&t=1");
    await page.clock.resume();
    await page.getByRole("button", { name: "Play" }).first().click();
    await until(async () => (await time(page)) > 5, "playing");
    // Frames stop in a tab that is hidden, and the clock goes on.
    await page.clock.fastForward("01:00:00");
    const asked = [];
    const before = await time(page);
    for (let look = 0; look < 5; look++) {
      await page.waitForTimeout(40);
      asked.push(await time(page));
    }
    const leaps = asked.map((at, i) => at - (asked[i - 1] ?? before));
    assert.ok(Math.max(...leaps) < 500, `it went on by ${leaps} steps`);
    assert.ok(asked.at(-1) > before, "it plays on");
  },
);
