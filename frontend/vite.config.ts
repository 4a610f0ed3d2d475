/** Two self-contained bundles with stable names; the site's static storage gives them their hashes. */
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { assets } from "./build/assets.ts";

const root = import.meta.dirname;
const out = join(root, "../src/kenesh/sites/static/kenesh");

export default defineConfig(({ mode }) => ({
  base: "./",
  publicDir: false as const,
  plugins: mode === "kenesh" ? [assets({ root, out })] : [],
  build: {
    outDir: out,
    emptyOutDir: mode === "kenesh",
    assetsInlineLimit: 0,
    target: ["chrome111", "firefox114", "safari16.4"],
    cssTarget: ["chrome111", "firefox114", "safari16.4"],
    modulePreload: false as const,
    rolldownOptions: {
      input: join(root, `src/${mode}.ts`),
      output: {
        entryFileNames: "[name].js",
        assetFileNames: (asset: { names: string[] }) =>
          asset.names[0]?.endsWith(".woff2") ? "fonts/[name][extname]" : "[name][extname]",
      },
    },
  },
  test: { environment: "happy-dom", include: ["{src,build}/**/*.test.ts"] },
}));
