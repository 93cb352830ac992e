import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import limits from "./asff-limits.json" with { type: "json" };

/** Bytes of a value as JSON, as it is sent. */
export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The finding unchanged if AWS accepts its size; otherwise with fewer vulnerabilities, then fewer fields, and a field that marks it as truncated. */
export function truncateFinding(finding: AwsSecurityFinding): AwsSecurityFinding {
	let small = finding;
	while (bytesOf(small) > limits.bytes.finding) {
		const vulnerabilities = small.Vulnerabilities ?? [];
		const fields = Object.entries(small.ProductFields ?? {}).filter(([key]) => key !== mark);
		if (vulnerabilities.length === 0 && fields.length === 0) break;
		const kept = vulnerabilities.length > 0 ? fields : halfOf(fields);
		const { Vulnerabilities: _, ...rest } = small;
		small = {
			...rest,
			ProductFields: { [mark]: "true", ...Object.fromEntries(kept.slice(0, limits.items.ProductFields - 1)) },
			...(vulnerabilities.length > 1 ? { Vulnerabilities: halfOf(vulnerabilities) } : {}),
		};
	}
	return small;
}

const mark = "shipshape/truncated";
const halfOf = <T>(list: readonly T[]): T[] => list.slice(0, Math.floor(list.length / 2));
