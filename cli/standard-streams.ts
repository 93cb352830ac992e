import { fstatSync, statSync, writeSync } from "node:fs";

type Stream = NodeJS.WriteStream;

/** Standard output or standard error: 1 or 2. */
type Descriptor = 1 | 2;

const streamOf = (descriptor: Descriptor): Stream => (descriptor === 1 ? process.stdout : process.stderr);

/**
 * Writes a string completely; rejects when the stream is closed. Node's streams take a tenth of a short run to load, so they
 * are used only when the system cannot accept more bytes right now (EAGAIN, on non-blocking pipes).
 */
export async function write(descriptor: Descriptor, text: string): Promise<void> {
	const bytes = Buffer.from(text);
	let written = 0;
	try {
		while (written < bytes.length) written += writeSync(descriptor, bytes, written);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
		await writeToStream(streamOf(descriptor), bytes.subarray(written));
	}
}

function writeToStream(stream: Stream, bytes: Uint8Array): Promise<void> {
	return new Promise((resolve, reject) => {
		stream.once("error", reject);
		stream.write(bytes, (error) => (error ? reject(error) : resolve()));
	});
}

/** The width of standard output in columns when it is a terminal; null when it is a file, a pipe or closed. */
export function terminalWidth(): number | null {
	return isPossiblyTerminal() && process.stdout.isTTY ? process.stdout.columns : null;
}

function isPossiblyTerminal(): boolean {
	try {
		const output = fstatSync(1);
		return output.isCharacterDevice() && output.rdev !== statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
	} catch {
		return false;
	}
}
