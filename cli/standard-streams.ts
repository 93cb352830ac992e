import { fstatSync, statSync, writeSync } from "node:fs";

type Stream = NodeJS.WriteStream;

/** Standard output or standard error: 1 or 2. */
type Descriptor = 1 | 2;

const streamOf = (descriptor: Descriptor): Stream => (descriptor === 1 ? process.stdout : process.stderr);

/**
 * Writes a text whole; rejects when nobody reads any more. Node's streams, which take a tenth of a short run to load, are
 * only asked where the system has no room for the text right now (EAGAIN, of pipes that do not block).
 */
export async function write(descriptor: Descriptor, text: string): Promise<void> {
	const bytes = Buffer.from(text);
	let written = 0;
	try {
		while (written < bytes.length) written += writeSync(descriptor, bytes, written);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
		await streamed(streamOf(descriptor), bytes.subarray(written));
	}
}

function streamed(stream: Stream, bytes: Uint8Array): Promise<void> {
	return new Promise((done, failed) => {
		stream.once("error", failed);
		stream.write(bytes, (error) => (error ? failed(error) : done()));
	});
}

/** Standard output's columns where it is a terminal; null where it is a file, a pipe or nothing. */
export function columnsOfTerminal(): number | null {
	return mayBeTerminal() && process.stdout.isTTY ? process.stdout.columns : null;
}

function mayBeTerminal(): boolean {
	try {
		const output = fstatSync(1);
		return output.isCharacterDevice() && output.rdev !== statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
	} catch {
		return false;
	}
}
