import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Program, start } from "./processes.ts";
import type { Workspace } from "./workspace.ts";

/** The two emulators, running and ready on the loopback interface. */
export interface Emulators {
	/** CloudFormation, Lambda, SQS, EventBridge, DynamoDB and its streams, Secrets Manager, IAM, S3. */
	readonly ministack: string;
	/** ECR and ECS, behind the doubles. */
	readonly moto: string;
	/** Resolves with the reason when one of them ends. */
	readonly ended: Promise<string>;
	readonly stop: () => Promise<void>;
}

/** Starts both. When one does not start, throws an Error with the end of its log and stops the other. */
export async function startEmulators(workspace: Workspace, signal: AbortSignal): Promise<Emulators> {
	const started = await Promise.allSettled([
		startEmulator("ministack", workspace, ministack, "/_ministack/health", signal),
		startMoto(workspace, signal),
	]);
	const running = started.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
	const stop = async (): Promise<void> => {
		await Promise.all(running.map(({ program }) => program.stop()));
	};
	const [first, second] = running;
	if (first === undefined || second === undefined) {
		await stop();
		throw started.find((one) => one.status === "rejected")?.reason;
	}
	return {
		ministack: first.url,
		moto: second.url,
		ended: Promise.race(running.map(({ program }) => program.ended.then(({ text }) => text))),
		stop,
	};
}

type Command = (
	port: string,
	workspace: Workspace,
) => {
	readonly command: readonly [string, ...string[]];
	readonly env: Readonly<Record<string, string>>;
};

/** Without the first two settings ministack listens on all interfaces and on a second port. */
const ministack: Command = (port, { python, account, region }) => ({
	command: [python, "-m", "ministack"],
	env: {
		BIND_HOST: "127.0.0.1",
		IOT_MTLS_ENABLED: "0",
		SFTP_ENABLED: "0",
		GATEWAY_PORT: port,
		MINISTACK_ACCOUNT_ID: account,
		MINISTACK_REGION: region,
	},
});

const moto: Command = (port, { python, account }) => ({
	command: [python, "-m", "moto.server", "-H", "127.0.0.1", "-p", port],
	env: { MOTO_ACCOUNT_ID: account },
});

/** One emulator, ready to answer at its URL. */
export interface Running {
	readonly url: string;
	readonly program: Program;
}

/**
 * Starts moto alone, or a program that serves it. Throws an Error with the end of its log if it does not start; it is not left running
 * then.
 */
export function startMoto(workspace: Workspace, signal: AbortSignal, program: Command = moto): Promise<Running> {
	return startEmulator("moto", workspace, program, "/moto-api/", signal);
}

const maxAttempts = 3;

async function startEmulator(
	name: string,
	workspace: Workspace,
	commandFor: Command,
	path: string,
	signal: AbortSignal,
): Promise<Running> {
	for (let attempt = 1; ; attempt++) {
		const port = await freePort();
		const { command, env } = commandFor(String(port), workspace);
		const program = start({
			name,
			command,
			env: { ...workspace.env, ...env },
			cwd: workspace.temporary,
			log: join(workspace.logs, `${name}.log`),
		});
		try {
			const url = `http://127.0.0.1:${port}`;
			await waitUntilReady(`${url}${path}`, program, signal);
			return { url, program };
		} catch (error) {
			await program.stop();
			// Another process may have taken the port since it was chosen.
			if (attempt >= maxAttempts || !/address already in use|is already in use/i.test(String(error))) throw error;
		}
	}
}

const timeoutMs = 60_000;

async function waitUntilReady(url: string, program: Program, signal: AbortSignal): Promise<void> {
	const start = performance.now();
	let ended: string | null = null;
	void program.ended.then(({ text }) => {
		ended = text;
	});
	while (performance.now() - start < timeoutMs) {
		if (ended !== null) throw new Error(ended);
		signal.throwIfAborted();
		const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
		if (answer?.ok) return;
		await pause(50);
	}
	throw new Error(`${program.name} does not answer after ${timeoutMs / 1000} s`);
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
