import { BatchUpdateFindingsCommand, GetFindingsCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import type { LedgerEntry } from "../../core/ledger.ts";
import { findingsBeingResolved } from "../../pipeline/reopened-findings.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../support/entries.ts";
import { FailingSecurityHub } from "../support/security-hub.ts";
import { findingsReader, recheck, StreamPorts } from "../support/stream-ports.ts";
import { aRecordedVerdict } from "../support/verdicts.ts";

const broken = anEntry({ subject: repositorySubject("a") });
const Id = `shipshape/task-definition/read-only-root/${broken.arn}`;
const ProductArn = "arn:aws:securityhub:ap-northeast-1:111122223333:product/111122223333/default";
const passes = { controls: { "task-definition/read-only-root": aRecordedVerdict({ status: "pass" }) } };
const fixed = laterBy(1, broken, passes);
const again = laterBy(2, broken);

let securityHub: FailingSecurityHub;
let hub: SecurityHubClient;
let ports: StreamPorts & { readonly hub: SecurityHubClient };
beforeEach(async () => {
	securityHub = new FailingSecurityHub();
	hub = await securityHub.open();
	ports = Object.assign(new StreamPorts(), { hub });
});
afterEach(() => securityHub.close());

const publish = (before: LedgerEntry | null, after: LedgerEntry) =>
	findingsReader(ports)({ Records: [aStreamRecord(1, before, after)] });
const held = async () => {
	const Filters = { Id: [{ Value: Id, Comparison: "EQUALS" as const }] };
	const [finding] = (await hub.send(new GetFindingsCommand({ Filters }))).Findings ?? [];
	return [finding?.Compliance?.Status, finding?.Workflow?.Status];
};
const aPersonSets = (Status: "RESOLVED" | "SUPPRESSED" | "NOTIFIED") =>
	hub.send(new BatchUpdateFindingsCommand({ FindingIdentifiers: [{ Id, ProductArn }], Workflow: { Status } }));
const delivered = (bodies: readonly string[]) =>
	({ Records: bodies.map((body, at) => ({ messageId: `m${at}`, body }) as SQSRecord) }) satisfies SQSEvent;
const fiveMinutesLater = () =>
	recheck(ports)(delivered(ports.later.splice(0).map((findings) => JSON.stringify(findings))));
const resolvedWhileFailing = `resolved while failing: ${Id}`;

describe("S10: a finding that was fixed and failed again", () => {
	test("is the same finding, FAILED and NEW, and is checked once more", async () => {
		await publish(null, broken);
		await publish(broken, fixed);
		expect(await held()).toEqual(["PASSED", "RESOLVED"]);
		await publish(fixed, again);
		expect(await held()).toEqual(["FAILED", "NEW"]);
		expect(ports.later).toEqual([[{ Id, ProductArn, isBeingResolved: false }]]);
		await fiveMinutesLater();
		expect([await held(), ports.log.includes(resolvedWhileFailing)]).toEqual([["FAILED", "NEW"], false]);
	});

	test("because its resource came back from the archive, is NEW too", async () => {
		await publish(null, broken);
		const gone = laterBy(1, broken, { controls: {}, state: "gone" });
		await publish(broken, gone);
		await publish(gone, again);
		expect(await held()).toEqual(["FAILED", "NEW"]);
		expect(ports.later).toHaveLength(1);
	});

	test("is not checked again if it failed for the first time, or never stopped", async () => {
		await publish(null, broken);
		const worse = { controls: { "task-definition/read-only-root": aRecordedVerdict({ severity: "CRITICAL" }) } };
		await publish(broken, laterBy(1, broken, worse));
		expect(ports.later).toEqual([]);
	});
});

describe("S12: closed and reopened within a minute", () => {
	/** Closes the finding, and reopens it before our RESOLVED is processed. */
	async function reopenBeforeUpdate(): Promise<void> {
		await publish(null, broken);
		const process = securityHub.delayUpdates();
		await publish(broken, fixed);
		await publish(fixed, again);
		process();
	}

	test("the finding ends FAILED and NEW although our RESOLVED is processed after it", async () => {
		await reopenBeforeUpdate();
		expect(await held()).toEqual(["FAILED", "RESOLVED"]);
		await fiveMinutesLater();
		expect([await held(), ports.log.includes(resolvedWhileFailing)]).toEqual([["FAILED", "NEW"], false]);
	});

	test.each([1, 2])("it does if that takes more than %d checks", async (checks) => {
		await publish(null, broken);
		const process = securityHub.delayUpdates();
		await publish(broken, fixed);
		await publish(fixed, again);
		for (let check = 0; check < checks; check++) await fiveMinutesLater();
		process();
		await fiveMinutesLater();
		expect(await held()).toEqual(["FAILED", "NEW"]);
	});

	test("an update of ours that is not processed within a quarter of an hour is not waited for any longer", async () => {
		await publish(null, broken);
		securityHub.delayUpdates();
		await publish(broken, fixed);
		await publish(fixed, again);
		for (let check = 0; check < 3; check++) await fiveMinutesLater();
		expect(ports.later).toEqual([]);
	});

	test("so does a finding that is published twice, because the function was stopped after the import", async () => {
		await reopenBeforeUpdate();
		ports.ledger.published.clear();
		ports.later.length = 0;
		await publish(fixed, again);
		await fiveMinutesLater();
		expect(await held()).toEqual(["FAILED", "NEW"]);
	});

	test.each([
		["once has reached it", [Id], []],
		["twice may still be reached by the second", [Id, Id], [Id]],
	])("a closed, RESOLVED finding that we wanted to be resolved %s", async (_, resolutions, expected) => {
		const found = new Map([[Id, { workflow: "RESOLVED", isClosed: true, updatedAt: "" }]]);
		const beingResolved = await findingsBeingResolved([Id], {
			readFindings: async () => ({ found, failed: [] }),
			resolvedSince: async () => resolutions,
			now: ports.now,
		});
		expect([...beingResolved]).toEqual(expected);
	});

	test("a finding that was fixed again meanwhile stays RESOLVED", async () => {
		await reopenBeforeUpdate();
		await publish(again, laterBy(3, broken, passes));
		await fiveMinutesLater();
		expect(await held()).toEqual(["PASSED", "RESOLVED"]);
	});

	test("a finding that is fixed again before our NEW is processed ends RESOLVED", async () => {
		await reopenBeforeUpdate();
		const process = securityHub.delayUpdates();
		await fiveMinutesLater();
		await publish(again, laterBy(3, broken, passes));
		process();
		expect(await held()).toEqual(["PASSED", "NEW"]);
		await fiveMinutesLater();
		expect(await held()).toEqual(["PASSED", "RESOLVED"]);
	});

	test("a person's RESOLVED after our NEW stays", async () => {
		await reopenBeforeUpdate();
		await fiveMinutesLater();
		await aPersonSets("RESOLVED");
		await fiveMinutesLater();
		expect([await held(), ports.log.includes(resolvedWhileFailing)]).toEqual([["FAILED", "RESOLVED"], true]);
	});

	test("a person's SUPPRESSED stays, whatever happens", async () => {
		await publish(null, broken);
		await aPersonSets("SUPPRESSED");
		await publish(broken, fixed);
		await publish(fixed, again);
		await fiveMinutesLater();
		expect(await held()).toEqual(["FAILED", "SUPPRESSED"]);
	});
});

describe("a person's RESOLVED on a finding that fails", () => {
	test.each([
		["set after the finding reopened", 0],
		["set long after we resolved it", 60],
	])("%s stays and is counted", async (_, minutes) => {
		await publish(null, broken);
		await publish(broken, fixed);
		ports.time += minutes * 60_000;
		await publish(fixed, again);
		await aPersonSets("RESOLVED");
		await fiveMinutesLater();
		expect([await held(), ports.log.includes(resolvedWhileFailing)]).toEqual([["FAILED", "RESOLVED"], true]);
	});

	test("is not set a second time when the finding passes", async () => {
		await publish(null, broken);
		await aPersonSets("RESOLVED");
		await publish(broken, fixed);
		expect([await held(), securityHub.resolved, ports.resolutions.size]).toEqual([["PASSED", "RESOLVED"], [Id], 0]);
	});
});

describe("a message about reopened findings", () => {
	const message = JSON.stringify([{ Id, ProductArn, isBeingResolved: true }]);

	test.each([
		["is not JSON", "no JSON"],
		["cannot be handled now, because Security Hub does not answer", message],
	])("that %s returns to the queue alone", async (_, body) => {
		if (body === message) mockClient(hub).on(GetFindingsCommand).rejects(new Error("no answer"));
		const { batchItemFailures } = await recheck(ports)(delivered([body, "[]"]));
		expect(batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
		expect(ports.log.at(-1)).toBe("flushed");
	});

	test("about a finding that cannot be updated returns to the queue", async () => {
		await publish(null, broken);
		await aPersonSets("RESOLVED");
		securityHub.failsNextUpdate = true;
		const { batchItemFailures } = await recheck(ports)(delivered([message]));
		expect(batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
	});
});

test("S09: an import never contains what only people set", async () => {
	await publish(null, broken);
	await publish(broken, fixed);
	for (const finding of securityHub.imports.flat())
		for (const field of ["Workflow", "Note", "UserDefinedFields", "VerificationState"]) {
			expect(finding).not.toHaveProperty(field);
		}
});
