import type { RepositoryFacts } from "../../core/facts.ts";
import { type Fields, isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { isUnresolved, type Reading } from "../../core/reading.ts";
import { acceptHoles, isPartial, restoreHoles, type TemplateHole, unresolved, withDefaults } from "./template-text.ts";

/** In a policy text what stands for a place or a resource may stay: it limits, and it is one's own. */
const acceptedKinds: readonly TemplateHole["kind"][] = ["deployment", "resource"];

/** `LifecyclePolicy.LifecyclePolicyText`; a mapping instead of a text is taken as the text that it would be. */
export function lifecyclePolicyIn(lifecyclePolicy: unknown): Reading<string | null> {
	const policy = acceptHoles(lifecyclePolicy ?? null, []);
	if (isUnresolved(policy)) return { unread: policy.unresolved };
	const { LifecyclePolicyText: written } = isFields(policy) ? policy : {};
	const document = replaceHoles(written);
	const unresolved = firstUnresolved(document);
	if (unresolved !== null) return { unread: unresolved };
	if (document === undefined || document === null) return { value: null };
	return { value: typeof document === "string" ? document : JSON.stringify(document) };
}

/** `RepositoryPolicyText`: a document, or the text of one. */
export function accessPolicyIn(written: unknown): RepositoryFacts["accessPolicy"] {
	const policy = withDefaults(written ?? null);
	if (policy === null) return { value: null };
	const text = isPartial(policy) ? String(policy) : policy;
	if (typeof text !== "string") return { value: replaceHoles(text) };
	const holes = isPartial(policy) ? policy.holes.filter(({ kind }) => !acceptedKinds.includes(kind)) : [];
	const [only] = holes;
	if (only !== undefined && text === only.label) return { unread: only.why };
	return documentIn(text, holes);
}

/** Strings with one of the holes in them are not known; holes elsewhere leave no JSON. */
function documentIn(text: string, holes: readonly TemplateHole[]): RepositoryFacts["accessPolicy"] {
	try {
		return {
			value: JSON.parse(text, (_, value: unknown) => {
				if (typeof value !== "string") return value;
				const found = holes.filter(({ label }) => value.includes(label));
				return found.length === 0 ? value : { ...unresolved(new PartialText(found)), text: restoreHoles(value, found) };
			}),
		};
	} catch {
		const [first] = holes;
		return { unread: first?.why ?? "the policy text is not JSON" };
	}
}

/** A resolved value with `Unresolved` in place of what the template leaves open. */
function replaceHoles(value: unknown): unknown {
	if (isPartial(value)) return acceptHoles(value, acceptedKinds);
	if (Array.isArray(value)) return value.map(replaceHoles);
	if (!isFields(value)) return value;
	return Object.fromEntries(ownEntries(value).map(([key, part]) => [key, replaceHoles(part)]));
}

/** A template must not pass for having a value that is not known. */
const ownEntries = (fields: Fields) => Object.entries(fields).filter(([key]) => key !== "unresolved");

function firstUnresolved(value: unknown): string | null {
	if (isUnresolved(value)) return value.unresolved;
	if (typeof value !== "object" || value === null) return null;
	for (const part of Object.values(value)) {
		const found = firstUnresolved(part);
		if (found !== null) return found;
	}
	return null;
}
