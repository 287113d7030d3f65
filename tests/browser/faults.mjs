// Ways to break the site on purpose: answers of the server, policies, browsers with parts missing.

/** An answer in place of a file; `change` makes its bytes into others. */
const instead =
  (type, change = (bytes) => bytes) =>
  (response, read) => {
    void read().then((bytes) => {
      response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
      response.end(change(bytes));
    });
  };

/** What may happen to a file on its way. */
export const ways = {
  missing: (response) => response.writeHead(404).end(),
  "cut short": (response, read) =>
    instead("application/wasm", (bytes) => bytes.subarray(0, bytes.length >> 1))(response, read),
  "another page": instead("text/html", () => "<!doctype html><p>Please log in.</p>"),
  "never coming": () => undefined,
};

/** A script with another before it. */
export const after = (prefix) => instead("text/javascript", (bytes) => `${prefix}\n${bytes}`);

/** The core's worker, by whatever name. */
export const worker = /\/(assets\/worker-[^/]*|sgd-current-worker)\.js$/;
export const wasm = /\.wasm$/;

/** Files that `pattern` names are answered in a way, until it is mended. */
export function breaker(pattern, way) {
  let whole = false;
  return {
    broken(path, response, read) {
      if (whole || !pattern.test(path)) return false;
      way(response, read);
      return true;
    },
    mend() {
      whole = true;
    },
  };
}

/** A worker in which the core traps at the given call of a step: as a bug in it would. */
export const trapsAt = (call) => `{
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const instance = await instantiate.apply(WebAssembly, given);
    const exports = { ...instance.exports };
    let calls = 0;
    for (const name of ["simulation_step", "planesimulation_step"]) {
      const step = exports[name];
      exports[name] = (...args) => {
        if (++calls >= ${call}) throw new WebAssembly.RuntimeError("unreachable");
        return step(...args);
      };
    }
    return Object.create(WebAssembly.Instance.prototype, { exports: { value: exports } });
  };
}`;

/** The same wasm with no memory to be had beyond what it starts with, and so many pages more. */
function starved(bytes, more) {
  const leb = (value) => {
    const out = [];
    for (let rest = value; ; rest >>>= 7) {
      if (rest < 128) return [...out, rest];
      out.push((rest & 127) | 128);
    }
  };
  const read = (from) => {
    let value = 0;
    for (let at = from, shift = 0; ; at++, shift += 7) {
      value |= (bytes[at] & 127) << shift;
      if (bytes[at] < 128) return [value, at + 1];
    }
  };
  for (let at = 8; ;) {
    const id = bytes[at];
    const [size, body] = read(at + 1);
    if (id === 5) {
      const [pages] = read(body + 2);
      const section = [1, 1, ...leb(pages), ...leb(pages + more)];
      const made = [5, ...leb(section.length), ...section];
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(made), bytes.subarray(body + size)]);
    }
    at = body + size;
  }
}
export const starvingAfter = (more) => instead("application/wasm", (bytes) => starved(bytes, more));
export const starving = starvingAfter(40);
