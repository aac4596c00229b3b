// Bundles each test with what it tests and runs node's own test runner over the lot.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
const made = mkdtempSync(join(tmpdir(), "widget-test-"));
try {
  await build({
    entryPoints: readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts")).map((name) => join(here, "test", name)),
    bundle: true, platform: "node", format: "esm", target: "node20", outdir: made, outExtension: { ".js": ".mjs" },
    loader: { ".css": "text" }, external: ["node:*"],
    define: { VECTORS: JSON.stringify(join(here, "../tests/design/surveys/flow_vectors.json")) },
  });
  const files = readdirSync(made).map((name) => join(made, name));
  process.exitCode = spawnSync(process.execPath, ["--test", "--test-timeout=20000", ...files], { stdio: "inherit", timeout: 120_000 }).status ?? 1;
} finally {
  rmSync(made, { recursive: true });
}
