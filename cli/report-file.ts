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

const chunkLength = 64 * 1024;

/**
 * Writes a report; `-` is standard output. A file is replaced atomically. Throws BadInputError when the report cannot be
 * written, including when standard output is closed early.
 */
export async function writeReport(to: string, report: Iterable<string>, terminal: Terminal): Promise<void> {
	if (to === "-") {
		for (const chunk of toChunks(report)) await print(chunk, terminal);
		return;
	}
	try {
		const target = existsSync(to) ? realpathSync(to) : to;
		if (existsSync(target) && !statSync(target).isFile()) writeTo(target, report);
		else replaceFile(target, report);
	} catch (error) {
		const { code = "no code" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${to}: the report cannot be written (${code}); ${remedies[code] ?? remedies["EACCES"]}`, {
			cause: error,
		});
	}
}

const remedies: Readonly<Record<string, string>> = {
	EACCES: "choose a file in a folder that you can write to",
	ENOENT: "create its folder first",
	ENOTDIR: "create its folder first",
	EISDIR: "it is a folder, choose a file in it",
	ENOSPC: "the disk is full, free some space",
	EDQUOT: "your disk quota is exceeded, free some space",
};

/** Replaces a file atomically: it is either complete or unchanged. `mode`: its permissions. */
export function replaceFile(target: string, report: Iterable<string>, mode?: number): void {
	const temporary = `${target}.${process.pid}.part`;
	try {
		writeTo(temporary, report, mode);
		renameSync(temporary, target);
	} catch (error) {
		rmSync(temporary, { force: true });
		throw error;
	}
}

function writeTo(path: string, report: Iterable<string>, mode?: number): void {
	const file = openSync(path, "w", mode);
	try {
		for (const chunk of toChunks(report)) writeAll(file, Buffer.from(chunk));
		if (statSync(path).isFile()) fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

function writeAll(file: number, bytes: Buffer): void {
	for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

async function print(chunk: string, terminal: Terminal): Promise<void> {
	try {
		await terminal.print(chunk);
	} catch (error) {
		const { code = "no code" } = error as NodeJS.ErrnoException;
		const why = code === "EPIPE" ? "was closed before the report was complete" : `cannot be written (${code})`;
		throw new BadInputError(`standard output ${why}; read all of it, or write the report with --output FILE`, {
			cause: error,
		});
	}
}

function* toChunks(report: Iterable<string>): Generator<string> {
	let chunk = "";
	for (const part of report) {
		chunk += part;
		if (chunk.length < chunkLength) continue;
		yield chunk;
		chunk = "";
	}
	if (chunk !== "") yield chunk;
}
