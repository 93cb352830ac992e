import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { hostThrough } from "../../domain/containers/host-namespaces.ts";
import { mayBe } from "../../domain/possible-texts.ts";
import type { ServiceFacts } from "./service-facts.ts";

/** A service whose namespaces others can join by its name, or by that of its container. */
interface Joinable {
	readonly facts: ServiceFacts;
	/** `container_name`; null if it has none, or that is unknown. */
	readonly containerName: string | null;
}

const modes = ["pidMode", "ipcMode", "networkMode"] as const;
type Mode = (typeof modes)[number];

/**
 * The services with the host's namespaces that they have through another one: `service:NAME` and `container:NAME` give a container the
 * namespace of another, whichever that is. What a container has that is not in the file is unknown, and so is which one is meant of several
 * that a script runs one after the other by the same name.
 * https://docs.docker.com/reference/compose-file/services/#network_mode, #pid and #ipc there, read 2026-11-30.
 */
export function withJoinedNamespaces(services: readonly Joinable[]): readonly ServiceFacts[] {
	const byTarget = new Map<string, ServiceFacts | "several">();
	for (const { facts, containerName } of services) {
		byTarget.set(`service:${facts.container.name}`, facts);
		if (containerName === null) continue;
		const target = `container:${containerName}`;
		byTarget.set(target, byTarget.has(target) ? "several" : facts);
	}
	return services.map(({ facts }) => {
		const joined = Object.fromEntries(modes.map((mode) => [mode, joinedMode(facts, mode, byTarget)]));
		return { ...facts, task: { ...facts.task, ...joined } };
	});
}

const joins = /^(?:service|container):/;

function joinedMode(
	facts: ServiceFacts,
	mode: Mode,
	byTarget: ReadonlyMap<string, ServiceFacts | "several">,
): Value<string | null> {
	const own = facts.task[mode];
	if (isUnresolved(own)) return joins.test(own.text?.literalStart ?? "") ? { unresolved: own.unresolved } : own;
	const seen = new Set<ServiceFacts>();
	let at = facts;
	for (;;) {
		const value: Value<string | null> = at.task[mode];
		if (isUnresolved(value)) return mayLeadToHost(value) ? { unresolved: value.unresolved } : own;
		if (value === "host") return at === facts || own === null ? value : hostThrough(own);
		if (value === null || !joins.test(value)) return own;
		seen.add(at);
		const next = byTarget.get(value);
		if (next === undefined) return { unresolved: `what ${formatForDisplay(value)} has is not in the file` };
		if (next === "several") return { unresolved: `several containers are ${formatForDisplay(value)}` };
		at = next;
		if (seen.has(at)) return { unresolved: `${formatForDisplay(value)} joins itself` };
	}
}

const mayLeadToHost = (value: Unresolved): boolean =>
	mayBe(value, "host") || joins.test(value.text?.literalStart ?? "");
