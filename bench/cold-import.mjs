import { createRequire } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";

// Loads one bundle in a fresh process as Lambda's runtime does (an ES module that `require`s CommonJS) and prints the
// milliseconds by the clock and those that the processor worked.
const [, , file] = process.argv;
const require = createRequire(import.meta.url);
const cpu = process.cpuUsage();
const began = performance.now();
if (extname(file) === ".mjs") await import(pathToFileURL(file).href);
else require(file);
const wall = performance.now() - began;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }));
