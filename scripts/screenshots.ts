// Takes the screenshots of docs/demo.md from the results of the last demo: `node scripts/screenshots.ts [FROM [TO]]`, after `npm run demo`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findChromium, runChromium } from "./chromium.ts";
import { toIndexedPng } from "./indexed-png.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const [demo = join(root, ".demo"), images = join(root, "docs", "images")] = process.argv.slice(2);

const maxBytes = 300_000;

/** A script that writes the height of the page's content into an attribute, for the size of the screenshot. */
const heightScript =
	"<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script>";

/** Takes the screenshot with the highest resolution that is small enough for the repository. */
async function takeScreenshot(chromium: string, url: string, file: string, width: number, height: number) {
	for (const scale of [2, 1.5, 1]) {
		await runChromium(chromium, [
			`--window-size=${width},${height}`,
			`--force-device-scale-factor=${scale}`,
			"--blink-settings=preferredColorScheme=1",
			`--screenshot=${file}`,
			url,
		]);
		const small = toIndexedPng(readFileSync(file));
		if (small.length < maxBytes) {
			writeFileSync(file, small);
			console.log(`${file}: ${Math.round(small.length / 1000)} kB at scale ${scale}`);
			return;
		}
	}
	throw new Error(`${file} is larger than ${maxBytes} bytes even at scale 1`);
}

/** A copy of the report that shows only its charts, and is allowed to run the script that reports its height. */
function keepOnlyCharts(report: string): string {
	const hidden = ".summary,nav,footer,.part:not(:has(#charts)){display:none}body{padding-bottom:0}.part{border-top:0}";
	return report
		.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
		.replace("</head>", () => `<style>${hidden}</style></head>`)
		.replace("</body>", () => `${heightScript}</body>`);
}

/** Reads the page's height from the page itself, so that the screenshot ends where the content ends. */
async function measureHeight(chromium: string, url: string, width: number): Promise<number> {
	const dom = await runChromium(chromium, [`--window-size=${width},400`, "--dump-dom", url]);
	return Number(/data-height="(\d+)"/.exec(dom)?.[1] ?? 600);
}

async function main(): Promise<void> {
	const chromium = findChromium();
	if (chromium === null) throw new Error("no Chromium in PATH; install one, for example from the system's packages");
	const report = pathToFileURL(join(demo, "report.html")).href;
	mkdirSync(images, { recursive: true });
	const folder = mkdtempSync(join(tmpdir(), "shipshape-pictures-"));
	try {
		await takeScreenshot(chromium, report, join(images, "report.png"), 1280, 1400);
		const [file, width] = [join(folder, "charts.html"), 1280];
		writeFileSync(file, keepOnlyCharts(readFileSync(join(demo, "report.html"), "utf8")));
		const { href } = pathToFileURL(file);
		const height = await measureHeight(chromium, href, width);
		await takeScreenshot(chromium, href, join(images, "charts.png"), width, height);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
