// Figures in other people's pages: in frames, as elements, under their rules.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { until } from "./figures.mjs";
import { hostPage, serveSite } from "./server.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 900, height: 700 }, reducedMotion: "reduce" };

/** Opens a page of another origin, which notes as `told` what it is told, and gives its server. */
async function visit(page, html, headers) {
  const host = await hostPage(html, headers);
  // Before any script of the page: frames may speak before it is there.
  await page.addInitScript(() => {
    window.told = [];
    addEventListener("message", ({ data }) => window.told.push(data));
  });
  await page.goto(host.address);
  return host;
}

const height = (page, selector) =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().height);

/** Waits until every figure of a page's elements has been drawn. */
const drawn = (page, count) =>
  until(
    () =>
      page.evaluate(
        (count) =>
          [...document.querySelectorAll("sgd-current")].filter(({ shadowRoot }) =>
            shadowRoot?.querySelector(".drawn"),
          ).length === count,
        count,
      ),
    "every figure drawn",
  );

const reset = `<style>
  *, *::before { all: unset; box-sizing: content-box; line-height: 3; color: red }
  iframe, sgd-current, input, p, style, script { display: block } style, script { display: none }
  iframe { width: 100%; height: 150px }
  * { --paper: red; --ink: lime; --sans: cursive }
</style>`;

browserTest(
  "three frames and two elements in a page of another origin",
  options,
  async ({ page, address, picture }) => {
    const frame = (id, hash) => `<iframe id="${id}" src="${address}embed.html#${hash}"></iframe>`;
    const host = await visit(
      page,
      `<!doctype html><html><body>${reset}<input id="mine" autofocus>
      ${frame("a", "v=1&T=0.05&t=20")}
      ${frame("b", "v=1&preset=widths&figure=widths&controls=none")}
      ${frame("c", "v=1&controls=full&theme=dark")}
      <sgd-current id="d" t="0.05" time="10"></sgd-current>
      <sgd-current id="e" figure="widths" preset="widths" ratio="3" controls="none"></sgd-current>
      <script type="module" src="${address}sgd-host.js"></script>
      <script type="module" src="${address}sgd-current.js"></script></body></html>`,
    );
    try {
      await page.locator("#mine").focus();
      await drawn(page, 2);
      // Frames below the fold compute when they come near: bring each into view once.
      for (const id of ["a", "b", "c"]) {
        await page.locator(`#${id}`).evaluate((frame) => frame.scrollIntoView());
        await until(async () => (await height(page, `#${id}`)) > 300, `frame ${id} has grown`);
      }
      await page.evaluate(() => scrollTo(0, 0));
      const inside = page.frameLocator("#c").locator("sgd-current");
      const settled = async () =>
        Math.abs(
          (await height(page, "#c")) -
            (await inside.evaluate((element) => element.getBoundingClientRect().height)),
        ) <= 1;
      await until(settled, "the frame is as high as its figure");

      assert.equal(await page.evaluate(() => scrollY), 0, "the page was not scrolled");

      // It shrinks as well.
      await page.locator("#c").evaluate((frame) => frame.scrollIntoView());
      const before = await height(page, "#c");
      await page.evaluate((to) => {
        const frame = document.querySelector("#c");
        frame.contentWindow.postMessage(
          { sgdCurrent: 1, type: "set", keys: { controls: "few" } },
          to,
        );
      }, new URL(address).origin);
      await until(async () => (await height(page, "#c")) < before - 200, "the frame has shrunk");
      await until(settled, "and fits again");

      assert.equal(await page.evaluate(() => document.activeElement.id), "mine", "focus stays");
      const paper = await page
        .locator("#d .root")
        .evaluate((root) => getComputedStyle(root).backgroundColor);
      assert.equal(paper, "rgb(255, 254, 251)", "the host's styles end at the element");
      assert.equal(page.workers().length, 3 + 1, "two elements share one worker");
      const link = await page.locator("#d").evaluate((element) => element.link);
      assert.match(link, /T=0\.05/);
      await until(
        async () => /t=10/.test(await page.locator("#d").evaluate((element) => element.link)),
        "the time of the link",
      );
      await picture("host");
    } finally {
      host.close();
    }
  },
);

browserTest(
  "a host plays, pauses and sets; nobody else does, and nonsense changes nothing",
  options,
  async ({ page, address }) => {
    // A third origin, in a frame beside ours, which it reaches and asks all the time.
    const other = await hostPage(`<!doctype html><script>
      setInterval(() => parent.frames[0]
        .postMessage({ sgdCurrent: 1, type: "set", keys: { T: 0.09 } }, "*"), 50);
    </script>`);
    const host = await visit(
      page,
      `<!doctype html><html><body style="margin:0">
      <iframe id="a" style="width:100%;height:690px" src="${address}embed.html#v=1&T=0.05"></iframe>
      <iframe id="stranger" srcdoc="<p>"></iframe>
      <iframe src="${other.address}"></iframe></body></html>`,
    );
    try {
      const states = () =>
        page.evaluate(() => window.told.filter(({ type }) => type === "state").map((s) => s.link));
      await until(async () => (await states()).length > 0, "the first state");
      const send = (message) =>
        page.evaluate((message) => {
          document.querySelector("#a").contentWindow.postMessage(message, "*");
        }, message);
      const link = () =>
        page
          .frameLocator("#a")
          .locator("sgd-current")
          .evaluate((element) => element.link);
      const first = await link();
      const keys = { T: 0.07 };
      for (const nonsense of [
        null,
        7,
        "set",
        [],
        { type: "set", keys },
        { sgdCurrent: 2, type: "set", keys },
        { sgdCurrent: "1", type: "set", keys },
        { sgdCurrent: 1, type: "sett", keys },
        { sgdCurrent: 1, type: "set", keys: null },
        { sgdCurrent: 1, type: "set", keys: "T=0.07" },
        { sgdCurrent: 1, type: "set", keys: { T: {} } },
        { sgdCurrent: 1, type: "set", keys: { T: -5 } },
        { sgdCurrent: 1, type: "set", keys: { __proto__: 1, onclick: "alert(1)" } },
      ])
        await send(nonsense);
      // A window that is not the host, though of the host's page.
      await page.evaluate(() => {
        const script = document.querySelector("#stranger").contentDocument.createElement("script");
        script.textContent = `parent.document.querySelector("#a").contentWindow
          .postMessage({ sgdCurrent: 1, type: "set", keys: { T: 0.07 } }, "*");`;
        document.querySelector("#stranger").contentDocument.body.append(script);
      });
      await page.waitForTimeout(300);
      assert.equal(await link(), first);

      await send({ sgdCurrent: 1, type: "set", keys });
      await until(async () => /T=0\.07/.test(await link()), "the host's own message");
      await until(async () => /T=0\.07/.test((await states()).at(-1)), "the state, told");
      await send({ sgdCurrent: 1, type: "play" });
      const time = () => page.frameLocator("#a").locator(".time").textContent();
      await until(async () => parseInt((await time()).match(/\d+/)[0]) > 2, "playing");
      await send({ sgdCurrent: 1, type: "pause" });
      await until(async () => /t=\d+/.test(await link()), "paused");
      await send({ sgdCurrent: 1, type: "reset" });
      await until(async () => /= 0$/.test((await time()).trim()), "the reset");
      const kinds = await page.evaluate(() => [...new Set(window.told.map(({ type }) => type))]);
      for (const kind of ["ready", "resize", "state"]) assert.ok(kinds.includes(kind), kind);
      assert.ok(!(await states()).some((link) => /T=0\.09/.test(link)));
    } finally {
      host.close();
      other.close();
    }
  },
);

browserTest(
  "messages that only look like a frame's do not change a host's frame",
  options,
  async ({ page, address }) => {
    const host = await visit(
      page,
      `<!doctype html><html><body><iframe id="a" style="border: 0" src="${address}embed.html#v=1"></iframe>
      <iframe id="b" sandbox="allow-scripts" src="about:blank"></iframe>
      <script type="module" src="${address}sgd-host.js"></script></body></html>`,
    );
    const stranger = await hostPage(`<!doctype html><script>
      parent.postMessage({ sgdCurrent: 1, type: "resize", height: 77 }, "*");
      parent.postMessage({ type: "stranger" }, "*");
    </script>`);
    try {
      await page.frameLocator("#a").locator(".root.drawn").waitFor();
      const needed = () =>
        page
          .frameLocator("#a")
          .locator("sgd-current")
          .evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
      await until(async () => (await height(page, "#a")) === (await needed()), "it fits");
      const before = await height(page, "#a");
      await page.evaluate(() => postMessage({ sgdCurrent: 1, type: "resize", height: 77 }, "*"));
      await page
        .frames()
        .find((frame) => frame.url() === "about:blank")
        .evaluate(() => parent.postMessage({ sgdCurrent: 1, type: "resize", height: 77 }, "*"));
      const frame = page.frames().find((frame) => frame.url().includes("embed.html"));
      for (const height of ["77px", NaN, -1, 1e9, null, {}])
        await frame.evaluate((height) => {
          parent.postMessage({ sgdCurrent: 1, type: "resize", height }, "*");
        }, height);
      await page.waitForTimeout(300);
      assert.equal(await height(page, "#a"), before);

      // The frame is led to a page of another origin than its address has.
      await frame.evaluate((to) => location.replace(to), stranger.address);
      await until(async () =>
        page.evaluate(() => window.told.some((data) => data?.type === "stranger")),
      );
      assert.equal(await height(page, "#a"), before);
    } finally {
      host.close();
      stranger.close();
    }
  },
);

browserTest("a frame that may only run scripts", options, async ({ page, address }) => {
  const host = await visit(
    page,
    `<!doctype html><html><body><iframe sandbox="allow-scripts" style="width:100%;height:600px"
    src="${address}embed.html#v=1&T=0.05&t=5"></iframe></body></html>`,
  );
  try {
    const inside = page.frameLocator("iframe");
    await until(
      async () => (await inside.locator(".time").textContent({ timeout: 9000 })).includes("t = 5"),
      "the figure at step 5",
    );
    await inside.getByRole("button", { name: "Step", exact: true }).click();
    await until(async () => (await inside.locator(".time").textContent()).includes("t = 6"));
    await inside.getByRole("button", { name: "Share …" }).click();
    await inside.getByRole("dialog", { name: "Share this figure" }).waitFor();
  } finally {
    host.close();
  }
});

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'";

for (const [name, path] of [
  ["the element", "host.html"],
  ["the frame's page", "embed.html#v=1&t=5"],
])
  browserTest(`${name} under a strict policy`, options, async ({ page }) => {
    const html = `<!doctype html><html><body><sgd-current time="5" controls="full"></sgd-current>
      <script type="module" src="sgd-current.js"></script></body></html>`;
    const site = await serveSite({
      headers: { "content-security-policy": policy },
      extra: { "host.html": html },
    });
    try {
      await page.goto(site.address + path);
      await drawn(page, 1);
      await until(async () => (await page.locator(".time").textContent()).includes("t = 5"));
    } finally {
      site.close();
    }
  });

// There no worker may start: a frame without an origin has no script of its own
// origin, and nothing but such a script is allowed. The page's thread computes.
browserTest(
  "a frame that may only run scripts, under a strict policy",
  { ...options, expected: /worker/i },
  async ({ page }) => {
    const site = await serveSite({ headers: { "content-security-policy": policy } });
    const host = await visit(
      page,
      `<!doctype html><html><body><iframe sandbox="allow-scripts" style="width:100%;height:600px"
      src="${site.address}embed.html#v=1&T=0.05&t=5000"></iframe></body></html>`,
    );
    try {
      const inside = page.frameLocator("iframe");
      const time = () => inside.locator(".time").textContent();
      // Steps by the thousand are under way, and the page goes on drawing, and hearing: watched
      // from before the first of them.
      const seen = await inside.locator("body").evaluate(async (body) => {
        const shown = () => {
          const figure = body.querySelector("sgd-current")?.shadowRoot?.querySelector("sgd-evolve");
          return figure?.shadowRoot.querySelector(".time")?.textContent ?? "";
        };
        const times = new Set();
        for (let frame = 0; frame < 2000 && !shown().includes("t = 5000"); frame++) {
          if (/[1-9]/.test(shown())) times.add(shown());
          await new Promise(requestAnimationFrame);
        }
        return times.size;
      });
      assert.ok(seen > 5, `on the way ${seen} times were seen`);
      await until(async () => (await time()).includes("t = 5000"), "the time of the link");
      assert.equal(page.workers().length, 0);
    } finally {
      host.close();
      site.close();
    }
  },
);

browserTest(
  "the element in a page of another origin whose policy allows no worker of ours",
  { ...options, expected: /worker/i },
  async ({ page, address }) => {
    const { origin } = new URL(address);
    const host = await visit(
      page,
      `<!doctype html><html><body><sgd-current time="5"></sgd-current>
      <script type="module" src="${address}sgd-current.js"></script></body></html>`,
      {
        "content-security-policy": `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; worker-src 'self'`,
      },
    );
    try {
      await page.locator("sgd-current .time", { hasText: "t = 5" }).waitFor();
      assert.equal(page.workers().length, 0);
    } finally {
      host.close();
    }
  },
);

for (const [shares, shared, elements] of [
  ["nothing", /^$/, 0],
  ["what README names", /\/sgd(-current(-\w+)*|_current_line)\.(js|wasm)$/, 1],
])
  browserTest(
    `from a server that shares ${shares} a frame is drawn, and ${elements} elements`,
    { ...options, expected: /CORS|ERR_FAILED/ },
    async ({ page }) => {
      const site = await serveSite({ shared });
      const host = await visit(
        page,
        `<!doctype html><html><body>
        <iframe style="width:100%;border:0" src="${site.address}embed.html#v=1"></iframe>
        <script async src="${site.address}sgd-host.js"></script>
        <script type="module" src="${site.address}sgd-current.js"></script>
        <sgd-current></sgd-current></body></html>`,
      );
      try {
        await page.frameLocator("iframe").locator(".root.drawn").waitFor();
        await until(async () => (await height(page, "iframe")) > 300, "the frame has grown");
        await page.locator("sgd-current").evaluate((element) => element.scrollIntoView());
        await drawn(page, elements);
      } finally {
        host.close();
        site.close();
      }
    },
  );

browserTest("inside a shadow tree, with its theme", options, async ({ page, address }) => {
  const host = await visit(
    page,
    `<!doctype html><html><body><div id="tree"></div>
    <script type="module" src="${address}sgd-current.js"></script></body></html>`,
  );
  try {
    await page.evaluate(() => {
      const shadow = document.querySelector("#tree").attachShadow({ mode: "open" });
      shadow.innerHTML = `<sgd-current figure="widths" preset="widths" theme="dark"></sgd-current>`;
    });
    const root = page.locator("sgd-current .root.drawn");
    await root.waitFor();
    const paper = () => root.evaluate((root) => getComputedStyle(root).backgroundColor);
    assert.equal(await paper(), "rgb(22, 23, 26)");
    await page.locator("sgd-current").evaluate((element) => element.setAttribute("theme", "light"));
    await until(async () => (await paper()) === "rgb(255, 254, 251)", "the other theme");
  } finally {
    host.close();
  }
});

for (const figure of ["pit", "ball", "metric"])
  browserTest(
    `${figure} plays by itself where a link says so, and its link tells where it stopped`,
    { ...options, reducedMotion: "no-preference" },
    async ({ page, address }) => {
      await page.goto(`${address}embed.html#v=1&figure=${figure}&autoplay=1`);
      const time = async () => Number((await page.locator(".time").textContent()).match(/\d+/)[0]);
      await until(async () => (await time()) > 2, "playing");
      await page.getByRole("button", { name: "Pause" }).click();
      const link = () => page.locator("sgd-current").evaluate(({ link }) => link);
      await until(async () => (await link()).includes(`t=${await time()}`), "its time in the link");

      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.goto("about:blank");
      await page.goto(`${address}embed.html#v=1&figure=${figure}&autoplay=1`);
      await page.locator(".time").waitFor();
      await page.waitForTimeout(300);
      assert.equal(await time(), 0, "nothing moves by itself");
    },
  );

browserTest(
  "a host script that comes late, as a plain script, sizes frames in shadow trees too",
  options,
  async ({ page, address }) => {
    const frame = `<iframe style="width:100%;border:0" src="${address}embed.html#v=1"></iframe>`;
    const host = await visit(
      page,
      `<!doctype html><html><body>${frame}<div id="tree"></div><script>
        document.querySelector("#tree").attachShadow({ mode: "open" }).innerHTML = ${JSON.stringify(frame)};
      </script></body></html>`,
    );
    try {
      for (const tree of ["body > iframe", "#tree iframe"]) {
        await page.locator(tree).scrollIntoViewIfNeeded();
        await page.locator(tree).contentFrame().locator(".root.drawn").waitFor();
      }
      const heights = () =>
        page
          .locator("iframe")
          .evaluateAll((frames) => frames.map((frame) => frame.getBoundingClientRect().height));
      assert.deepEqual(await heights(), [150, 150]);
      await page.addScriptTag({ url: `${address}sgd-host.js` });
      await until(async () => (await heights()).every((height) => height > 300), "both have grown");
    } finally {
      host.close();
    }
  },
);

browserTest(
  "a frame tells no height before it is drawn, and hears what comes before that",
  options,
  async ({ page, address }) => {
    const host = await visit(
      page,
      `<!doctype html><html><body><iframe id="a" style="width:100%" src="${address}embed.html#v=1"></iframe><script>
        const frame = document.querySelector("#a");
        frame.addEventListener("load", () => {
          for (const message of [{ type: "set", keys: { mean: 3, T: 0.05 } }, { type: "play" }])
            frame.contentWindow.postMessage({ sgdCurrent: 1, ...message }, "*");
        });
      </script></body></html>`,
    );
    try {
      const told = () => page.evaluate(() => window.told);
      const last = async () => (await told()).findLast(({ type }) => type === "state");
      await until(async () => (await last())?.playing, "playing");
      await until(async () => /T=0\.05&mean=3/.test((await last()).link), "what was set");
      const heard = async () => (await told()).map(({ type }) => type);
      await until(async () => (await heard()).includes("resize"), "its height");
      const kinds = await heard();
      assert.ok(kinds.indexOf("ready") < kinds.indexOf("resize"), kinds.join());
      for (const { type, height } of await told()) if (type === "resize") assert.ok(height > 300);
    } finally {
      host.close();
    }
  },
);

browserTest("an edited address leaves no setting behind", options, async ({ page, address }) => {
  await page.goto(`${address}embed.html#v=1&T=0.05&controls=none&theme=dark`);
  const playbar = page.locator(".root.drawn .playbar");
  await playbar.waitFor({ state: "attached" });
  assert.equal(await playbar.isVisible(), false);
  await page.evaluate(() => {
    location.hash = "#v=1&T=0.07";
  });
  await playbar.waitFor();
  const [link, theme] = await page
    .locator("sgd-current")
    .evaluate((element) => [element.link, element.getAttribute("theme")]);
  assert.match(link, /T=0\.07$/);
  assert.equal(theme, null);
});

browserTest(
  "settings in an embed's address survive what mail and chats do to it",
  options,
  async ({ page, address }) => {
    const link = "v=1&figure=pit&T=0.05&theme=dark&controls=none";
    for (const mangled of [
      link.replaceAll("&", "&amp;"),
      link.replaceAll("&", "%26"),
      encodeURIComponent(link),
      link.replaceAll("&", "; "),
      `${link}.`,
      `${link})**`,
      `“${link}”`,
      `${link}&quot;>here</a>`,
      `${link}&utm_source=chat`,
      link.replace("none", "None").replace("theme", "Theme"),
    ]) {
      await page.goto("about:blank");
      await page.goto(`${address}embed.html#${mangled}`);
      const element = page.locator("sgd-current");
      await element.locator(".root.drawn").waitFor();
      const told = () =>
        element.evaluate((element) => [
          element.getAttribute("theme"),
          element.shadowRoot.querySelector("sgd-evolve").bare,
          element.link,
          element.notices.join(),
        ]);
      await until(async () => (await told())[1], `${mangled}: no controls`);
      assert.deepEqual(await told(), ["dark", true, "v=1&figure=pit&T=0.05", ""], mangled);
    }
    await page.evaluate(() => (location.hash = "#v=1&figure=pit&T=0.05&amp;theme=light."));
    await until(
      () =>
        page
          .locator("sgd-current")
          .evaluate(
            (element) =>
              element.getAttribute("theme") === "light" && !element.hasAttribute("controls"),
          ),
      "another address with other settings",
    );
  },
);

browserTest("a host opened from a disk", options, async ({ page, address }) => {
  const folder = await mkdtemp(join(tmpdir(), "sgd-host-"));
  try {
    const host = join(folder, "host.html");
    await writeFile(
      host,
      `<!doctype html><html><body>
      <iframe id="a" style="width:100%;border:0" src="${address}embed.html#v=1"></iframe>
      <script src="${address}sgd-host.js"></script></body></html>`,
    );
    await page.goto(pathToFileURL(host).href);
    const inside = page.frameLocator("#a");
    await inside.locator(".root.drawn").waitFor();
    await until(async () => (await height(page, "#a")) > 300, "the frame has grown");
    await page.evaluate(() => {
      document
        .querySelector("#a")
        .contentWindow.postMessage({ sgdCurrent: 1, type: "set", keys: { T: 0.07 } }, "*");
    });
    const link = () => inside.locator("sgd-current").evaluate((element) => element.link);
    await until(async () => /T=0\.07/.test(await link()), "what the host has set");
  } finally {
    await rm(folder, { recursive: true });
  }
});

browserTest(
  "a card has a title that leads to the article, and little below it",
  options,
  async (given) => {
    const { page, address } = given;
    await page.goto(`${address}embed.html#v=1&figure=widths`);
    await page.locator(".root.drawn").waitFor();
    const title = page.getByRole("link", { name: "Does SGD find flat minima?" });
    assert.equal(await title.getAttribute("href"), `${address}#v=1&figure=widths`);
    assert.equal(await title.getAttribute("target"), "_blank");
    const count = (inside) => page.locator(`sgd-widths ${inside}`).locator("visible=true").count();
    assert.equal(await count("sgd-slider"), 2);
    assert.equal(await count("table"), 0);
    await page.locator("sgd-current").evaluate((card) => card.setAttribute("controls", "none"));
    await until(async () => !(await title.isVisible()), "a picture without words");
  },
);
