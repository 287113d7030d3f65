// How scripts are cut: what figures share is one piece, and what belongs to one figure or to the
// plane comes with the first figure that needs it.

const ofPlane =
  /(figures|layers).plane|layers.(streams|ellipses|margins)|d3-contour|fit-plane|stirred/;
const ofFigures = /src.(figures|layers|time|plot|controls|export)|node_modules/;

/** What at least three figures need. */
export const shared = {
  name: "shared",
  test: (id) => ofFigures.test(id) && !ofPlane.test(id),
  minShareCount: 3,
};

/** What every page and every element need beside their figures. */
export const scenes = { name: "scenes", test: /src.(scene|core|styles).*\.ts$/, minShareCount: 2 };
