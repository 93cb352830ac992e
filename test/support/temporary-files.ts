import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";

/** A folder for the files of one test file, which is removed after its tests. */
export function temporaryFiles(name: string) {
	const folder = mkdtempSync(join(tmpdir(), `${name}-`));
	afterAll(() => rmSync(folder, { recursive: true }));
	let files = 0;
	/** A file with a text or a document; returns its path. */
	const fileWith = (content: unknown): string => {
		const path = join(folder, `${files++}.json`);
		writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
		return path;
	};
	return { folder, fileWith };
}
