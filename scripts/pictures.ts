// Makes the pictures of the README from what the last demo left: `node scripts/pictures.ts [FROM [TO]]`, after `npm run demo`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findChromium, runChromium } from "./chromium.ts";
import { indexed } from "./indexed-png.ts";
import { chosenMessage, heightScript, slackPage } from "./slack-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const [demo = join(root, ".demo"), images = join(root, "docs", "images")] = process.argv.slice(2);

const maxBytes = 300_000;

/** The sharpest picture that stays small enough to be kept in a repository. */
async function photograph(chromium: string, url: string, picture: string, width: number, height: number) {
	for (const scale of [2, 1.5, 1]) {
		await runChromium(chromium, [
			`--window-size=${width},${height}`,
			`--force-device-scale-factor=${scale}`,
			"--blink-settings=preferredColorScheme=1",
			`--screenshot=${picture}`,
			url,
		]);
		const small = indexed(readFileSync(picture));
		if (small.length < maxBytes) {
			writeFileSync(picture, small);
			console.log(`${picture}: ${Math.round(small.length / 1000)} kB at scale ${scale}`);
			return;
		}
	}
	throw new Error(`${picture} does not get smaller than ${maxBytes} bytes`);
}

/** A copy of the report that shows its charts alone, and may run the script that tells its height. */
function onlyCharts(report: string): string {
	const hidden = ".summary,nav,footer,.part:not(:has(#charts)){display:none}body{padding-bottom:0}.part{border-top:0}";
	return report
		.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
		.replace("</head>", () => `<style>${hidden}</style></head>`)
		.replace("</body>", () => `${heightScript}</body>`);
}

/** The page says by itself how tall it is: a picture ends where its content does. */
async function heightOf(chromium: string, url: string, width: number): Promise<number> {
	const dom = await runChromium(chromium, [`--window-size=${width},400`, "--dump-dom", url]);
	return Number(/data-height="(\d+)"/.exec(dom)?.[1] ?? 600);
}

async function main(): Promise<void> {
	const chromium = findChromium();
	if (chromium === null) throw new Error("no Chromium in PATH: install one, for instance with the system's packages");
	const report = pathToFileURL(join(demo, "report.html")).href;
	const message = chosenMessage(JSON.parse(readFileSync(join(demo, "slack.json"), "utf8")));
	mkdirSync(images, { recursive: true });
	const folder = mkdtempSync(join(tmpdir(), "shipshape-pictures-"));
	try {
		await photograph(chromium, report, join(images, "report.png"), 1280, 1400);
		for (const { name, page, width } of [
			{ name: "charts", page: onlyCharts(readFileSync(join(demo, "report.html"), "utf8")), width: 1280 },
			{ name: "slack", page: slackPage(message), width: 760 },
		]) {
			const file = join(folder, `${name}.html`);
			writeFileSync(file, page);
			const { href } = pathToFileURL(file);
			await photograph(chromium, href, join(images, `${name}.png`), width, await heightOf(chromium, href, width));
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
