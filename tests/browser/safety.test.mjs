// The site under the policy that README names, with nothing asked of anybody else.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { serveSite } from "./server.mjs";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
const headers = Object.fromEntries(
  Array.from(
    readme.matchAll(/^(Content-Security-Policy|X-Content-Type-Options): (.*)$/gm),
    (line) => line.slice(1),
  ),
);

const host = `<!doctype html><body><sgd-current></sgd-current>
  <script type="module" src="sgd-current.js"></script></body>`;

for (const [path, figure] of [
  ["", ".opening sgd-plane"],
  ["lab.html", "sgd-evolve"],
  ["docs.html", "table"],
  ["embed.html#v=1", ".root.drawn"],
  ["host.html", ".root.drawn"],
])
  browserTest(
    `/${path} under README's policy: a worker computes, nothing is forbidden, nobody else is asked`,
    { viewport: { width: 1000, height: 900 }, reducedMotion: "reduce" },
    async ({ page }) => {
      assert.match(headers["Content-Security-Policy"], /require-trusted-types-for 'script'/);
      const site = await serveSite({ headers, extra: { "host.html": host } });
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.addInitScript(() => {
        window.forbidden = [];
        document.addEventListener("securitypolicyviolation", (event) => {
          window.forbidden.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        });
      });
      try {
        await page.goto(site.address + path);
        await page.locator(figure).first().waitFor();
        if (figure !== "table") {
          await until(() => page.workers().length === 1, "its worker");
          await page.getByRole("button", { name: "Step", exact: true }).first().click();
          await page.locator(".time", { hasText: "t = 1" }).first().waitFor();
        }
        assert.deepEqual(await page.evaluate(() => window.forbidden), []);
        const { origin } = new URL(site.address);
        assert.deepEqual(
          asked.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== origin),
          [],
        );
      } finally {
        site.close();
      }
    },
  );
