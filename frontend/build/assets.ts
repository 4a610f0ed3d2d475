/** Copies flags, builds the icon sprite and gathers licences, all from packages. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const PACKAGES = ["@fontsource-variable/inter", "flag-icons", "lucide-static", "htmx.org", "idiomorph"];

export function symbol(name: string, svg: string): string {
  const inner = svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
}

export function sprite(names: readonly string[], read: (name: string) => string): string {
  const symbols = names.map((name) => symbol(name, read(name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

export function assets({ root, out }: { root: string; out: string }): Plugin {
  const inPackage = (...path: string[]): string => join(root, "node_modules", ...path);
  return {
    name: "kenesh-assets",
    apply: "build",
    closeBundle() {
      mkdirSync(join(out, "licenses"), { recursive: true });
      cpSync(inPackage("flag-icons", "flags", "4x3"), join(out, "flags"), { recursive: true });
      cpSync(join(root, "src", "icon.svg"), join(out, "icon.svg"));
      const names = JSON.parse(readFileSync(join(root, "icons.json"), "utf8")) as string[];
      const icon = (name: string): string => readFileSync(inPackage("lucide-static", "icons", `${name}.svg`), "utf8");
      writeFileSync(join(out, "icons.svg"), sprite(names, icon));
      for (const name of PACKAGES) {
        cpSync(inPackage(name, "LICENSE"), join(out, "licenses", `${name.replace(/[@/]+/g, "-").replace(/^-/, "")}.txt`));
      }
    },
  };
}
