import type { RepositoryFacts } from "../../core/facts.ts";
import { type Fields, isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { isUnresolved, type Reading } from "../../core/reading.ts";
import { acceptHoles, isPartial, restoreHoles, type TemplateHole, unresolved, withDefaults } from "./template-text.ts";

/** Holes for the deployment's location or a resource count as known in a policy: they refer to the own account. */
const acceptedKinds: readonly TemplateHole["kind"][] = ["deployment", "resource"];

/** `LifecyclePolicy.LifecyclePolicyText`; a mapping is converted to text. */
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

/** Strings that contain a hole are unresolved; holes outside strings make the JSON invalid. */
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

/** A resolved value with `Unresolved` in place of holes. */
function replaceHoles(value: unknown): unknown {
	if (isPartial(value)) return acceptHoles(value, acceptedKinds);
	if (Array.isArray(value)) return value.map(replaceHoles);
	if (!isFields(value)) return value;
	return Object.fromEntries(ownEntries(value).map(([key, part]) => [key, replaceHoles(part)]));
}

/** Drops `unresolved`, so that a template cannot fake an unresolved value. */
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
