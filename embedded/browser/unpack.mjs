// Unpacks the Chromium that the npm package carries compressed: node unpack.mjs PACKAGE_FOLDER TARGET

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { spawnSync } from "node:child_process";

const [source, target] = process.argv.slice(2);
const content = (name) => zlib.brotliDecompressSync(fs.readFileSync(path.join(source, "bin", `${name}.br`)));

fs.mkdirSync(target, { recursive: true });
for (const name of ["al2023.tar", "fonts.tar", "swiftshader.tar"]) {
	const done = spawnSync("tar", ["-x", "-C", target], { input: content(name) });
	if (done.status) throw new Error(String(done.stderr));
}
fs.writeFileSync(path.join(target, "chromium"), content("chromium"), { mode: 0o755 });
