import { Agent, request } from "node:http";
import { createRequire } from "node:module";

// A warm environment of the gate: loads the bundle, and answers each message with the milliseconds that it took. `chain`: the calls
// that the gate makes at least, each list after the one before it, without an SDK.
const [, , bundle, timeoutSeconds] = process.argv;
const { handler } = createRequire(import.meta.url)(bundle);
process.on("disconnect", () => process.exit());
const agent = new Agent({ keepAlive: true });

process.on("message", async ({ event, chain }) => {
	const start = performance.now();
	const reply = event === undefined ? await followChain(chain) : await ask(event);
	process.send({ ms: performance.now() - start, reply });
});

function ask(event) {
	const end = Date.now() + Number(timeoutSeconds) * 1_000;
	return handler(event, { getRemainingTimeInMillis: () => end - Date.now() });
}

async function followChain([first, ...rest]) {
	if (first === undefined) return;
	await Promise.all(first.map((next) => (Array.isArray(next) ? followChain(next) : call(next))));
	await followChain(rest);
}

function call(target) {
	return new Promise((resolve, reject) => {
		const headers = { "x-amz-target": target, "content-type": "application/x-amz-json-1.1" };
		request(process.env.AWS_ENDPOINT_URL, { method: "POST", agent, headers }, (answer) => {
			answer.resume().on("end", resolve).on("error", reject);
		})
			.on("error", reject)
			.end("{}");
	});
}
