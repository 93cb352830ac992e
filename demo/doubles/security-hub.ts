import { AwsError, type Fields, fieldsOf, toReply } from "./aws-json.ts";
import { type Loopback, listen, type Request } from "./loopback.ts";
import { createMatcher } from "./security-hub-filters.ts";
import { findProblem, maxBytesOfCall, maxFindings } from "./security-hub-rules.ts";

/** Paths of the service model 2018-10-26; no other operations are supported. */
const operations = {
	"POST /findings/import": "BatchImportFindings",
	"POST /findings": "GetFindings",
	"PATCH /findings/batchupdate": "BatchUpdateFindings",
} as const;

/** Names of the operations that the double implements; no emulator is behind it. */
export const securityHubOperations: readonly string[] = Object.values(operations);

/** A finding that was imported. */
export interface Import {
	readonly at: string;
	readonly id: string;
	readonly updatedAt: string;
	readonly subject: string;
}

export interface SecurityHubDouble extends Loopback {
	/** Every import that changed a finding, in order. */
	readonly imports: readonly Import[];
	/**
	 * From now on, BatchUpdateFindings is accepted and processed later, when the returned function is called: AWS takes up to
	 * several minutes (API reference, BatchUpdateFindings).
	 */
	readonly delayUpdates: () => () => void;
}

interface Hub {
	readonly account: string;
	readonly region: string;
	readonly findings: Map<string, Fields>;
	readonly imports: Import[];
	/** Accepted updates that are processed later; null if each is processed at once. */
	delayed: (() => void)[] | null;
}

/** Security Hub CSPM of one account and Region, with AWS's rules for updating findings. */
export async function securityHubDouble(
	account: string,
	region: string,
	onError: (error: unknown) => void,
): Promise<SecurityHubDouble> {
	const hub: Hub = { account, region, findings: new Map(), imports: [], delayed: null };
	const loopback = await listen((request) => toReply(() => dispatch(hub, request)), onError);
	const delayUpdates = () => {
		const delayed: (() => void)[] = [];
		hub.delayed = delayed;
		return () => {
			hub.delayed = null;
			for (const process of delayed) process();
		};
	};
	return { ...loopback, imports: hub.imports, delayUpdates };
}

function dispatch(hub: Hub, request: Request): Fields {
	const route = `${request.method} ${request.path.split("?")[0]}`;
	switch (operations[route as keyof typeof operations]) {
		case "BatchImportFindings":
			return batchImport(hub, request);
		case "GetFindings":
			return getFindings(hub, fieldsOf(request));
		case "BatchUpdateFindings":
			return batchUpdate(hub, fieldsOf(request));
		default:
			throw new AwsError("InvalidInputException", `${route} is not one of ${securityHubOperations.join(", ")}`);
	}
}

const keyOf = (finding: Fields): string => JSON.stringify([finding["ProductArn"], finding["Id"]]);

function batchImport(hub: Hub, request: Request): Fields {
	const given = listAt(fieldsOf(request), "Findings");
	if (given.length < 1 || given.length > maxFindings || Buffer.byteLength(request.body) > maxBytesOfCall) {
		throw new AwsError("InvalidInputException", `a call takes 1 to ${maxFindings} findings in ${maxBytesOfCall} bytes`);
	}
	const failures = given.flatMap((finding) => {
		const problem = findProblem(finding, hub);
		if (problem === null) store(hub, finding);
		return problem === null
			? []
			: { Id: String(finding["Id"] ?? "-"), ErrorCode: "InvalidInput", ErrorMessage: problem };
	});
	return { FailedCount: failures.length, SuccessCount: given.length - failures.length, FailedFindings: failures };
}

/** Fields that customers set through BatchUpdateFindings; an import never changes them. */
const customerFields = ["Note", "UserDefinedFields", "VerificationState", "Workflow"];

/** A finding that is not newer than the stored one is ignored and still counts as a success. */
function store({ findings, imports, region }: Hub, given: Fields): void {
	const stored = findings.get(keyOf(given));
	if (stored !== undefined && Date.parse(String(given["UpdatedAt"])) <= Date.parse(String(stored["UpdatedAt"]))) return;
	const status = stored === undefined || isReopened(stored, given) ? "NEW" : workflowOf(stored);
	const kept = Object.fromEntries(
		customerFields.flatMap((key) => (stored?.[key] === undefined ? [] : [[key, stored[key]]])),
	);
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

/** A finding that comes back or fails again is NEW again; a suppressed finding stays suppressed. */
function isReopened(stored: Fields, given: Fields): boolean {
	if (!["NOTIFIED", "RESOLVED"].includes(workflowOf(stored))) return false;
	const isBack = stored["RecordState"] === "ARCHIVED" && (given["RecordState"] ?? "ACTIVE") === "ACTIVE";
	const failsAgain =
		complianceOf(stored) === "PASSED" && ["FAILED", "WARNING", "NOT_AVAILABLE"].includes(String(complianceOf(given)));
	return isBack || failsAgain;
}

function getFindings({ findings }: Hub, parameters: Fields): Fields {
	if (parameters["SortCriteria"] !== undefined) throw new AwsError("InvalidInputException", "the double does not sort");
	const size = Number(parameters["MaxResults"] ?? maxFindings);
	if (!(size >= 1 && size <= maxFindings)) throw new AwsError("InvalidInputException", "MaxResults is 1 to 100");
	const from = Number(parameters["NextToken"] ?? 0);
	const found = [...findings.values()].filter(createMatcher((parameters["Filters"] ?? {}) as Fields));
	const more = from + size < found.length ? { NextToken: String(from + size) } : {};
	return { Findings: found.slice(from, from + size), ...more };
}

/** Does not change `UpdatedAt`, which belongs to the finding provider. */
function batchUpdate({ findings, delayed }: Hub, parameters: Fields): Fields {
	const { FindingIdentifiers: _, ...changes } = parameters;
	const identifiers = listAt(parameters, "FindingIdentifiers");
	if (identifiers.length < 1 || identifiers.length > maxFindings) {
		throw new AwsError("InvalidInputException", `a call takes 1 to ${maxFindings} identifiers`);
	}
	const answers = identifiers.map((identifier) => ({ identifier, held: findings.get(keyOf(identifier)) }));
	const process = (): void => {
		for (const identifier of identifiers) {
			const stored = findings.get(keyOf(identifier));
			if (stored !== undefined) findings.set(keyOf(identifier), { ...stored, ...changes });
		}
	};
	if (delayed === null) process();
	else delayed.push(process);
	return {
		ProcessedFindings: answers.flatMap(({ identifier, held: stored }) => (stored === undefined ? [] : identifier)),
		UnprocessedFindings: answers.flatMap(({ identifier, held: stored }) =>
			stored === undefined
				? { FindingIdentifier: identifier, ErrorCode: "FindingNotFound", ErrorMessage: "finding not found" }
				: [],
		),
	};
}

function listAt(fields: Fields, key: string): readonly Fields[] {
	const value = fields[key];
	if (!Array.isArray(value)) throw new AwsError("InvalidInputException", `${key} is not a list`);
	return value as readonly Fields[];
}
