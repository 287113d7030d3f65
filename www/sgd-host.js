// For a page that shows figures in frames (embed.html): gives each frame the
// height that its figure asks for, larger or smaller. Load it once, anywhere, with
//   <script async src="…/sgd-host.js"></script>
// It hears only frames of this page, with the origin of their own address or, since a figure's
// address may lead on to another, with that from which the frame first spoke.
{
  /** Frames of the page, those in open shadow trees among them. */
  const framesIn = (root) =>
    [...root.querySelectorAll("*")].flatMap((element) =>
      element.localName === "iframe"
        ? [element]
        : element.shadowRoot
          ? framesIn(element.shadowRoot)
          : [],
    );

  /** The origin that messages of a frame must have; a sandboxed one, and one on a disk, has none. */
  const originOf = (frame) => {
    const sandboxed = frame.sandbox.length > 0 && !frame.sandbox.contains("allow-same-origin");
    return sandboxed ? "null" : new URL(frame.src, location.href).origin;
  };

  const isFigure = ({ src }) => /\bembed\.html\b/.test(src);

  /** The origins that figures' addresses led to, by their windows. */
  const led = new WeakMap();

  addEventListener("message", ({ source, origin, data }) => {
    if (data?.sgdCurrent !== 1 || data.type !== "resize") return;
    const frame = framesIn(document).find(({ contentWindow }) => contentWindow === source);
    const { height } = data;
    if (!frame) return;
    if (isFigure(frame) && !led.has(source)) led.set(source, origin);
    if (origin !== originOf(frame) && origin !== led.get(source)) return;
    if (typeof height === "number" && height > 0 && height < 20_000)
      frame.style.height = `${height}px`;
  });

  // Those that spoke before this script was there are asked again.
  for (const frame of framesIn(document))
    if (isFigure(frame)) frame.contentWindow?.postMessage({ sgdCurrent: 1, type: "size" }, "*");
}
