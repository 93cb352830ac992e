// Takes the screenshots of docs/demo.md: `node scripts/screenshots.ts [FOLDER]`. Needs a Chromium in PATH.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findChromium, runChromium } from "./chromium.ts";
import { pictureKeyword, reportPictures, width } from "./generate/report-pictures.ts";
import { toIndexedPng, withText } from "./indexed-png.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const [images = join(root, "docs", "images")] = process.argv.slice(2);

const maxBytes = 300_000;

/** A script that writes the height of the page's content into an attribute, for the size of the screenshot. */
const heightScript =
	"<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script>";

/** The page without the space below its content, and allowed to run the script that reports its height. */
const withHeight = (page: string): string =>
	page
		.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
		.replace("</head>", () => "<style>footer{display:none}body{padding-bottom:0}</style></head>")
		.replace("</body>", () => `${heightScript}</body>`);

/** Reads the page's height from the page itself, so that the screenshot ends where the content ends. */
async function measureHeight(chromium: string, url: string): Promise<number> {
	const dom = await runChromium(chromium, [`--window-size=${width},400`, "--dump-dom", url]);
	return Number(/data-height="(\d+)"/.exec(dom)?.[1] ?? 600);
}

/** The screenshot with the highest resolution that is small enough for the repository. */
async function takeScreenshot(chromium: string, url: string, file: string, height: number): Promise<Buffer> {
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
			console.log(`${basename(file)}: ${Math.round(small.length / 1000)} kB at scale ${scale}`);
			return small;
		}
	}
	throw new Error(`${basename(file)} is larger than ${maxBytes} bytes even at scale 1`);
}

async function main(): Promise<void> {
	const chromium = findChromium();
	if (chromium === null) throw new Error("no Chromium in PATH; install one, for example from the system's packages");
	mkdirSync(images, { recursive: true });
	const folder = mkdtempSync(join(tmpdir(), "shipshape-pictures-"));
	try {
		for (const { path, page, hash } of reportPictures()) {
			const [source, file] = [join(folder, "page.html"), join(folder, basename(path))];
			writeFileSync(source, withHeight(page));
			const { href } = pathToFileURL(source);
			const height = await measureHeight(chromium, href);
			const picture = await takeScreenshot(chromium, href, file, height);
			writeFileSync(join(images, basename(path)), withText(picture, pictureKeyword, hash));
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
