import {
	closeSync,
	existsSync,
	fsyncSync,
	openSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from "node:fs";
import { BadInputError } from "../core/errors.ts";
import type { Terminal } from "./terminal.ts";

const pieceLength = 64 * 1024;

/**
 * Writes a report: `-` is standard output; a file is there whole or as it was before. Throws BadInputError when
 * it cannot be written, also when nobody reads standard output to its end.
 */
export async function writeReport(to: string, report: Iterable<string>, terminal: Terminal): Promise<void> {
	if (to === "-") {
		for (const piece of inPieces(report)) await printed(piece, terminal);
		return;
	}
	try {
		const target = existsSync(to) ? realpathSync(to) : to;
		if (existsSync(target) && !statSync(target).isFile()) writeTo(target, report);
		else writeBeside(target, report);
	} catch (error) {
		const { code = "no code" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${to}: the report cannot be written (${code}); ${remedies[code] ?? remedies["EACCES"]}`, {
			cause: error,
		});
	}
}

const remedies: Readonly<Record<string, string>> = {
	EACCES: "name a file in a folder that you may write to",
	ENOENT: "make its folder first",
	ENOTDIR: "make its folder first",
	EISDIR: "it is a folder, name a file in it",
	ENOSPC: "the disk is full, make room",
	EDQUOT: "your quota is used up, make room",
};

/** The file is there whole or as it was, whatever happens meanwhile; `mode`: the rights that it gets. */
export function writeBeside(target: string, report: Iterable<string>, mode?: number): void {
	const draft = `${target}.${process.pid}.part`;
	try {
		writeTo(draft, report, mode);
		renameSync(draft, target);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
}

function writeTo(path: string, report: Iterable<string>, mode?: number): void {
	const file = openSync(path, "w", mode);
	try {
		for (const piece of inPieces(report)) writeAll(file, Buffer.from(piece));
		if (statSync(path).isFile()) fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

function writeAll(file: number, bytes: Buffer): void {
	for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

async function printed(piece: string, terminal: Terminal): Promise<void> {
	try {
		await terminal.print(piece);
	} catch (error) {
		const { code = "no code" } = error as NodeJS.ErrnoException;
		const why = code === "EPIPE" ? "was closed before the report was whole" : `cannot be written (${code})`;
		throw new BadInputError(`standard output ${why}; read all of it, or write the report with --output FILE`, {
			cause: error,
		});
	}
}

function* inPieces(report: Iterable<string>): Generator<string> {
	let piece = "";
	for (const part of report) {
		piece += part;
		if (piece.length < pieceLength) continue;
		yield piece;
		piece = "";
	}
	if (piece !== "") yield piece;
}
