import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { lock } from "./lock.ts";

/** The folders of a run, and the environment of every program that it starts. */
export interface Workspace {
	readonly account: string;
	readonly region: string;
	/** The checkout. */
	readonly root: string;
	/** The results folder: `.demo/`. */
	readonly results: string;
	readonly logs: string;
	/** Removed at the end of the run. */
	readonly temporary: string;
	/** The Python of `.venv`. */
	readonly python: string;
	readonly env: Readonly<Record<string, string>>;
	readonly dispose: () => void;
}

/** The files that a run writes besides its logs. */
const resultFiles = [
	"findings.json",
	"slack.json",
	"blocked.json",
	"outcome.json",
	"dead-letters.json",
	"verdicts.json",
	"report.html",
] as const;

/**
 * Creates the folders and removes the results of an earlier run. Throws BadInputError when the emulators are not installed,
 * another demo is using the folder or it cannot be written. Folders are not created recursively: below /proc Node would try
 * forever.
 */
export function createWorkspace(account: string, region: string, results: string): Workspace {
	const root = join(import.meta.dirname, "..");
	const python = join(root, ".venv", "bin", "python");
	if (!existsSync(python)) {
		throw new BadInputError("the emulated AWS is not installed; run npm run demo, which installs it");
	}
	const logs = join(results, "logs");
	const unlock = prepareResults(results, logs);
	const temporary = mkdtempSync(join(tmpdir(), "shipshape-demo-"));
	// The emulators' scripts below it are CommonJS, also if a package.json beside or above it makes everything there a module.
	writeFileSync(join(temporary, "package.json"), '{ "type": "commonjs" }\n');
	return {
		account,
		region,
		root,
		results,
		logs,
		temporary,
		python,
		env: environmentOf(account, region, root, temporary),
		dispose: () => {
			rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
			unlock();
		},
	};
}

/** Locks the results folder and removes earlier results; returns the function that unlocks it. */
function prepareResults(results: string, logs: string): () => void {
	try {
		if (!existsSync(results)) mkdirSync(results);
		const unlock = lock(results);
		for (const name of [...resultFiles, "logs"]) rmSync(join(results, name), { recursive: true, force: true });
		mkdirSync(logs);
		return unlock;
	} catch (error) {
		if (error instanceof BadInputError) throw error;
		const { code = "unwritable" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${results}: cannot be written (${code}); choose a writable folder whose parent exists`, {
			cause: error,
		});
	}
}

/**
 * Contains nothing of the user's environment: no proxy for loopback addresses, no profile and no key of a real account. The
 * emulators take a twelve-digit access key as the account id.
 */
function environmentOf(account: string, region: string, root: string, temporary: string): Record<string, string> {
	return {
		PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"] ?? "/usr/bin:/bin"}`,
		HOME: temporary,
		TMPDIR: temporary,
		LANG: "C.UTF-8",
		PYTHONUNBUFFERED: "1",
		NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"),
		AWS_ACCESS_KEY_ID: account,
		AWS_SECRET_ACCESS_KEY: "local",
		AWS_REGION: region,
		AWS_DEFAULT_REGION: region,
		AWS_CONFIG_FILE: join(temporary, "no-aws-config"),
		AWS_SHARED_CREDENTIALS_FILE: join(temporary, "no-aws-credentials"),
		AWS_EC2_METADATA_DISABLED: "true",
		AWS_MAX_ATTEMPTS: "3",
	};
}
