import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { afterEach, describe, expect, test } from "@jest/globals";
import { callAws } from "../../../adapters/clients/call-aws.ts";
import { type CallLimits, clientOptions } from "../../../adapters/clients/options.ts";
import { TryLaterError } from "../../../core/errors.ts";

const quick: CallLimits = { connectMs: 5_000, answerMs: 500, attempts: 2 };
let server: Server | undefined;
let client: ECRClient | undefined;

afterEach(() => {
	client?.destroy();
	server?.closeAllConnections();
	server?.close();
});

async function clientOf(answer: RequestListener, limits: CallLimits = quick): Promise<ECRClient> {
	server = createServer((request, response) => request.resume().on("end", () => answer(request, response)));
	await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
	client = new ECRClient({
		...clientOptions(limits),
		region: "ap-northeast-1",
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		credentials: { accessKeyId: "none", secretAccessKey: "none" },
	});
	return client;
}

const action = "ecr:DescribeRepositories";
const repositoriesOf = (ecr: ECRClient, deadlineMs?: number) =>
	callAws(action, (options) => ecr.send(new DescribeRepositoriesCommand({}), options), {
		isComplete: ({ repositories }) => repositories !== undefined,
		...(deadlineMs === undefined ? {} : { deadlineMs }),
	});

describe("AWS does not respond", () => {
	test("a server that never responds is retried within the deadline, then TryLaterError is thrown", async () => {
		let requests = 0;
		const ecr = await clientOf(() => {
			requests++;
		});
		const asked = repositoriesOf(ecr);
		await expect(asked).rejects.toThrow(TryLaterError);
		await expect(asked).rejects.toThrow("ecr:DescribeRepositories did not respond (ETIMEDOUT)");
		expect(requests).toBe(2);
	});

	test("a body that never ends is aborted at the deadline", async () => {
		const ecr = await clientOf((_, response) => {
			const drip = setInterval(() => response.write(" "), 20);
			response.on("close", () => clearInterval(drip));
		});
		await expect(repositoriesOf(ecr, 300)).rejects.toThrow("did not respond (AbortError)");
	});

	test("the waits between attempts end at the deadline", async () => {
		const ecr = await clientOf((_, response) => response.writeHead(503).end("{}"), { ...quick, attempts: 50 });
		await expect(repositoriesOf(ecr, 400)).rejects.toThrow(TryLaterError);
	});
});

describe("AWS returns an unusable response", () => {
	const second = (bad: (response: Parameters<RequestListener>[1]) => void): RequestListener => {
		let requests = 0;
		return (_, response) => {
			requests++;
			if (requests === 1) bad(response);
			else response.end('{"repositories":[]}');
		};
	};

	test.each([
		["HTML", second((response) => response.end("<html>"))],
		["half a document", second((response) => response.end('{"repositories":['))],
		["nothing", second((response) => response.end())],
		["a server error", second((response) => response.writeHead(500).end("{}"))],
		["a broken connection", second((response) => response.destroy())],
	])("%s once is retried, and the next response is used", async (_, answer) => {
		await expect(repositoriesOf(await clientOf(answer))).resolves.toMatchObject({ repositories: [] });
	});

	test("an empty 200 is not accepted", async () => {
		const ecr = await clientOf((_, response) => response.end());
		await expect(repositoriesOf(ecr)).rejects.toThrow("ecr:DescribeRepositories returned an incomplete response");
	});

	test("a rejection by AWS is thrown unchanged and at once", async () => {
		let requests = 0;
		const ecr = await clientOf((_, response) => {
			requests++;
			response.writeHead(400).end('{"__type":"AccessDeniedException"}');
		});
		await expect(repositoriesOf(ecr)).rejects.toMatchObject({ name: "AccessDeniedException" });
		expect(requests).toBe(1);
	});
});
