import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { deployedImageControls } from "../../controls/deployed-image.ts";
import { taskDefinitionControls } from "../../controls/index.ts";
import { ecrDouble } from "../../demo/doubles/ecr.ts";
import { emptyRegistry, type Registry, storeRepository } from "../../demo/doubles/ecr-registry.ts";
import { type Loopback, listen } from "../../demo/doubles/loopback.ts";
import { connectToDeployments, gate } from "../../operations/gate.ts";
import { clean, region, registryHost, vulnerable } from "../support/gated-registry.ts";

const account = "111122223333";
const environment = process.env;
let registry: Registry;
let moto: Loopback;
let double: Loopback;

beforeEach(async () => {
	registry = emptyRegistry(account, region, { scanType: "BASIC", rules: [], pullThroughCacheRules: [] });
	moto = await listen(() => ({ status: 200, body: JSON.stringify({ registryId: account }) }));
	double = await ecrDouble(registry, Promise.resolve(moto.url), (error) => {
		throw error;
	});
	const [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY] = [account, "local"];
	process.env = { ...environment, AWS_ENDPOINT_URL: double.url, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
});
afterEach(async () => {
	process.env = environment;
	await Promise.all([moto.close(), double.close()]);
});

type Images = NonNullable<Parameters<typeof storeRepository>[1]["images"]>;

const finding = { name: "CVE-2026-0001", severity: "CRITICAL" };
const pushed = (digest: string, tags: readonly string[], scan?: Images[number]["scan"]): Images[number] => ({
	digest,
	tags: [...tags],
	pushedAt: new Date().toISOString(),
	...(scan === undefined ? {} : { scan }),
});

/** Runs the gate about the tag; each pause is followed by the next state of the repository. */
async function runAgainst(states: readonly Images[]) {
	let now = Date.now();
	const later = [...states];
	const next = (): void => {
		const images = later.shift();
		if (images !== undefined) storeRepository(registry, { name: "payments", images }, new Date().toISOString());
	};
	next();
	const rules = {
		policy: defaultPolicy,
		image: deployedImageControls(defaultPolicy.controls),
		"task-definition": taskDefinitionControls,
	};
	const targets = [{ kind: "image", given: `${registryHost}/payments:1.0` }] as const;
	return gate(
		connectToDeployments(region, {}, 600_000),
		targets,
		{ rules, service: null, waitMs: 600_000 },
		{
			now: () => now,
			pause: async (milliseconds) => {
				now += milliseconds;
				next();
			},
			waiting: () => {},
		},
	);
}

test("a scan that begins and ends during the wait decides, also when the tag has moved to a clean image", async () => {
	const report = await runAgainst([
		[pushed(vulnerable, ["1.0"])],
		[pushed(vulnerable, [], { status: "IN_PROGRESS", findings: [] }), pushed(clean, ["1.0"])],
		[pushed(vulnerable, [], { status: "COMPLETE", findings: [finding] })],
	]);
	expect(report).toMatchObject({
		waitedSeconds: 30,
		subjects: [{ decision: "blocked", images: [{ repository: "payments", digest: vulnerable }], unread: null }],
	});
});

test("a clean image is allowed as soon as its scan is complete", async () => {
	const report = await runAgainst([
		[pushed(clean, ["1.0"], { status: "IN_PROGRESS", findings: [] })],
		[pushed(clean, ["1.0"], { status: "COMPLETE", findings: [] })],
	]);
	expect(report).toMatchObject({ waitedSeconds: 15, subjects: [{ decision: "allowed", unread: null }] });
});
