import { AwsError, answered, type Fields, fieldsOf } from "./aws-json.ts";
import { type Loopback, listen, type Request } from "./loopback.ts";
import { matcherOf } from "./security-hub-filters.ts";
import { maxBytesOfCall, maxFindings, problemWith } from "./security-hub-rules.ts";

/** Paths by the service model 2018-10-26; nothing else is covered. */
const operations = {
	"POST /findings/import": "BatchImportFindings",
	"POST /findings": "GetFindings",
	"PATCH /findings/batchupdate": "BatchUpdateFindings",
} as const;

/** Names of the operations that the double knows: it stands for all of Security Hub. */
export const securityHubOperations: readonly string[] = Object.values(operations);

/** One finding of one call, accepted: when it came and what it was. */
export interface Import {
	readonly at: string;
	readonly id: string;
	readonly updatedAt: string;
	readonly subject: string;
}

export interface SecurityHubDouble extends Loopback {
	/** Every import that changed something, in order. */
	readonly imports: readonly Import[];
}

interface Hub {
	readonly account: string;
	readonly region: string;
	readonly findings: Map<string, Fields>;
	readonly imports: Import[];
}

/** Security Hub CSPM of one account and Region, with the rules by which AWS updates findings. */
export async function securityHubDouble(
	account: string,
	region: string,
	failed: (error: unknown) => void,
): Promise<SecurityHubDouble> {
	const hub: Hub = { account, region, findings: new Map(), imports: [] };
	const loopback = await listen((request) => answered(() => answer(hub, request)), failed);
	return { ...loopback, imports: hub.imports };
}

function answer(hub: Hub, request: Request): Fields {
	const route = `${request.method} ${request.path.split("?")[0]}`;
	switch (operations[route as keyof typeof operations]) {
		case "BatchImportFindings":
			return batchImport(hub, request);
		case "GetFindings":
			return getFindings(hub, fieldsOf(request));
		case "BatchUpdateFindings":
			return batchUpdate(hub, fieldsOf(request));
		default:
			throw new AwsError("InvalidInputException", `${route} is none of ${securityHubOperations.join(", ")}`);
	}
}

const keyOf = (finding: Fields): string => JSON.stringify([finding["ProductArn"], finding["Id"]]);

function batchImport(hub: Hub, request: Request): Fields {
	const given = listAt(fieldsOf(request), "Findings");
	if (given.length < 1 || given.length > maxFindings || Buffer.byteLength(request.body) > maxBytesOfCall) {
		throw new AwsError("InvalidInputException", `a call takes 1 to ${maxFindings} findings in ${maxBytesOfCall} bytes`);
	}
	const failures = given.flatMap((finding) => {
		const problem = problemWith(finding, hub);
		if (problem === null) take(hub, finding);
		return problem === null
			? []
			: { Id: String(finding["Id"] ?? "-"), ErrorCode: "InvalidInput", ErrorMessage: problem };
	});
	return { FailedCount: failures.length, SuccessCount: given.length - failures.length, FailedFindings: failures };
}

/** Set by customers through BatchUpdateFindings only: an import never changes them. */
const customers = ["Note", "UserDefinedFields", "VerificationState", "Workflow"];

/** A finding that is not later than the one held is ignored and still counts as taken. */
function take({ findings, imports, region }: Hub, given: Fields): void {
	const held = findings.get(keyOf(given));
	if (held !== undefined && Date.parse(String(given["UpdatedAt"])) <= Date.parse(String(held["UpdatedAt"]))) return;
	const status = held === undefined || isReopened(held, given) ? "NEW" : workflowOf(held);
	const kept = Object.fromEntries(customers.flatMap((key) => (held?.[key] === undefined ? [] : [[key, held[key]]])));
	const at = new Date().toISOString();
	findings.set(keyOf(given), {
		RecordState: "ACTIVE",
		Region: region,
		...given,
		...kept,
		Workflow: { Status: status },
		WorkflowState: "NEW",
		ProcessedAt: at,
	});
	const [resource] = listAt(given, "Resources");
	imports.push({
		at,
		id: String(given["Id"]),
		updatedAt: String(given["UpdatedAt"]),
		subject: String(resource?.["Id"] ?? ""),
	});
}

const workflowOf = (finding: Fields): string => String(((finding["Workflow"] ?? {}) as Fields)["Status"] ?? "NEW");
const complianceOf = (finding: Fields): unknown => ((finding["Compliance"] ?? {}) as Fields)["Status"];

/** What is told again begins anew; what somebody suppressed stays so. */
function isReopened(held: Fields, given: Fields): boolean {
	if (!["NOTIFIED", "RESOLVED"].includes(workflowOf(held))) return false;
	const isBack = held["RecordState"] === "ARCHIVED" && (given["RecordState"] ?? "ACTIVE") === "ACTIVE";
	const failsAgain =
		complianceOf(held) === "PASSED" && ["FAILED", "WARNING", "NOT_AVAILABLE"].includes(String(complianceOf(given)));
	return isBack || failsAgain;
}

function getFindings({ findings }: Hub, asked: Fields): Fields {
	if (asked["SortCriteria"] !== undefined) throw new AwsError("InvalidInputException", "the double does not sort");
	const size = Number(asked["MaxResults"] ?? maxFindings);
	if (!(size >= 1 && size <= maxFindings)) throw new AwsError("InvalidInputException", "MaxResults is 1 to 100");
	const from = Number(asked["NextToken"] ?? 0);
	const found = [...findings.values()].filter(matcherOf((asked["Filters"] ?? {}) as Fields));
	const more = from + size < found.length ? { NextToken: String(from + size) } : {};
	return { Findings: found.slice(from, from + size), ...more };
}

/** Does not move `UpdatedAt`: that belongs to who found it. */
function batchUpdate({ findings }: Hub, asked: Fields): Fields {
	const { FindingIdentifiers: _, ...changes } = asked;
	const identifiers = listAt(asked, "FindingIdentifiers");
	if (identifiers.length < 1 || identifiers.length > maxFindings) {
		throw new AwsError("InvalidInputException", `a call takes 1 to ${maxFindings} identifiers`);
	}
	const answers = identifiers.map((identifier) => ({ identifier, held: findings.get(keyOf(identifier)) }));
	for (const { identifier, held } of answers) {
		if (held !== undefined) findings.set(keyOf(identifier), { ...held, ...changes });
	}
	return {
		ProcessedFindings: answers.flatMap(({ identifier, held }) => (held === undefined ? [] : identifier)),
		UnprocessedFindings: answers.flatMap(({ identifier, held }) =>
			held === undefined
				? { FindingIdentifier: identifier, ErrorCode: "FindingNotFound", ErrorMessage: "there is no such finding" }
				: [],
		),
	};
}

function listAt(fields: Fields, key: string): readonly Fields[] {
	const value = fields[key];
	if (!Array.isArray(value)) throw new AwsError("InvalidInputException", `${key} is not a list`);
	return value as readonly Fields[];
}
