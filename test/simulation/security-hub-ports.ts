import type { FailedFinding } from "../../adapters/security-hub/failures.ts";
import type { FindingReader } from "../../adapters/security-hub/read-findings.ts";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { TryLaterError } from "../../core/errors.ts";
import { findingsBeingResolved, type ReopenedFinding, type ReopenedPorts } from "../../pipeline/reopened-findings.ts";
import type { SecurityHubPorts } from "../../pipeline/sinks/security-hub.ts";
import type { Ports } from "../../pipeline/stream.ts";
import type { Invocation } from "./invocation.ts";
import type { Services } from "./services.ts";
import type { SimulatedQueue } from "./sqs.ts";

/** As functions/sink-ports.ts. */
const recheckMs = 300_000;

/** `later`: the queue of findings whose workflow is read again. */
export function securityHubPorts(
	services: Services,
	invocation: Invocation,
	ports: Ports,
	later: SimulatedQueue,
): SecurityHubPorts {
	const { hub, clock, resolutions } = services;
	const readFindings = findingReader(services, invocation);
	return {
		toFinding: (entry, change) => toAsff(entry, change, undefined),
		importFindings: async (findings) => {
			await confirmFirst(services, ports, findings);
			return answerOf(
				invocation.call("securityhub:BatchImportFindings", () => hub.import(findings)),
				(error) => ({ imported: [], failed: findings.map(({ Id = "" }) => failureOf(Id, error)) }),
			);
		},
		resolveFindings: (findings) => resolveFindings(services, invocation, findings),
		findingsBeingResolved: (ids) =>
			findingsBeingResolved(ids, {
				readFindings,
				resolvedSince: (some, since) =>
					invocation.call("dynamodb:GetItem resolved", () =>
						some.flatMap((id) => (resolutions.get(id) ?? []).flatMap((at) => (at > since ? id : []))),
					),
				now: () => clock.time,
			}),
		checkLater: (findings) => checkLater(invocation, later, findings),
		reportNotEnabled: () => undefined,
	};
}

export function reopenedPorts(services: Services, invocation: Invocation, later: SimulatedQueue): ReopenedPorts {
	const { note } = services;
	return {
		readFindings: findingReader(services, invocation),
		setToNew: async (findings) => {
			const ids = findings.map(({ Id = "" }) => Id);
			return ids.length === 0 ? [] : updateWorkflow(services, invocation, ids, "NEW");
		},
		resolveFindings: (findings) => resolveFindings(services, invocation, findings),
		checkLater: (findings) => checkLater(invocation, later, findings),
		telemetry: {
			delivered: (_, what) => note(() => what),
			failed: (_, reason) => note(() => `reopened findings: ${reason}`),
			resolvedWhileFailing: (id) => note(() => `${id} fails, and a person resolved it`),
			flush: () => undefined,
		},
	};
}

const checkLater = (invocation: Invocation, later: SimulatedQueue, findings: readonly ReopenedFinding[]) =>
	invocation.call("sqs:SendMessage later", () => later.send(JSON.stringify(findings), recheckMs));

/** As adapters/security-hub/resolve-findings.ts. */
const resolveFindings = async (
	services: Services,
	invocation: Invocation,
	findings: Parameters<SecurityHubPorts["resolveFindings"]>[0],
): Promise<readonly FailedFinding[]> => {
	const ids = findings.map(({ Id = "" }) => Id);
	const { found, failed } = await findingReader(services, invocation)(ids, 0);
	const open = findings.flatMap(({ Id = "", closedAt }) => {
		const stored = found.get(Id);
		const isLater = closedAt !== undefined && (stored?.updatedAt ?? "") > closedAt;
		const isDone = isLater || ["SUPPRESSED", "RESOLVED"].includes(stored?.workflow ?? "NEW");
		return isDone || failed.some(({ id }) => id === Id) ? [] : Id;
	});
	if (open.length === 0) return failed;
	await invocation.call("dynamodb:UpdateItem resolved", () => {
		const { resolutions, clock } = services;
		for (const id of open) resolutions.set(id, [clock.now(), ...(resolutions.get(id) ?? [])].slice(0, 2));
	});
	return [...failed, ...(await updateWorkflow(services, invocation, open, "RESOLVED"))];
};

const updateWorkflow = (
	{ hub, note }: Services,
	invocation: Invocation,
	ids: readonly string[],
	workflow: "NEW" | "RESOLVED",
) =>
	answerOf(
		invocation.call("securityhub:BatchUpdateFindings", () => {
			note(() => `Security Hub is to set ${ids.join(", ")} to ${workflow}`);
			return hub.update(ids, workflow);
		}),
		(error) => ids.map((id) => failureOf(id, error)),
	);

const findingReader =
	({ hub }: Services, invocation: Invocation): FindingReader =>
	async (ids) => {
		if (ids.length === 0) return { found: new Map(), failed: [] };
		return answerOf<Awaited<ReturnType<FindingReader>>>(
			invocation.call("securityhub:GetFindings", () => ({ found: hub.read(ids), failed: [] })),
			(error) => ({ found: new Map(), failed: ids.map((id) => failureOf(id, error)) }),
		);
	};

/** These ports report AWS errors in their answers. */
async function answerOf<T>(call: Promise<T>, answerFor: (error: TryLaterError) => T): Promise<T> {
	try {
		return await call;
	} catch (error) {
		if (error instanceof TryLaterError) return answerFor(error);
		throw error;
	}
}

const failureOf = (id: string, { name, message }: TryLaterError) => ({ id, code: name, message, permanent: false });

/** For the broken variant: what a sink is about to send counts as sent. */
async function confirmFirst(
	{ variant }: Services,
	{ ledger, sink }: Ports,
	findings: Parameters<SecurityHubPorts["importFindings"]>[0],
): Promise<void> {
	if (variant !== "sink confirms before sending") return;
	for (const { Resources, UpdatedAt = "" } of findings) await ledger.confirm(Resources?.[0]?.Id ?? "", sink, UpdatedAt);
}
