import { type AwsSecurityFinding, GetFindingsCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { listFindings } from "../../../adapters/security-hub/list-findings.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { arnOf } from "../../../core/subject.ts";
import { aStreamRecord } from "../../support/entries.ts";
import { FailingSecurityHub } from "../../support/security-hub.ts";
import { findingsReader, StreamPorts } from "../../support/stream-ports.ts";
import { familyNamed, repositoryNamed, SweptAccount } from "../../support/sweep.ts";

let server: FailingSecurityHub;
let hub: SecurityHubClient;
beforeEach(async () => {
	server = new FailingSecurityHub();
	hub = await server.open();
});
afterEach(() => server.close());

const dayMs = 86_400_000;

/** An installation with a ledger of its own. */
class Installation extends SweptAccount {
	constructor(startsAt: string) {
		super();
		this.time = Date.parse(startsAt);
		this.findings = (place, token) => listFindings(hub, place, token);
	}

	/** Sweeps, and lets the stream's reader publish what has changed in the ledger since the last time. */
	async sweepAndPublish(): Promise<void> {
		const written = this.ledger.history.length;
		await this.sweep();
		const ports = Object.assign(new StreamPorts(), { hub, ledger: this.ledger, time: this.time });
		const last = new Map<string, LedgerEntry>();
		const Records = this.ledger.history.map((entry, at) => {
			const record = aStreamRecord(at + 1, last.get(entry.arn) ?? null, entry, this.time);
			last.set(entry.arn, entry);
			return record;
		});
		const { batchItemFailures } = await findingsReader(ports)({ Records: Records.slice(written) });
		expect(batchItemFailures).toEqual([]);
		this.time += dayMs;
	}
}

async function heldFindings(): Promise<ReadonlyMap<string, AwsSecurityFinding>> {
	const { Findings = [] } = await hub.send(new GetFindingsCommand({}));
	return new Map(Findings.map((finding) => [finding.ProductFields?.["shipshape/subject"] ?? "", finding]));
}

const stateOf = ({ Compliance, Workflow, RecordState }: AwsSecurityFinding): string =>
	`${Compliance?.Status} ${Workflow?.Status} ${RecordState}`;

const [broken, fixed, gone, fresh] = ["broken", "fixed", "gone", "fresh"].map((name) => arnOf(familyNamed(name)));
const repository = arnOf(repositoryNamed("api"));

test("F14: destroying the stack with its ledger and installing it again ends with true findings", async () => {
	const old = new Installation("2026-10-01T12:00:00.000Z");
	for (const family of ["broken", "fixed", "gone"]) old.families.set(family, 1);
	old.repositories.set("api", []);
	await old.sweepAndPublish();
	const before = await heldFindings();
	expect([...before].map(([arn, finding]) => [arn, stateOf(finding)]).sort()).toEqual(
		[broken, fixed, gone, repository].map((arn) => [arn, "FAILED NEW ACTIVE"]).sort(),
	);

	// Without the pipeline, one family is fixed, one deleted, one created, and the repository fails again under an old finding.
	const second = new Installation("2026-11-21T12:00:00.000Z");
	for (const family of ["broken", "fixed", "fresh"]) second.families.set(family, 2);
	second.repositories.set("api", []);
	second.passing.add(fixed ?? "");
	await second.sweepAndPublish();
	const after = await heldFindings();
	expect(Object.fromEntries([...after].map(([arn, finding]) => [arn, stateOf(finding)]))).toEqual({
		[broken ?? ""]: "FAILED NEW ACTIVE",
		[fixed ?? ""]: "PASSED RESOLVED ACTIVE",
		[gone ?? ""]: expect.stringMatching(/ARCHIVED$/),
		[fresh ?? ""]: "FAILED NEW ACTIVE",
		[repository]: "FAILED NEW ACTIVE",
	});
	for (const arn of [broken, fixed, repository]) {
		expect(after.get(arn ?? "")?.CreatedAt).toBe(before.get(arn ?? "")?.CreatedAt);
	}

	await second.sweepAndPublish();
	expect([...(await heldFindings()).values()].map(stateOf)).toEqual([...after.values()].map(stateOf));
});

test("the users of a subject of which only earlier findings were known are checked by the first sweep alone", async () => {
	const old = new Installation("2026-10-01T12:00:00.000Z");
	old.repositories.set("api", []);
	await old.sweepAndPublish();
	const second = new Installation("2026-11-21T12:00:00.000Z");
	second.repositories.set("api", []);
	second.families.set("web", 1);
	await second.ledger.link(familyNamed("web"), [repository]);
	await second.sweepAndPublish();
	expect(second.observed).toContain(arnOf(familyNamed("web")));
	expect(second.rechecked).toEqual([]);
});
