import { createRequire } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";

// Loads one bundle in a new process as Lambda's runtime does (an ES module that `require`s CommonJS) and prints the
// milliseconds of wall-clock and CPU time.
const [, , file] = process.argv;
const require = createRequire(import.meta.url);
const cpu = process.cpuUsage();
const start = performance.now();
if (extname(file) === ".mjs") await import(pathToFileURL(file).href);
else require(file);
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }));
