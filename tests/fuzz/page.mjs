// Guided fuzzing of the page's readers: what runs code that nothing has run before is kept, and
// changed again. The engine tells what has run (V8's block coverage), so nothing is instrumented.
//   node page.mjs table|link [SECONDS]   in target/fuzz gathered/ has what was kept, found/ what broke a promise
//   node page.mjs table|link keep        the smallest texts of gathered/ that reach all of it go to corpus/
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { targets } from "./page-targets.mjs";

const [name, seconds = "600"] = process.argv.slice(2);
const target = targets[name];
const folder = (kind) =>
  new URL(`${kind === "corpus" ? "" : "../../target/fuzz/"}${kind}/${name}/`, import.meta.url);
const textsIn = (kind) => {
  mkdirSync(folder(kind), { recursive: true });
  return readdirSync(folder(kind)).map((file) => readFileSync(new URL(file, folder(kind)), "utf8"));
};
const put = (kind, text) => {
  mkdirSync(folder(kind), { recursive: true });
  const file = createHash("sha1").update(text).digest("hex").slice(0, 12);
  writeFileSync(new URL(file, folder(kind)), text);
};

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** The blocks of the page that a text runs, and about how often; undefined where a promise breaks. */
async function blocksOf(text) {
  await session.post("Profiler.takePreciseCoverage");
  let fault;
  try {
    target(text);
  } catch (error) {
    fault = error;
  }
  const { result } = await session.post("Profiler.takePreciseCoverage");
  if (fault) return { fault };
  const blocks = [];
  for (const { url, functions } of result) {
    if (!url.startsWith("data:")) continue;
    for (const { ranges } of functions)
      for (const { startOffset, endOffset, count } of ranges)
        if (count > 0) blocks.push(`${startOffset}-${endOffset}*${Math.floor(Math.log2(count))}`);
  }
  return { blocks };
}

const words = {
  table: ["\t", ";", ",", "\n", "\r\n", " ", '"', '""', "|", "sep=;\n", "#", "NaN", "-", "−", "1,5"]
    .concat(["1.5", "1e5", "1e308", "1'000", "(2)", "2-", "5 · 10⁻²", "x", "y", "%", "$", "\ufeff"])
    .concat(["[[1,2],[3,4]]", '[{"x":1,"y":2}]', "2020-01-02", "#N/A", "--", "\ue0000\ue000", "٣"]),
  link: [
    "&",
    "=",
    "%",
    "%25",
    ";",
    ",",
    ":",
    "v=1",
    "preset=",
    "figure=",
    "T=",
    "tau=",
    "schedule=",
  ]
    .concat([
      "cosine",
      "points=",
      "plane",
      "own",
      "l0=",
      "l1=",
      "G=",
      "S2=",
      "constants=a:2",
      "was=",
    ])
    .concat([
      "40,T:0.02",
      "t=40",
      "of=pit",
      "momentum",
      "landscape=",
      "data",
      "model=",
      "origin=1,2",
    ])
    .concat([
      "units=2,3",
      "view=log",
      "from=",
      "to=",
      "walls=",
      "h11=",
      "cells1=",
      "1e999",
      "-0",
      "²",
    ]),
}[name];
const below = (n) => Math.floor(Math.random() * n);
const among = (list) => list[below(list.length)];

/** A text with a few changes. */
function changed(text, texts) {
  let chars = [...text];
  for (let times = 1 + below(4); times > 0; times--) {
    const [at, length] = [below(chars.length + 1), 1 + below(Math.min(12, chars.length + 1))];
    const piece = chars.slice(at, at + length);
    const other = [...among(texts)];
    const from = below(other.length);
    const putting = [
      [...among(words)],
      [],
      [...piece, ...piece],
      other.slice(from, from + 1 + below(30)),
      [String.fromCodePoint(below(3) ? below(128) : 0xa0 + below(0xf000 - 0xa0))],
    ];
    chars.splice(at, below(2) ? length : 0, ...among(putting));
  }
  return chars.slice(0, 2000).join("");
}

const reached = new Set();
/** Whether a text reaches a block that none before did, or breaks a promise. */
async function isNew(text) {
  const { blocks, fault } = await blocksOf(text);
  if (fault) {
    console.log(`broken: ${fault.stack?.replaceAll(/data:\S+/g, "…").slice(0, 600)}`);
    put("found", text);
    return false;
  }
  const before = reached.size;
  for (const block of blocks) reached.add(block);
  return reached.size > before;
}

if (seconds === "keep") {
  const texts = [...textsIn("corpus"), ...textsIn("gathered")].sort((a, b) => a.length - b.length);
  rmSync(folder("corpus"), { recursive: true });
  for (const text of texts) if (await isNew(text)) put("corpus", text);
} else {
  const texts = ["", "1 2\n3 4", "v=1&T=0.1", ...textsIn("corpus"), ...textsIn("gathered")];
  for (const text of texts) await isNew(text);
  const end = Date.now() + 1000 * Number(seconds);
  let runs = 0;
  for (; Date.now() < end; runs++) {
    const text = changed(among(texts), texts);
    if (await isNew(text)) {
      texts.push(text);
      put("gathered", text);
    }
  }
  console.log(`${runs} executions, ${texts.length} texts kept, ${reached.size} blocks reached`);
}
