import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forward } from "../../demo/doubles/aws-json.ts";
import { listen } from "../../demo/doubles/loopback.ts";
import { startMoto } from "../../demo/emulators.ts";
import { createWorkspace } from "../../demo/workspace.ts";

export const account = "111122223333";
export const region = "ap-northeast-1";

/** The emulated AWS on the loopback interface, which answers one request at a time. */
export interface EmulatedAws {
	readonly url: string;
	/** Options for an SDK client that uses it. */
	readonly client: ReturnType<typeof clientAt>;
	/** Stops it and removes its folders. */
	readonly stop: () => Promise<void>;
}

const clientAt = (endpoint: string) => ({
	endpoint,
	region,
	credentials: { accessKeyId: account, secretAccessKey: "local" },
	maxAttempts: 1,
});

/** Environment variables with which a function's own clients use it. */
export const environmentOf = ({ url }: EmulatedAws): Readonly<Record<string, string>> => ({
	AWS_ENDPOINT_URL: url,
	AWS_REGION: region,
	AWS_ACCESS_KEY_ID: account,
	AWS_SECRET_ACCESS_KEY: "local",
});

/**
 * Starts moto as the demo does. AWS serializes writes to the same item; moto's threads do not, so a proxy in front of it
 * serializes all requests.
 */
export async function startEmulatedAws(): Promise<EmulatedAws> {
	const results = mkdtempSync(join(tmpdir(), "shipshape-contracts-"));
	const workspace = createWorkspace(account, region, results);
	const removeFolders = (): void => {
		workspace.dispose();
		rmSync(results, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		const { url: moto, program } = await startMoto(workspace, new AbortController().signal);
		let last: Promise<unknown> = Promise.resolve();
		const door = await listen((request) => {
			const answer = last.then(() => forward(moto, request));
			last = answer.catch(() => undefined);
			return answer;
		});
		const stop = async (): Promise<void> => {
			await Promise.all([door.close(), program.stop()]);
			removeFolders();
		};
		return { url: door.url, client: clientAt(door.url), stop };
	} catch (error) {
		removeFolders();
		throw error;
	}
}
