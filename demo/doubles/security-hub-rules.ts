import limits from "../../adapters/security-hub/asff-limits.json" with { type: "json" };
import { partitionOf } from "../../core/subject.ts";
import type { Fields } from "./aws-json.ts";

export const maxFindings = limits.findingsInACall;
export const maxBytesOfCall = limits.bytes.call;

/** Required by the service model, and the two that only the user guide lists. */
const required = [
	"SchemaVersion",
	"Id",
	"ProductArn",
	"GeneratorId",
	"AwsAccountId",
	"CreatedAt",
	"UpdatedAt",
	"Title",
	"Description",
	"Resources",
	"Severity",
	"Types",
];
const times = ["CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt"];
const allowedValues = {
	"Compliance.Status": ["PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"],
	"Severity.Label": ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"],
	RecordState: ["ACTIVE", "ARCHIVED"],
} as const;
/** With a time zone, as the user guide requires. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;

/** What is wrong with a finding; null when AWS would accept it. Checks fields, lengths, values, times, owner and empty strings. */
export function findProblem(finding: Fields, { account, region }: { account: string; region: string }): string | null {
	const missing = required.find((key) => finding[key] === undefined || finding[key] === null);
	if (missing !== undefined) return `${missing} is missing`;
	if (finding["SchemaVersion"] !== "2018-10-08") return "SchemaVersion is not 2018-10-08";
	if (finding["AwsAccountId"] !== account) return "AwsAccountId is not the account of the caller";
	const product = `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`;
	if (finding["ProductArn"] !== product) return "ProductArn is not the default product of the account in this Region";
	if (Buffer.byteLength(JSON.stringify(finding)) > limits.bytes.finding) return "the finding is larger than 240 KB";
	return (
		findEmptyString(finding, "") ??
		findInvalidTime(finding) ??
		findInvalidValue(finding) ??
		findExcess(finding) ??
		findInvalidResource(finding)
	);
}

/** The service model's pattern for every string is `.*\S.*`. */
function findEmptyString(value: unknown, path: string): string | null {
	if (typeof value === "string") return /\S/.test(value) ? null : `${path} is empty`;
	if (typeof value !== "object" || value === null) return null;
	for (const [key, inner] of Object.entries(value)) {
		const problem = findEmptyString(inner, path === "" ? key : `${path}.${key}`);
		if (problem !== null) return problem;
	}
	return null;
}

function findInvalidTime(finding: Fields): string | null {
	const wrong = times.find((key) => finding[key] !== undefined && !timestamp.test(String(finding[key])));
	return wrong === undefined ? null : `${wrong} is not a time with a time zone`;
}

function findInvalidValue(finding: Fields): string | null {
	for (const [path, allowed] of Object.entries(allowedValues)) {
		for (const value of valuesAt(finding, path)) {
			if (!(allowed as readonly unknown[]).includes(value)) return `${path} is not one of ${allowed.join(", ")}`;
		}
	}
	return null;
}

function findExcess(finding: Fields): string | null {
	for (const [path, max] of Object.entries(limits.characters)) {
		if (valuesAt(finding, path).some((value) => [...String(value)].length > max))
			return `${path} is longer than ${max}`;
	}
	for (const [path, max] of Object.entries(limits.items)) {
		for (const value of valuesAt(finding, path)) {
			const count = Array.isArray(value) ? value.length : Object.keys(value as Fields).length;
			if (count > max) return `${path} has more than ${max} items`;
		}
	}
	return null;
}

function findInvalidResource(finding: Fields): string | null {
	const resources = finding["Resources"];
	if (!Array.isArray(resources) || resources.length === 0) return "Resources is not a list of at least one resource";
	return resources.every(
		(resource: Fields) => typeof resource["Type"] === "string" && typeof resource["Id"] === "string",
	)
		? null
		: "a resource lacks its Type or Id";
}

/** Every value at a path of the limits: lists are expanded; `key` and `value` are the keys and values of a map. */
function valuesAt(value: unknown, path: string): unknown[] {
	const [key = "", ...rest] = path.split(".");
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
	const fields = value as Fields;
	const inner =
		key === "key" ? Object.keys(fields) : key === "value" && rest.length === 0 ? Object.values(fields) : [fields[key]];
	const present = inner.filter((one) => one !== undefined && one !== null);
	return rest.length === 0 ? present : present.flatMap((one) => valuesAt(one, rest.join(".")));
}
