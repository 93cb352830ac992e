import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LocatedVerdict } from "../../cli/check-result.ts";
import { checkSubject } from "../../cli/check-subject.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { BadInputError } from "../../core/errors.ts";
import { readDocument } from "../../readers/document/document.ts";
import type { FileReader, FileReading, Reader } from "../../readers/reader.ts";
import type { SourceFile } from "../../readers/source-file.ts";
import { readAt } from "./builders.ts";

export interface Sample {
	readonly path: string;
	readonly text: string;
}

const folder = join(import.meta.dirname, "..", "readers");

/**
 * A file that each reader has in its test folder. `sample`: something to check; `unresolved`: the same with a value that the file
 * does not decide. Throws when there is not exactly one.
 */
export function sampleOf({ kind }: Reader, name: "sample" | "unresolved"): Sample {
	const home = join(folder, kind);
	const files = existsSync(home) ? readdirSync(home).filter((file) => file.startsWith(`${name}.`)) : [];
	const [file, ...others] = files;
	if (file === undefined || others.length > 0) {
		throw new Error(`test/readers/${kind} has ${files.length} files named ${name}.*; write one`);
	}
	return { path: file, text: readFileSync(join(home, file), "utf8") };
}

/** A file as its reader gets it. Throws BadInputError for a text that is no document where the reader takes documents. */
export const sourceFileFor = ({ source }: Reader, { path, text }: Sample): SourceFile => ({
	path,
	text,
	document: source === "text" ? { value: null, at: () => ({ line: 1, column: 1 }) } : readDocument(text, path),
	readAt,
	readRelative: () => ({ missing: "there is no such file" }),
});

/** Every verdict on what a reading holds, each at its own location. */
export const verdictsOn = ({ subjects }: FileReading, path: string): readonly LocatedVerdict[] =>
	subjects.flatMap((subject) => checkSubject(subject, path, { policy: defaultPolicy, pathInPolicy: String }, true));

/** Reads and judges a file; null when it is refused as bad input. Any other error is thrown. */
export function verdictsUnlessRefused(
	read: FileReader,
	reader: Reader,
	file: Sample,
): readonly LocatedVerdict[] | null {
	try {
		return verdictsOn(read(sourceFileFor(reader, file)), file.path);
	} catch (error) {
		if (error instanceof BadInputError) return null;
		throw error;
	}
}
