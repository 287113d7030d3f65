// Takes the indentation and the comments out of the styles and the markup that
// scripts hold: minifiers leave what is inside of quotes as it is.

/** A Vite plugin. */
export const tight = () => ({
  name: "tight",
  enforce: "pre",
  transform(code, id) {
    // What is shown as it stands, such as a snippet to copy, has neither tag.
    if (!/\/src\/.*\.ts$/.test(id) || !/\b(?:css|html)`/.test(code)) return;
    const styles = /\bcss`[^`]*`/g;
    const bare = code.replace(styles, (css) => css.replace(/\/\*.*?\*\//gs, ""));
    return { code: bare.replace(/\n\s+/g, "\n"), map: null };
  },
});
