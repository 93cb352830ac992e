import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import limits from "../../adapters/security-hub/asff-limits.json" with { type: "json" };

const lengths: Readonly<Record<string, number>> = limits.characters;
const counts: Readonly<Record<string, number>> = limits.items;

/** Every violation of ASFF's documented lengths by a finding; empty if AWS would accept it. */
export function asffFaults(finding: AwsSecurityFinding): string[] {
	const bytes = Buffer.byteLength(JSON.stringify(finding));
	return [...faultsAt(finding, ""), ...(bytes > limits.bytes.finding ? [`${bytes} bytes`] : [])];
}

function faultsAt(value: unknown, path: string): string[] {
	if (typeof value === "string") return textFaults(value, path);
	if (value === undefined || value === null) return [`${path} is nothing`];
	if (Array.isArray(value)) {
		const many = value.length > (counts[path] ?? Number.POSITIVE_INFINITY) ? [`${path} has ${value.length} items`] : [];
		return [
			...many,
			...(value.length === 0 ? [`${path} is empty`] : []),
			...value.flatMap((one) => faultsAt(one, path)),
		];
	}
	if (typeof value !== "object") return [];
	const entries = Object.entries(value);
	if (path !== "ProductFields")
		return entries.flatMap(([key, one]) => faultsAt(one, path === "" ? key : `${path}.${key}`));
	return [
		...(entries.length > limits.items.ProductFields ? [`${entries.length} ProductFields`] : []),
		...entries.flatMap(([key, one]) => [
			...textFaults(key, "ProductFields.key"),
			...textFaults(String(one), "ProductFields.value"),
		]),
	];
}

/** The service model's pattern for every text: at least one character that is not a space. */
function textFaults(text: string, path: string): string[] {
	const length = [...text].length;
	return [
		...(/\S/.test(text) ? [] : [`${path} is blank`]),
		...(text.isWellFormed() ? [] : [`${path} holds half a character`]),
		...(length > (lengths[path] ?? Number.POSITIVE_INFINITY) ? [`${path} has ${length} characters`] : []),
	];
}
