import { partitionOf } from "../../core/subject.ts";
import { AwsError, type Fields, fieldsOf, toReply } from "./aws-json.ts";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";
import { createMatcher } from "./security-hub-filters.ts";
import { findProblem, maxBytesOfCall, maxFindings } from "./security-hub-rules.ts";
import { type FindingStore, type Import, keyOf, listAt, store, updateByCustomer } from "./security-hub-store.ts";

/** Paths of the service model 2018-10-26; no other operations are supported. */
const operations = {
	"POST /findings/import": "BatchImportFindings",
	"POST /findings": "GetFindings",
	"PATCH /findings/batchupdate": "BatchUpdateFindings",
	"GET /accounts": "DescribeHub",
	"POST /accounts": "EnableSecurityHub",
	"DELETE /accounts": "DisableSecurityHub",
} as const;

/** Names of the operations that the double implements; no emulator is behind it. */
export const securityHubOperations: readonly string[] = Object.values(operations);

export interface SecurityHubDouble extends Loopback {
	/** Every import that changed a finding, in order. */
	readonly imports: readonly Import[];
	/**
	 * From now on, BatchUpdateFindings is accepted and processed later, when the returned function is called: AWS takes up to
	 * several minutes (API reference, BatchUpdateFindings).
	 */
	readonly delayUpdates: () => () => void;
	/** From now on, every call fails with a temporary error, until `end` is called. */
	readonly interrupt: () => Interruption;
	/** From now on, findings for which this is true are rejected, whatever they contain. */
	readonly reject: (isRejected: (finding: Fields) => boolean) => void;
}

interface Interruption {
	readonly end: () => void;
	/** Number of calls that have failed. */
	readonly calls: () => number;
}

interface Hub extends FindingStore {
	readonly account: string;
	/** Accepted updates that are processed later; null if each is processed at once. */
	delayed: (() => void)[] | null;
	isEnabled: boolean;
	isInterrupted: boolean;
	isRejected: (finding: Fields) => boolean;
}

/** Security Hub CSPM of one account and Region, with AWS's rules for updating findings. */
export async function securityHubDouble(
	account: string,
	region: string,
	onError: (error: unknown) => void,
): Promise<SecurityHubDouble> {
	const hub: Hub = {
		account,
		region,
		findings: new Map(),
		changedByCustomer: new Map(),
		imports: [],
		delayed: null,
		isEnabled: true,
		isInterrupted: false,
		isRejected: () => false,
	};
	let failed = 0;
	const loopback = await listen((request) => {
		if (!hub.isInterrupted) return toReply(() => dispatch(hub, request));
		failed++;
		return unavailable;
	}, onError);
	const delayUpdates = () => {
		const delayed: (() => void)[] = [];
		hub.delayed = delayed;
		return () => {
			hub.delayed = null;
			for (const process of delayed) process();
		};
	};
	const interrupt = () => {
		hub.isInterrupted = true;
		failed = 0;
		const end = (): void => {
			hub.isInterrupted = false;
		};
		return { end, calls: () => failed };
	};
	const reject: SecurityHubDouble["reject"] = (isRejected) => {
		hub.isRejected = isRejected;
	};
	return { ...loopback, imports: hub.imports, delayUpdates, interrupt, reject };
}

/** One of the errors that are common to all operations (API reference, "Common Error Types"). */
const unavailable: Reply = {
	status: 503,
	headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "ServiceUnavailable" },
	body: JSON.stringify({ __type: "ServiceUnavailable", message: "Security Hub is interrupted" }),
};

function dispatch(hub: Hub, request: Request): Fields {
	const route = `${request.method} ${request.path.split("?")[0]}`;
	const operation = operations[route as keyof typeof operations];
	if (!hub.isEnabled && operation !== "EnableSecurityHub") {
		throw new AwsError("InvalidAccessException", `Account ${hub.account} is not subscribed to AWS Security Hub`);
	}
	switch (operation) {
		case "DescribeHub":
			return { HubArn: `arn:${partitionOf(hub.region)}:securityhub:${hub.region}:${hub.account}:hub/default` };
		case "EnableSecurityHub":
		case "DisableSecurityHub":
			hub.isEnabled = operation === "EnableSecurityHub";
			return {};
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

function batchImport(hub: Hub, request: Request): Fields {
	const given = listAt(fieldsOf(request), "Findings");
	if (given.length < 1 || given.length > maxFindings || Buffer.byteLength(request.body) > maxBytesOfCall) {
		throw new AwsError("InvalidInputException", `a call takes 1 to ${maxFindings} findings in ${maxBytesOfCall} bytes`);
	}
	const failures = given.flatMap((finding) => {
		const problem = hub.isRejected(finding) ? "rejected" : findProblem(finding, hub);
		if (problem === null) store(hub, finding);
		return problem === null
			? []
			: { Id: String(finding["Id"] ?? "-"), ErrorCode: "InvalidInput", ErrorMessage: problem };
	});
	return { FailedCount: failures.length, SuccessCount: given.length - failures.length, FailedFindings: failures };
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
function batchUpdate(hub: Hub, parameters: Fields): Fields {
	const { FindingIdentifiers: _, ...changes } = parameters;
	const identifiers = listAt(parameters, "FindingIdentifiers");
	if (identifiers.length < 1 || identifiers.length > maxFindings) {
		throw new AwsError("InvalidInputException", `a call takes 1 to ${maxFindings} identifiers`);
	}
	const { findings, delayed } = hub;
	const answers = identifiers.map((identifier) => ({ identifier, held: findings.get(keyOf(identifier)) }));
	const process = (): void => {
		for (const identifier of identifiers) updateByCustomer(hub, keyOf(identifier), changes);
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
