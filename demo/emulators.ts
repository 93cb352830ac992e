import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Program, start } from "./processes.ts";
import type { Workplace } from "./workplace.ts";

/** The two emulators, ready to answer on the loopback interface. */
export interface Emulators {
	/** CloudFormation, Lambda, SQS, EventBridge, DynamoDB and its streams, Secrets Manager, IAM, S3. */
	readonly ministack: string;
	/** ECR and ECS, behind the doubles. */
	readonly moto: string;
	/** Settles when one of them ends: with the reason. */
	readonly ended: Promise<string>;
	readonly stop: () => Promise<void>;
}

/** Starts both. Throws an Error with the end of its log when one does not come up; none is left running then. */
export async function startEmulators(workplace: Workplace, stopped: AbortSignal): Promise<Emulators> {
	const started = await Promise.allSettled([
		startOne("ministack", workplace, ministack, "/_ministack/health", stopped),
		startMoto(workplace, stopped),
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
	workplace: Workplace,
) => {
	readonly command: readonly [string, ...string[]];
	readonly env: Readonly<Record<string, string>>;
};

/** Without the first two settings it listens on all interfaces, and on a second port. */
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

/** Starts moto alone. Throws an Error with the end of its log when it does not come up; it is not left running then. */
export function startMoto(workplace: Workplace, stopped: AbortSignal): Promise<Running> {
	return startOne("moto", workplace, moto, "/moto-api/", stopped);
}

const tries = 3;

async function startOne(
	name: string,
	workplace: Workplace,
	commandFor: Command,
	path: string,
	stopped: AbortSignal,
): Promise<Running> {
	for (let attempt = 1; ; attempt++) {
		const port = await freePort();
		const { command, env } = commandFor(String(port), workplace);
		const program = start({
			name,
			command,
			env: { ...workplace.env, ...env },
			cwd: workplace.temporary,
			log: join(workplace.logs, `${name}.log`),
		});
		try {
			const url = `http://127.0.0.1:${port}`;
			await ready(`${url}${path}`, program, stopped);
			return { url, program };
		} catch (error) {
			await program.stop();
			// Between choosing the port and listening on it somebody else may have taken it.
			if (attempt >= tries || !/address already in use|is already in use/i.test(String(error))) throw error;
		}
	}
}

const patienceMs = 60_000;

async function ready(url: string, program: Program, stopped: AbortSignal): Promise<void> {
	const begun = performance.now();
	let ended: string | null = null;
	void program.ended.then(({ text }) => {
		ended = text;
	});
	while (performance.now() - begun < patienceMs) {
		if (ended !== null) throw new Error(ended);
		stopped.throwIfAborted();
		const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
		if (answer?.ok) return;
		await pause(50);
	}
	throw new Error(`${program.name} does not answer after ${patienceMs / 1000} s`);
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
