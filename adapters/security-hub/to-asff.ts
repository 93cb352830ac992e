import type { AwsSecurityFinding, Vulnerability } from "@aws-sdk/client-securityhub";
import type { Control } from "../../core/control.ts";
import { generatorIdOf } from "../../core/finding.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";
import { formatList, toSingleLine, truncate } from "../../core/text.ts";
import type { ReportedVulnerability, Status } from "../../core/verdict.ts";
import { type ControlChange, hasOpenFinding } from "../../domain/changes.ts";
import limits from "./asff-limits.json" with { type: "json" };
import { blockSentence, findBlockForControl } from "./block-sentence.ts";
import { boundedFindingId } from "./finding-id.ts";
import { productFieldsOf } from "./product-fields.ts";
import { resourceOf } from "./resource.ts";
import { truncateFinding } from "./truncate-finding.ts";

/** The parts of a control that its findings use; for a control that no longer exists, there is only the id. */
export type ControlText = Pick<Control, "title" | "references" | "aws" | "findingType">;

const maxLengths = limits.characters;
const maxReason = 300;

/** The ASFF status for each status. `NOT_AVAILABLE`: unknown, or there is nothing left to check. */
const compliance: Readonly<Record<Status, "PASSED" | "FAILED" | "WARNING" | "NOT_AVAILABLE">> = {
	pass: "PASSED",
	fail: "FAILED",
	unknown: "NOT_AVAILABLE",
	waived: "WARNING",
	"not-applicable": "NOT_AVAILABLE",
};

/**
 * One control on one subject as a complete Security Hub finding, as every import requires.
 * Its Id and CreatedAt never change; its UpdatedAt is the time when AWS was read, so an earlier reading never replaces a later one.
 */
export function toAsff(
	entry: LedgerEntry,
	change: ControlChange,
	control: ControlText | undefined,
): AwsSecurityFinding {
	const { account, region, partition } = entry.subject;
	const { after } = change;
	const verdict = after ?? change.before;
	const fails = after?.status === "fail";
	const began = verdict?.firstFailed ?? entry.remembered?.[change.control] ?? verdict?.since ?? entry.readAt;
	const severity = {
		Label: fails ? after.severity : ("INFORMATIONAL" as const),
		...(verdict === null ? {} : { Original: verdict.severity }),
	};
	const types = [typeOf(control)];
	const needsRepair = after !== null && after.status !== "pass" && after.status !== "not-applicable";
	const advice = needsRepair ? after.remediation : "";
	const remediation = cleanLine(advice, maxLengths["Remediation.Recommendation.Text"]);
	const url = control?.references[0];
	const vulnerabilities = after?.vulnerabilities.flatMap((one) => vulnerabilityOf(one, scannerOf(after))) ?? [];
	return truncateFinding({
		SchemaVersion: "2018-10-08",
		Id: boundedFindingId(change.control, entry.arn),
		ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
		ProductName: "Shipshape",
		CompanyName: "Shipshape",
		GeneratorId: truncate(generatorIdOf(change.control), maxLengths.GeneratorId),
		AwsAccountId: account,
		Types: types,
		FirstObservedAt: began,
		LastObservedAt: entry.readAt,
		CreatedAt: began,
		UpdatedAt: entry.readAt,
		Severity: severity,
		FindingProviderFields: { Severity: severity, Types: types },
		Title: cleanLine(control?.title ?? change.control, maxLengths.Title) ?? change.control,
		Description: descriptionOf(entry, change),
		...(remediation === undefined
			? {}
			: { Remediation: { Recommendation: { Text: remediation, ...(url === undefined ? {} : { Url: url }) } } }),
		ProductFields: productFieldsOf(entry, change),
		Resources: [resourceOf(entry)],
		...(vulnerabilities.length === 0 ? {} : { Vulnerabilities: vulnerabilities }),
		Compliance: {
			Status: after === null ? "NOT_AVAILABLE" : compliance[after.status],
			...(control?.aws === undefined ? {} : { RelatedRequirements: control.aws.split(", ") }),
		},
		RecordState: after !== null && (after.status === "pass" || hasOpenFinding(after)) ? "ACTIVE" : "ARCHIVED",
	});
}

/** The message, then the outcome of a block; a long message never cuts off the outcome. */
function descriptionOf(entry: LedgerEntry, change: ControlChange): string {
	const message = toSingleLine(messageOf(entry, change)).replace(/\.$/, "");
	const { revision } = entry.about;
	const of = change.after === null || revision === undefined ? "" : ` (revision ${revision})`;
	const block = findBlockForControl(change.control, entry);
	const outcome = block === undefined ? "" : `; ${truncate(toSingleLine(blockSentence(block, entry)), maxReason)}`;
	const containers = change.after?.containers.map(toSingleLine).filter((name) => name !== "") ?? [];
	const where = containers.length === 0 ? "" : ` Containers: ${truncate(formatList(containers, 10), maxReason)}.`;
	const rest = `${of}${outcome}.${where}`;
	return `${truncate(message, maxLengths.Description - [...rest].length)}${rest}`;
}

function messageOf({ state, subject }: LedgerEntry, { after }: ControlChange): string {
	if (after === null) return state === "gone" ? goneSentence(subject) : "This control no longer checks this subject";
	// That of a waived failure contains owner, reason and expiry date.
	return after.status === "not-applicable" ? `does not apply because ${after.message}` : after.message;
}

function goneSentence(subject: Subject): string {
	switch (subject.kind) {
		case "repository":
			return "The repository no longer exists";
		case "image":
			return "The image no longer exists";
		case "task-definition":
			return "The family no longer has an active revision";
		case "service":
			return "The service no longer exists";
		case "cluster":
			return "The cluster no longer exists";
		case "capacity-provider":
			return "The capacity provider no longer exists";
	}
}

/** `namespace/category/classifier` (classifier optional), with a namespace from the service model of `Types`. */
function typeOf(control: ControlText | undefined): string {
	return control?.findingType === "vulnerability"
		? "Software and Configuration Checks/Vulnerabilities/CVE"
		: "Software and Configuration Checks/AWS Security Best Practices";
}

const fixes = ["YES", "NO", "PARTIAL"] as const;
/** ASFF documents no limits for these; ours prevent one scanner's strings from crowding out the others. */
const maxOfPackage = 256;
const maxOfUrl = 2048;

/** ACTIVE is a status of enhanced scanning only, which is done by Amazon Inspector. */
const scannerOf = ({ fields }: RecordedVerdict): string =>
	fields["scanStatus"] === "ACTIVE" ? "Amazon Inspector" : "Amazon ECR";

function vulnerabilityOf(reported: ReportedVulnerability, scanner: string): Vulnerability[] {
	const id = cleanLine(reported.id, maxOfPackage);
	if (id === undefined) return [];
	const name = cleanLine(reported.package ?? "", maxOfPackage);
	const installed = cleanLine(reported.installed ?? "", maxOfPackage);
	const fixed = cleanLine(reported.fixed ?? "", maxOfPackage);
	const severity = cleanLine(reported.severity, maxLengths["Severity.Original"]);
	const fix = fixes.find((one) => one === reported.fixAvailable);
	const url = linkOf(reported.uri);
	return [
		{
			Id: id,
			...(name === undefined
				? {}
				: {
						VulnerablePackages: [
							{
								Name: name,
								...(installed === undefined ? {} : { Version: installed }),
								...(fixed === undefined ? {} : { FixedInVersion: fixed }),
							},
						],
					}),
			...(severity === undefined ? {} : { Vendor: { Name: scanner, VendorSeverity: severity } }),
			...(url === undefined ? {} : { ReferenceUrls: [url] }),
			...(fix === undefined ? {} : { FixAvailable: fix }),
			...(reported.epss === undefined ? {} : { EpssScore: reported.epss }),
			...(reported.exploitAvailable === undefined
				? {}
				: { ExploitAvailable: reported.exploitAvailable ? ("YES" as const) : ("NO" as const) }),
		},
	];
}

/** A URL from a scanner; undefined for anything else. */
function linkOf(uri: string | undefined): string | undefined {
	return uri !== undefined && uri.length <= maxOfUrl && /^https?:\/\/[^\s<>"]+$/.test(uri) ? uri : undefined;
}

/** One line with a maximum number of characters; undefined when it is empty, because ASFF rejects strings without a character. */
function cleanLine(text: string, length: number): string | undefined {
	const line = truncate(toSingleLine(text), length);
	return line === "" ? undefined : line;
}
