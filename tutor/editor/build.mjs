// Builds each bundle into ../static/tutor/vendor/ and writes beside it what it was built from, so that a test can tell drift.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync, existsSync, mkdirSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static", "tutor", "vendor");
mkdirSync(target, { recursive: true });
const digest = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

for (const name of ["editor", "plot"]) {
  const result = await build({
    entryPoints: [join(here, `${name}.js`)],
    outfile: join(target, `${name}.js`),
    bundle: true, minify: true, format: "esm", target: "es2022", metafile: true, legalComments: "none",
  });

  const bundled = new Set(
    Object.keys(result.metafile.inputs).map((f) => f.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean),
  );
  const licences = [...bundled].sort().map((part) => {
    const folder = join(here, "node_modules", part);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    return `${part} ${version} (${license})\n\n${file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : ""}\n`;
  });
  writeFileSync(join(target, `${name}.LICENSES.txt`), licences.join(`\n${"-".repeat(72)}\n\n`));
  const files = [`${name}.js`, "package.json", "package-lock.json"];
  writeFileSync(
    join(target, `${name}.built-from.json`),
    JSON.stringify({ inputs: Object.fromEntries(files.map((f) => [f, digest(join(here, f))])), output: digest(join(target, `${name}.js`)) }, null, 2) + "\n",
  );
}
