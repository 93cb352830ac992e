import { setTimeout as pause } from "node:timers/promises";
import type { OperatorClients } from "../adapters/clients/operator.ts";
import { createPace } from "../adapters/clients/pace.ts";
import { disableRule } from "../adapters/eventbridge/disable-rule.ts";
import { explainFailure, FailedCallError } from "../adapters/explain-failure.ts";
import { disableMapping } from "../adapters/lambda/disable-mapping.ts";
import { listMappings, type Mapping } from "../adapters/lambda/list-mappings.ts";
import { archiveFindings } from "../adapters/security-hub/archive-findings.ts";
import { listWholeFindings } from "../adapters/security-hub/list-findings.ts";
import { mapConcurrently } from "../core/map-concurrently.ts";
import { functionDefaults } from "../functions/manifest.ts";
import { type RemovedTags, removeBlockTags } from "./block-tags.ts";
import { type DetachedGates, detachGates } from "./detach-gates.ts";
import type { Installation } from "./installation.ts";

export interface UninstallOptions {
	/** Called before each step that takes time. */
	readonly report: (step: string) => void;
	/** Waits for a number of milliseconds. */
	readonly wait?: (ms: number) => Promise<unknown>;
}

interface Archived {
	readonly archived: number;
	/** Why findings could not be archived, one for each. */
	readonly failed: readonly string[];
}

export interface Uninstalled extends Archived {
	readonly gates: DetachedGates;
	readonly tags: RemovedTags;
}

/** GetFindings allows three calls per second for an account. */
const readsPerSecond = 1;
const callsAtOnce = 4;
const pollMs = 2_000;
/** A mapping takes up to a few minutes to change its state. */
const maxPolls = 150;

/** Number of Shipshape's findings in the account and Region that are not archived. Throws FailedCallError. */
export async function countFindings({ securityHub }: OperatorClients, installation: Installation): Promise<number> {
	let count = 0;
	for await (const findings of pagesOfFindings(securityHub, installation)) count += findings.length;
	return count;
}

/**
 * Stops an installation, undoes what it did to services and task definitions, and archives its findings. First the rules and the
 * schedule, so that nothing new arrives, then the event source mappings, and only then, when no function runs any more, the rest: a
 * function that still runs would tag revisions and open findings again. Throws FailedCallError; it can be called again then.
 */
export async function uninstall(
	clients: OperatorClients,
	installation: Installation,
	{ report, wait = pause }: UninstallOptions,
): Promise<Uninstalled> {
	const { rules, functions } = installation;
	report(`disabling ${rules.length} rules and the functions' event source mappings`);
	await mapConcurrently(callsAtOnce, rules, ({ name }) => disableRule(clients.events, name));
	const mappingsOf = async (): Promise<readonly Mapping[]> => {
		const lists = await mapConcurrently(callsAtOnce, functions, ({ name }) => listMappings(clients.lambda, name));
		return lists.flat();
	};
	for (let polls = 0; ; polls++) {
		const active = (await mappingsOf()).filter(({ state }) => state !== "Disabled");
		if (active.length === 0) break;
		if (polls === maxPolls) throw new FailedCallError(stillActive(active));
		// Lambda refuses to change a mapping that it is changing, so that is tried again; Disabling and Deleting end by themselves.
		const toDisable = active.filter(({ state }) => !["Disabling", "Deleting"].includes(state));
		await mapConcurrently(callsAtOnce, toDisable, ({ uuid }) => disableMapping(clients.lambda, uuid));
		await wait(pollMs);
	}
	const { timeoutSeconds } = functionDefaults;
	report(`waiting ${timeoutSeconds} s, until no function that publishes findings can still run`);
	await wait(timeoutSeconds * 1_000);
	report("removing the gate and the PAUSE hooks for Shipshape from services");
	const gates = await detachGates(clients, installation);
	report("removing the tags of blocked revisions");
	const tags = await removeBlockTags(clients, installation);
	report("archiving findings");
	return { ...(await archiveAll(clients, installation)), gates, tags };
}

const stillActive = (mappings: readonly Mapping[]): string =>
	`after ${(maxPolls * pollMs) / 60_000} minutes, ${mappings.map(({ uuid, state }) => `event source mapping ${uuid} is ${state}`).join(", ")}; ` +
	"no finding was archived; wait until all of them are Disabled and run uninstall again";

/** Archived findings leave the list that is read, so it is read again until it has nothing new. */
async function archiveAll({ securityHub }: OperatorClients, installation: Installation): Promise<Archived> {
	const seen = new Set<string>();
	const failed: string[] = [];
	let archived = 0;
	for (let before = -1; before !== seen.size; ) {
		before = seen.size;
		for await (const page of pagesOfFindings(securityHub, installation)) {
			const findings = page.filter(({ Id = "" }) => !seen.has(Id));
			for (const { Id = "" } of findings) seen.add(Id);
			if (findings.length === 0) continue;
			const result = await archiveFindings(securityHub, findings, new Date().toISOString());
			archived += result.archived;
			failed.push(...result.failed.map(({ code, message }) => `${code}: ${message}`));
		}
	}
	return { archived, failed };
}

async function* pagesOfFindings(client: OperatorClients["securityHub"], place: Installation) {
	const nextTurn = createPace(readsPerSecond);
	let token: string | null = null;
	do {
		await nextTurn();
		const page: Awaited<ReturnType<typeof listWholeFindings>> = await explainFailure(
			"securityhub:GetFindings",
			listWholeFindings(client, place, token),
		);
		yield page.items;
		token = page.next;
	} while (token !== null);
}
