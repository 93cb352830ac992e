import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { fieldsIn, textIn } from "../core/json.ts";
import { formatForDisplay } from "../core/text.ts";
import { compareSeverity, type Severity, severities } from "../core/verdict.ts";
import { readJson } from "../readers/document/json-document.ts";
import { readTextFile } from "../readers/document/read-file.ts";
import { isNoFile } from "../readers/document/walk.ts";
import type { CheckedFile, CheckResult, LocatedVerdict } from "./check-result.ts";
import { toSafeJson } from "./formats/json.ts";
import { pathFromFolder } from "./path-from.ts";
import { standardInput } from "./unread-input.ts";

/** A failure, by what identifies it even when lines have moved. */
interface KnownFailure {
	/** From the folder of the baseline, with slashes. */
	readonly file: string;
	/** The subject in its file: a logical id, a family, the name of a service. Null when the file does not name it. */
	readonly address: string | null;
	readonly container: string | null;
	readonly control: string;
	/** A failure that is more severe is a new one. Null: the baseline does not say it. */
	readonly severity: Severity | null;
}

/** The failures that a file lists; they do not count. */
export interface Baseline {
	readonly path: string;
	/** The file is relative to it. */
	readonly folder: string;
	readonly failures: readonly KnownFailure[];
}

const version = "1";
const again = (path: string): string => `delete it and write it again with --write-baseline ${formatForDisplay(path)}`;

/** What is wrong with a text that is no JSON, or no text, and what to do about it as a baseline. */
function readBaselineFile(path: string): ReturnType<typeof readJson> {
	try {
		return readJson(readTextFile(path), path);
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		const remedy = isNoFile(path)
			? "a baseline is a file, name one"
			: `this is the baseline: correct it, or ${again(path)}`;
		throw new BadInputError(`${error.message.replace(/; [^;]*$/, "")}; ${remedy}`);
	}
}

/** Reads a baseline. `folder`: the working directory. Throws BadInputError, `path:line:column: what is wrong; what to do`. */
export function readBaseline(path: string, folder: string): Baseline {
	if (!existsSync(path)) {
		throw new BadInputError(`${path}: no such file; write it with --write-baseline ${formatForDisplay(path)}`);
	}
	const { value, at } = readBaselineFile(path);
	const problem = (keys: readonly (string | number)[], what: string, remedy = again(path)): BadInputError => {
		const { line, column } = at(keys, "value");
		return new BadInputError(`${path}:${line}:${column}: ${what}; ${remedy}`);
	};
	const { baselineVersion, failures } = fieldsIn(value);
	if (baselineVersion === undefined || !Array.isArray(failures)) {
		// Something else, such as a file to check, is not to be deleted.
		const isOther = baselineVersion === undefined && Object.keys(Object(value)).length > 0;
		throw problem([], "not a baseline of Shipshape", isOther ? "name another file" : undefined);
	}
	if (baselineVersion !== version) {
		throw problem(["baselineVersion"], `not the baselineVersion "${version}", which this version of Shipshape reads`);
	}
	const known = failures.map((one: unknown, index): KnownFailure => {
		const { file, address, container, control, severity } = fieldsIn(one);
		const [inFile, named] = [textIn(file), textIn(control)];
		if (inFile === null || named === null)
			throw problem(["failures", index], "not a failure with a file and a control");
		const known = severities.find((level) => level === severity) ?? null;
		return { file: inFile, address: textIn(address), container: textIn(container), control: named, severity: known };
	});
	return { path, folder: resolve(folder, dirname(path)), failures: known };
}

/** An existing baseline that is about to be written again; an empty one when there is no file, or nothing in it. Throws BadInputError for any other file. */
export const baselineToWrite = (path: string, folder: string): Baseline =>
	hasContent(path) ? readBaseline(path, folder) : { path, folder: resolve(folder, dirname(path)), failures: [] };

/** An empty file is what mktemp makes. */
function hasContent(path: string): boolean {
	const found = statSync(path, { throwIfNoEntry: false });
	return found !== undefined && !(found.isFile() && found.size === 0);
}

/** A result in which the failures of a baseline are waived, and the failures of the baseline that are not there any more. */
export interface Compared {
	readonly result: CheckResult;
	/** How many verdicts are waived. */
	readonly hidden: number;
	/** How many entries of the baseline were found again. */
	readonly found: number;
	readonly gone: readonly KnownFailure[];
	/** Whether none of the files that the baseline names is there, so that it was probably moved. */
	readonly isElsewhere: boolean;
}

interface HowToCompare {
	/** The working directory. */
	readonly folder: string;
	/** Whether a control was judged in this run: of others, and of files that were not checked, nothing is gone. */
	readonly judged: (control: string) => boolean;
}

export function compareWithBaseline(
	result: CheckResult,
	baseline: Baseline,
	{ folder, judged }: HowToCompare,
): Compared {
	const known = new Map(baseline.failures.map((one) => [keyOf(one), one]));
	const found = new Set<string>();
	let hidden = 0;
	const files = result.files.map((file): CheckedFile => {
		const verdicts = file.verdicts.map((verdict): LocatedVerdict => {
			const key = keyOf(failureIn(file, verdict, baseline, folder));
			if (!known.has(key) || verdict.status === "pass" || verdict.status === "not-applicable") return verdict;
			found.add(key);
			if (verdict.status !== "fail") return verdict;
			const severity = known.get(key)?.severity ?? null;
			if (severity !== null && compareSeverity(verdict.severity, severity) < 0)
				return { ...verdict, message: `${verdict.message}; the baseline has it as ${severity}` };
			hidden++;
			const message = `${verdict.message}; in the baseline ${formatForDisplay(baseline.path)}`;
			return { ...verdict, status: "waived", message, blocks: false, inBaseline: true };
		});
		// What only AWS can answer is not fixed.
		for (const verdict of file.inAws ?? []) found.add(keyOf(failureIn(file, verdict, baseline, folder)));
		return { ...file, verdicts };
	});
	const checked = new Set(result.files.map(({ path }) => pathFrom(baseline, folder, path)));
	const named = [...new Set(baseline.failures.map(({ file }) => file))];
	const isElsewhere = named.length > 0 && named.every((file) => !checked.has(file) && isMissing(file, baseline));
	const isGone = ({ file, control }: KnownFailure): boolean =>
		judged(control) && (checked.has(file) || isMissing(file, baseline));
	const gone = [...known].flatMap(([key, one]) => (!found.has(key) && isGone(one) ? one : []));
	return {
		result: { ...result, files },
		hidden,
		found: [...known.keys()].filter((key) => found.has(key)).length,
		gone,
		isElsewhere,
	};
}

/**
 * The text of a baseline with every failure of a result, and those of the former one that this run cannot tell about: of files that were
 * not checked and of controls that were not judged. One per line, in a fixed order, so that it can be reviewed and merged.
 */
export function* baselineText(
	result: CheckResult,
	former: Baseline,
	options: HowToCompare & { readonly isWritten: (verdict: LocatedVerdict) => boolean },
): Generator<string> {
	const { gone } = compareWithBaseline(result, former, options);
	const isGone = new Set(gone.map(keyOf));
	const current = result.files.flatMap((file) =>
		file.verdicts.flatMap((one) =>
			one.status === "fail" && options.isWritten(one) ? failureIn(file, one, former, options.folder) : [],
		),
	);
	const kept = former.failures.filter((one) => !isGone.has(keyOf(one)));
	const all = new Map([...kept, ...current].map((one) => [keyOf(one), one]));
	yield `{\n"baselineVersion": ${toSafeJson(version)},\n"failures": [`;
	let separator = "\n";
	for (const [, one] of [...all].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
		yield `${separator}${toSafeJson(one)}`;
		separator = ",\n";
	}
	yield "\n]\n}\n";
}

/** `web.json task-definition/read-only-root container app`. */
export const nameOfFailure = ({ file, address, container, control }: KnownFailure): string =>
	formatForDisplay(
		[
			`${file}${address === null ? "" : `#${address}`}`,
			control,
			...(container === null ? [] : [`container ${container}`]),
		].join(" "),
	);

function failureIn(file: CheckedFile, verdict: LocatedVerdict, baseline: Baseline, folder: string): KnownFailure {
	const { part, name = null, container = null, control, severity } = verdict;
	return { file: pathFrom(baseline, folder, file.path), address: part ?? name, container, control, severity };
}

const keyOf = ({ file, address, container, control }: KnownFailure): string =>
	JSON.stringify([file, address, container, control]);

function pathFrom({ folder: from }: Baseline, folder: string, path: string): string {
	return path === standardInput ? path : (pathFromFolder(from, resolve(folder, path)) ?? path);
}

const isMissing = (file: string, { folder }: Baseline): boolean =>
	file !== standardInput && !existsSync(isAbsolute(file) ? file : join(folder, file));
