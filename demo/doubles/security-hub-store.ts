import { AwsError, type Fields } from "./aws-json.ts";

/** A finding that was imported. */
export interface Import {
	readonly at: string;
	readonly id: string;
	readonly updatedAt: string;
	readonly subject: string;
}

/** The findings of one Region. */
export interface FindingStore {
	readonly region: string;
	/** By `keyOf`. */
	readonly findings: Map<string, Fields>;
	/** Fields that both sides may change and that customers have, by `keyOf`. */
	readonly changedByCustomer: Map<string, ReadonlySet<string>>;
	readonly imports: Import[];
}

export const keyOf = (finding: Fields): string => JSON.stringify([finding["ProductArn"], finding["Id"]]);

/** Fields that customers set through BatchUpdateFindings; an import never changes them. */
const customerFields = ["Note", "UserDefinedFields", "VerificationState", "Workflow"];
/** An import changes these only if no customer has (user guide, "BatchImportFindings", "Using FindingProviderFields"). */
const sharedFields = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"];

/** A finding that is not newer than the stored one is ignored and still counts as a success. */
export function store({ findings, changedByCustomer, imports, region }: FindingStore, given: Fields): void {
	const stored = findings.get(keyOf(given));
	if (stored !== undefined && Date.parse(String(given["UpdatedAt"])) <= Date.parse(String(stored["UpdatedAt"]))) return;
	const status = stored === undefined || isReopened(stored, given) ? "NEW" : workflowOf(stored);
	const kept = Object.fromEntries(
		[...customerFields, ...(changedByCustomer.get(keyOf(given)) ?? [])].flatMap((key) =>
			stored?.[key] === undefined ? [] : [[key, stored[key]]],
		),
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

/** Applies the changes of BatchUpdateFindings to a finding, if it exists. */
export function updateByCustomer({ findings, changedByCustomer }: FindingStore, key: string, changes: Fields): void {
	const stored = findings.get(key);
	if (stored === undefined) return;
	findings.set(key, { ...stored, ...changes });
	const shared = sharedFields.filter((field) => changes[field] !== undefined);
	changedByCustomer.set(key, new Set([...(changedByCustomer.get(key) ?? []), ...shared]));
}

export function listAt(fields: Fields, key: string): readonly Fields[] {
	const value = fields[key];
	if (!Array.isArray(value)) throw new AwsError("InvalidInputException", `${key} is not a list`);
	return value as readonly Fields[];
}
