// Builds the loader and the script it brings, weighs them, and refuses what is too heavy.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const LIMIT = 10_000; // bytes, gzipped, everything together
const TARGET = new URL("../src/heedful/listen/channels/static/channels/widget/", import.meta.url);

export const styles = {
  name: "styles",
  setup(building) {
    building.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

async function bundled(entry, define = {}) {
  const made = await build({
    entryPoints: [new URL(`src/${entry}.ts`, import.meta.url).pathname],
    bundle: true, minify: true, write: false, format: "iife", target: "es2020", charset: "utf8",
    legalComments: "none", plugins: [styles], define,
  });
  return made.outputFiles[0].contents;
}

const main = await bundled("heedful");
const name = `heedful-${createHash("sha256").update(main).digest("hex").slice(0, 12)}.js`;
const loader = await bundled("loader", { MAIN: JSON.stringify(name) });
const weigh = (content) => gzipSync(content, { level: 9 });
const files = { "heedful.js": loader, [name]: main };
const size = Object.values(files).reduce((sum, content) => sum + weigh(content).length, 0);

await mkdir(TARGET, { recursive: true });
for (const old of await readdir(TARGET)) await rm(new URL(old, TARGET));
for (const [file, content] of Object.entries(files)) {
  await writeFile(new URL(file, TARGET), content);
  await writeFile(new URL(`${file}.gz`, TARGET), weigh(content));
}
await writeFile(new URL("manifest.json", TARGET), JSON.stringify({ loader: "heedful.js", main: name, gzipped: size, limit: LIMIT }));
console.log(`Widget: ${size.toLocaleString("en")} bytes gzipped (loader ${weigh(loader).length}, script ${weigh(main).length}) of ${LIMIT.toLocaleString("en")}`);
if (size > LIMIT) {
  console.error("The widget is too heavy.");
  process.exit(1);
}
