import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./emulated.ts";

export interface Finished {
	readonly status: number | null;
	readonly output: string;
	readonly errors: string;
}

/** A folder for PATH in which `aws` is the AWS CLI of the emulated AWS, and `npx --no-install shipshape` the bundled program. */
export function programs(into: string, shipshape: string): string {
	const folder = join(into, "bin");
	mkdirSync(folder);
	// Version 1 of the AWS CLI ignores the endpoint of the environment for SQS, because it has one of its own for each Region.
	const endpoint = `[ "$1" = sqs ] && set -- "$@" --endpoint-url "$AWS_ENDPOINT_URL"`;
	const commands = {
		aws: `${endpoint}\nexec "${join(root, ".venv/bin/python")}" "${join(root, ".venv/bin/aws")}" "$@"`,
		// Nothing else that npx could start, such as a deployment, takes part in a test.
		npx: `[ "$1 $2" = "--no-install shipshape" ] || exit 127\nshift 2\nexec "${process.execPath}" "${shipshape}" "$@"`,
	};
	for (const [name, script] of Object.entries(commands)) {
		writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
		chmodSync(join(folder, name), 0o755);
	}
	return folder;
}

/** Runs a script in bash, with a text as its standard input. */
export function runShell(
	env: Readonly<Record<string, string>>,
	cwd: string,
	script: string,
	input = "",
): Promise<Finished> {
	const child = spawn("bash", ["-c", script], { cwd, env });
	const chunks: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on("data", (chunk: Buffer) => chunks[0].push(chunk));
	child.stderr.on("data", (chunk: Buffer) => chunks[1].push(chunk));
	child.stdin.on("error", () => {});
	child.stdin.end(input);
	return new Promise((done, failed) => {
		child.on("error", failed);
		child.on("close", (status) => {
			const [output, errors] = chunks.map((parts) => Buffer.concat(parts).toString("utf8")) as [string, string];
			done({ status, output, errors });
		});
	});
}
