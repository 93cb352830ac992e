import { isUnresolved } from "../../core/reading.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { ownAccount } from "../own-account.ts";

/** A principal of a statement, with its text for display. */
export type Principal =
	| { readonly kind: "anyone"; readonly text: string }
	/** Twelve digits, or `ownAccount`. */
	| { readonly kind: "account"; readonly text: string; readonly account: string }
	| { readonly kind: "service"; readonly text: string }
	/** A principal whose account cannot be determined: a canonical user id, the id of a deleted principal. */
	| { readonly kind: "someone"; readonly text: string }
	/** Unresolved. */
	| { readonly kind: "unknown"; readonly reason: string };

const types = ["AWS", "Service", "Federated", "CanonicalUser"];

/**
 * The principals of a `Principal` element. Null for one that IAM would reject.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html, read 2026-11-21.
 */
export function readPrincipals(principal: unknown): readonly Principal[] | null {
	if (isUnresolved(principal)) return [{ kind: "unknown", reason: principal.unresolved }];
	if (principal === "*") return [anyone(principal)];
	if (typeof principal !== "object" || principal === null || Array.isArray(principal)) return null;
	const principals = Object.entries(principal).flatMap(([type, value]) =>
		(Array.isArray(value) ? value : [value]).map((one: unknown) =>
			types.includes(type) ? principalOf(type, one) : null,
		),
	);
	const read = principals.filter((one) => one !== null);
	return read.length === principals.length && read.length > 0 ? read : null;
}

const anyone = (text: string): Principal => ({ kind: "anyone", text: `Principal ${text}` });

function principalOf(type: string, value: unknown): Principal | null {
	if (isUnresolved(value)) return { kind: "unknown", reason: value.unresolved };
	if (typeof value !== "string" && typeof value !== "number") return null;
	const text = typeof value === "number" ? accountText(value) : value;
	const shown = truncate(toSingleLine(text), 128);
	if (text === "*") return anyone(shown);
	if (type === "Service") return { kind: "service", text: shown };
	const account = type === "CanonicalUser" ? null : accountIn(text);
	if (account === null) return { kind: "someone", text: shown };
	return account.includes("*") ? anyone(shown) : { kind: "account", text: shown, account };
}

/** The id of an account that YAML parsed as a number because it was not quoted. */
export const accountText = (number: number): string => String(number).padStart(12, "0");

/**
 * The parts of an ARN between its colons; colons in braces (`${AWS::Partition}`, `${aws:username}`) do not separate parts.
 * Takes linear time, because a policy may consist of nothing but colons.
 */
export function arnParts(arn: string): readonly string[] {
	const parts: string[] = [];
	let part = "";
	for (const [index, piece] of arn.split(/(\{[^{}]*\})/).entries()) {
		const [first = "", ...others] = index % 2 === 1 ? [piece] : piece.split(":");
		part += first;
		for (const other of others) {
			parts.push(part);
			part = other;
		}
	}
	return [...parts, part];
}

/** The account in an ARN, or the text itself when it is an account id; wildcards are kept. Null when there is none. */
export function accountIn(text: string): string | null {
	const account = text.startsWith("arn:") ? (arnParts(text)[4] ?? "") : text;
	return account === ownAccount || /^[\d*?]+$/.test(account) ? account : null;
}
