import type { AwsSecurityFinding, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { BatchUpdateFindingsCommand, GetFindingsCommand } from "@aws-sdk/client-securityhub";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { importFindings } from "../../adapters/security-hub/import-findings.ts";
import { resolveFindings } from "../../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { aChange, anEntry } from "../support/entries.ts";
import { FailingSecurityHub } from "../support/security-hub.ts";
import { findingReader } from "../support/stream-ports.ts";
import { VirtualClock } from "./clock.ts";
import { Faults } from "./faults.ts";
import { Random } from "./random.ts";
import { SimulatedSecurityHub } from "./security-hub.ts";

/*
 * The simulated Security Hub stands behind the sink's ports, the demo's double behind the client: both end a history alike. The
 * double is held to test/contracts/security-hub.ts.
 */

type Act = "failed" | "passed" | "archived" | "earlier" | "resolve" | "suppress";

const startsAt = "2026-11-21T12:00:00.000Z";
const double = new FailingSecurityHub();
let client: SecurityHubClient;
beforeEach(async () => {
	client = await double.open();
});
afterEach(() => double.close());

test.each<[string, readonly Act[]]>([
	["is new", ["failed"]],
	["is resolved", ["failed", "passed", "resolve"]],
	["is reopened", ["failed", "passed", "resolve", "failed"]],
	["is resolved while it fails and fails again", ["failed", "resolve", "failed"]],
	["comes back from the archive", ["failed", "archived", "resolve", "failed"]],
	["is suppressed and fails again", ["failed", "suppress", "passed", "resolve", "failed"]],
	["is suppressed after it was resolved", ["failed", "passed", "resolve", "suppress", "failed"]],
	["is imported with an earlier time", ["failed", "passed", "earlier"]],
])("the simulated Security Hub and the double end alike when a finding %s", async (_, acts) => {
	const clock = new VirtualClock(startsAt, 100);
	const faults = new Faults(new Random(1, "faults"), clock.time, clock.time);
	const simulated = new SimulatedSecurityHub({ clock, faults, note: () => undefined });
	for (const [minute, act] of acts.entries()) {
		const finding = findingAt(minute, act);
		const { Id = "", ProductArn } = finding;
		if (act === "resolve") {
			if (simulated.findings.get(Id)?.workflow !== "SUPPRESSED") simulated.update([Id], "RESOLVED");
			const recordResolutions = async () => undefined;
			await resolveFindings(client, [finding], { readFindings: findingReader(client), recordResolutions });
		} else if (act === "suppress") {
			simulated.suppress(Id);
			const Workflow = { Status: "SUPPRESSED" as const };
			await client.send(new BatchUpdateFindingsCommand({ FindingIdentifiers: [{ Id, ProductArn }], Workflow }));
		} else {
			expect(simulated.import([finding])).toEqual(await importFindings(client, [finding]));
		}
		await clock.run();
	}
	const [held] = (await client.send(new GetFindingsCommand({}))).Findings ?? [];
	const [stored] = [...simulated.findings.values()];
	expect(stored).toMatchObject({
		workflow: held?.Workflow?.Status,
		finding: { UpdatedAt: held?.UpdatedAt, Compliance: held?.Compliance, RecordState: held?.RecordState },
	});
});

function findingAt(minute: number, act: Act): AwsSecurityFinding {
	const at = new Date(Date.parse(startsAt) + (act === "earlier" ? -60_000 : minute * 60_000)).toISOString();
	return {
		...toAsff(anEntry(), aChange(), undefined),
		UpdatedAt: at,
		RecordState: act === "archived" ? "ARCHIVED" : "ACTIVE",
		Compliance: { Status: act === "passed" ? "PASSED" : "FAILED" },
	};
}
