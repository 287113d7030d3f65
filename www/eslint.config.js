import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";
import typescript from "typescript-eslint";

/** The rooms of src/, from the ground up: each knows only those before it. */
const rooms = ["core", "plot", "scene", "time", "controls", "export", "layers", "figures"];

const layering = rooms.map((room, i) => ({
  files: [`www/src/${room}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: rooms.slice(i + 1).map((above) => ({ regex: `^\\.\\./${above}/` })) },
    ],
  },
}));

export default defineConfig(
  { ignores: ["**/dist", "**/pkg", "**/node_modules"] },
  eslint.configs.recommended,
  {
    // Build scripts and tests; what a test evaluates inside the page is the browser's.
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
  {
    files: ["**/*.ts"],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers and known indices: `!` and template numbers say what is meant.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  layering,
);
