import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseAccount } from "../../demo/account-file.ts";
import type { Change } from "../../demo/account-schema.ts";
import type { LedgerState } from "../../demo/ledger.ts";
import { type LocalDeployment, withDeployment } from "../../demo/local-deployment.ts";
import { applyChange } from "../../demo/seed.ts";
import { makeSweepDue, sweep } from "../../demo/sweep.ts";
import { aDigest } from "../support/builders.ts";
import { describeEmulated } from "../support/emulated.ts";
import { withoutLinks } from "../support/slack-texts.ts";

const patience = 300_000;
const place = { account: "777788889999", region: "eu-west-1" };
const image = `${place.account}.dkr.ecr.${place.region}.amazonaws.com/web`;
const scan = (severity: string) => ({
	status: "COMPLETE",
	findings: severity === "" ? [] : [{ name: "CVE-2026-1", severity }],
});
const pushed = { pushedAt: "2026-06-01T12:00:00Z" };
const [kept, expired] = [aDigest("1"), aDigest("2")];

const account = parseAccount(
	JSON.stringify({
		...place,
		repositories: [
			{
				name: "web",
				images: [
					{ digest: kept, tags: ["1.0"], ...pushed, scan: scan("") },
					{ digest: expired, tags: ["0.9"], ...pushed, scan: scan("CRITICAL") },
				],
			},
		],
		taskDefinitions: [
			{ family: "web", containerDefinitions: [{ name: "app", image: `${image}:1.0`, memory: 64 }] },
			{
				family: "proxy",
				containerDefinitions: [{ name: "app", image: "public.ecr.aws/nginx/nginx:1.27", memory: 64 }],
			},
		],
		services: [{ name: "web", cluster: "shop", taskDefinition: "web:1" }],
		capacityProviders: [
			{
				name: "gpu",
				autoScalingGroupProvider: {
					autoScalingGroupArn: `arn:aws:autoscaling:${place.region}:${place.account}:autoScalingGroup:1:autoScalingGroupName/gpu`,
				},
			},
		],
	}),
	"account.json",
);

const nothing: Change = {
	repositories: [],
	taskDefinitions: [],
	services: [],
	clusters: [],
	capacityProviders: [],
	remove: [],
};

/** Subjects by their short names, with their states. */
const statesIn = ({ entries }: LedgerState) =>
	Object.fromEntries(entries.map(({ arn, state }) => [arn.split(":").slice(5).join(":"), state]));

async function runSweeps(deployment: LocalDeployment) {
	const { doubles, aws } = deployment;
	const observed = async () => {
		const before = { slack: doubles.slack.received.length, imports: doubles.securityHub.imports.length };
		await makeSweepDue(deployment);
		const ledger = await sweep(deployment);
		return {
			ledger,
			slack: doubles.slack.received.slice(before.slack).map(({ body }) => withoutLinks(JSON.stringify(body))),
			imports: doubles.securityHub.imports.length - before.imports,
		};
	};
	const first = await observed();
	const unchanged = await observed();
	const found = { name: "behind-its-back", imageTagMutability: "MUTABLE" } as const;
	await applyChange(
		{ ...doubles, clients: aws.clients },
		{
			...nothing,
			repositories: [
				found,
				{ name: "web", images: [{ digest: kept, tags: ["1.0"], ...pushed, scan: scan("CRITICAL") }] },
			],
			remove: [`image/web@${expired}`],
		},
	);
	return { first, unchanged, changed: await observed(), again: await observed() };
}

describeEmulated("sweeps of the deployed stack, without any event", () => {
	const into = mkdtempSync(join(tmpdir(), "shipshape-sweeps-"));
	let seen: Awaited<ReturnType<typeof runSweeps>>;

	beforeAll(async () => {
		seen = await withDeployment({ account, policy: null, into }, () => {}, new AbortController().signal, runSweeps);
	}, patience);
	afterAll(() => rmSync(into, { recursive: true, force: true }));

	describe("the first one", () => {
		test("checks what existed before, of every kind", () => {
			expect(statesIn(seen.first.ledger)).toEqual({
				"repository/web": "present",
				[`repository/web/${kept}`]: "present",
				[`repository/web/${expired}`]: "present",
				"task-definition/web": "present",
				"task-definition/proxy": "present",
				"service/shop/web": "present",
				"cluster/shop": "present",
				"capacity-provider/gpu": "present",
			});
			expect(seen.first.imports).toBeGreaterThan(0);
		});

		test("is one Slack message, with the counts and the worst failures", () => {
			expect(seen.first.slack).toHaveLength(1);
			expect(seen.first.slack[0]).toMatch(/8 /);
			expect(seen.first.slack[0]).toMatch(/image\/vulnerabilities|vulnerab/i);
		});
	});

	test("one with nothing changed sends nothing to Security Hub and to Slack", () => {
		expect([seen.unchanged.imports, seen.unchanged.slack, seen.again.imports, seen.again.slack]).toEqual([
			0,
			[],
			0,
			[],
		]);
		expect(statesIn(seen.unchanged.ledger)).toEqual(statesIn(seen.first.ledger));
	});

	test("finds what no event reported, and closes what has expired", () => {
		const states = statesIn(seen.changed.ledger);
		expect(states["repository/behind-its-back"]).toBe("present");
		expect(states[`repository/web/${expired}`]).toBe("gone");
		const told = seen.changed.slack.join("\n");
		expect(told).toMatch(/repository behind-its-back fails/);
	});

	test("has a family checked whose revision is unchanged when its image became vulnerable", () => {
		const family = seen.changed.ledger.entries.find(({ arn }) => arn.endsWith("task-definition/web"));
		expect(family?.controls["task-definition/image-vulnerabilities"]?.status).toBe("fail");
	});
});
