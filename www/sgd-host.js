// For a page that shows figures in frames (embed.html): gives each frame the
// height that its figure asks for, larger or smaller. Load it once, with
//   <script type="module" src="…/sgd-host.js"></script>
// It hears only frames of this page, with the origin of their own address.

/** The origin that messages of a frame must have; a sandboxed one has none. */
function originOf(frame) {
  const sandboxed = frame.sandbox.length > 0 && !frame.sandbox.contains("allow-same-origin");
  return sandboxed ? "null" : new URL(frame.src, location.href).origin;
}

addEventListener("message", ({ source, origin, data }) => {
  if (data?.sgdCurrent !== 1 || data.type !== "resize") return;
  const frame = [...document.querySelectorAll("iframe")].find(
    ({ contentWindow }) => contentWindow === source,
  );
  const { height } = data;
  if (!frame || origin !== originOf(frame)) return;
  if (typeof height === "number" && height > 0 && height < 20_000)
    frame.style.height = `${height}px`;
});
