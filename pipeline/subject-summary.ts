import type { Facts } from "../core/facts.ts";
import { isUnresolved, wasRead } from "../core/reading.ts";

const maxTags = 20;

/** Properties by which people recognize a subject, for the ledger, findings and notifications. No value is empty. */
export function subjectSummary(facts: Facts): Record<string, string> {
	switch (facts.kind) {
		case "repository":
			return isUnresolved(facts.tagMutability) ? {} : { tagMutability: facts.tagMutability };
		case "image":
			return {
				...(facts.tags.length > 0 ? { tags: facts.tags.slice(0, maxTags).join(",") } : {}),
				...(facts.pushedAt === null ? {} : { pushedAt: facts.pushedAt }),
				sizeBytes: String(facts.sizeBytes),
			};
		case "task-definition":
			return facts.revision === null ? {} : { revision: String(facts.revision) };
		case "service": {
			const { definition } = facts;
			if (!wasRead(definition) || definition.value === null) return {};
			return { runs: `${definition.value.family}:${definition.value.revision}` };
		}
		default:
			return {};
	}
}
