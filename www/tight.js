// Takes the indentation and the comments out of the styles and the markup that
// scripts hold: minifiers leave what is inside of quotes as it is.

/** Line ends are left only where they might tell two words apart. */
const tightStyle = (css) =>
  css
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/([;{,])\n/g, "$1")
    .replace(/\n}/g, "}")
    .replace(/([\w-]): /g, "$1:");

/** A Vite plugin. */
export const tight = () => ({
  name: "tight",
  enforce: "pre",
  transform(code, id) {
    // What is shown as it stands, such as a snippet to copy, has neither tag.
    if (!/\/src\/.*\.ts$/.test(id) || !/\b(?:css|html)`/.test(code)) return;
    const styles = /\bcss`[^`]*`/g;
    return { code: code.replace(styles, tightStyle).replace(/\n\s+/g, "\n"), map: null };
  },
});
