import { fillSnippets } from "./snippets.ts";

fillSnippets();

/** The documentation's own frame, driven and heard by messages as any host would. */
const host = document.querySelector<HTMLElement>(".host")!;
const frame = host.querySelector("iframe")!;
const said = host.querySelector(".said")!;

const messages: [label: string, message: object][] = [
  ["play", { type: "play" }],
  ["pause", { type: "pause" }],
  ["reset", { type: "reset" }],
  ["set T = 0.05", { type: "set", keys: { T: "0.05" } }],
  ["set T = 0.02", { type: "set", keys: { T: "0.02" } }],
  ["controls = none", { type: "set", keys: { controls: "none" } }],
  ["controls = few", { type: "set", keys: { controls: "few" } }],
];

for (const [label, message] of messages) {
  const button = document.createElement("button");
  button.textContent = label;
  button.addEventListener("click", () => {
    frame.contentWindow?.postMessage({ sgdCurrent: 1, ...message }, origin);
  });
  host.querySelector(".buttons")!.append(button);
}

interface Said {
  sgdCurrent?: number;
  type: string;
  height?: number;
}

addEventListener("message", ({ source, origin: from, data }: MessageEvent<Said>) => {
  if (source !== frame.contentWindow || from !== origin || data.sgdCurrent !== 1) return;
  if (data.type === "resize") frame.style.height = `${data.height}px`;
  said.textContent = JSON.stringify(data, null, 1);
});

host.hidden = false;
frame.src = "embed.html#v=1&figure=evolve";
