// The licences of all that the site is made of, in one text, from the lock files.
import { execFileSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const target = "wasm32-unknown-unknown";
const www = new URL("..", import.meta.url).pathname;
const byName = (a, b) => (a.name < b.name ? -1 : 1);

/** What is shipped of npm's packages: those that are not for the build alone. */
async function npmParts() {
  const { packages } = JSON.parse(await readFile(join(www, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([path, { dev, optional }]) => path !== "" && !dev && !optional)
    .filter(([path]) => !path.includes("/@types/"))
    .map(([path, { version, license }]) => ({
      name: path.replace(/^.*node_modules\//, ""),
      version,
      license,
      folder: join(www, path),
    }));
}

/** The crates that the core's wasm is compiled from, with those that help to compile them. */
function crates() {
  const told = execFileSync(
    "cargo",
    ["metadata", "--locked", "--format-version", "1", "--filter-platform", target],
    { cwd: www, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const { packages, resolve } = JSON.parse(told);
  const byId = (list) => new Map(list.map((entry) => [entry.id, entry]));
  const [known, nodes] = [byId(packages), byId(resolve.nodes)];
  const core = packages.find(({ name }) => name === "sgd-current").id;
  const reached = new Set([core]);
  for (const id of reached)
    for (const { pkg, dep_kinds } of nodes.get(id).deps)
      if (dep_kinds.some(({ kind }) => kind === null)) reached.add(pkg);
  return Array.from(reached, (id) => known.get(id))
    .filter(({ source }) => source !== null)
    .map(({ name, version, license, manifest_path }) => ({
      name,
      version,
      license,
      folder: dirname(manifest_path),
    }));
}

/** The text under which a part may be passed on: of several to choose from, MIT's. */
async function textOf({ folder, license }) {
  const files = (await readdir(folder)).filter((name) => /^(licen[sc]e|copying)/i.test(name));
  const free = files.filter((name) => /mit/i.test(name));
  const taken = /\bMIT\b/.test(license) && free.length > 0 ? free : files.slice(0, 1);
  const more = /\bAND\b/.test(license) ? files.filter((name) => /unicode/i.test(name)) : [];
  const texts = [...taken, ...more].map((name) => readFile(join(folder, name), "utf8"));
  return (await Promise.all(texts)).map((text) => text.trim()).join("\n\n");
}

/** All parts with their licences; throws where a part has none. */
export async function licences() {
  const parts = [...(await npmParts()), ...crates()].sort(byName);
  const nameless = parts.filter(({ license }) => !license);
  if (nameless.length > 0)
    throw new Error(`no licence: ${nameless.map(({ name }) => name).join(", ")}`);
  /** Parts by text: many have the same one. */
  const byText = new Map();
  for (const part of parts) {
    const text = await textOf(part);
    byText.set(text, [...(byText.get(text) ?? []), part]);
  }
  const chapters = Array.from(byText, ([text, parts]) => {
    const names = parts.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${names.join("\n")}\n\n${text || "No text came with it."}`;
  });
  const rule = `\n\n${"-".repeat(72)}\n\n`;
  const own = "SGD as a probability current: MIT OR Apache-2.0, as you like. It is made with:";
  return `${[own, ...chapters].join(rule)}\n`;
}
