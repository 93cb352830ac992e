import type { AwsSecurityFinding, Vulnerability } from "@aws-sdk/client-securityhub";
import type { ControlChange } from "../../core/changes.ts";
import type { Control } from "../../core/control.ts";
import { generatorIdOf } from "../../core/finding.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";
import { cut, listed, oneLine } from "../../core/text.ts";
import type { ReportedVulnerability, Status } from "../../core/verdict.ts";
import limits from "./asff-limits.json" with { type: "json" };
import { blockBecauseOf, blockSentence } from "./block-sentence.ts";
import { boundedFindingId } from "./finding-id.ts";
import { productFieldsOf } from "./product-fields.ts";
import { resourceOf } from "./resource.ts";
import { withinSize } from "./within-size.ts";

/** What a finding takes from its control; a control that no longer exists leaves only its id. */
export type ControlText = Pick<Control, "title" | "references" | "aws" | "findingType">;

const most = limits.characters;
const maxReason = 300;

/** ASFF's word for each status. `NOT_AVAILABLE`: could not look, or there is nothing to look at any more. */
const compliance: Readonly<Record<Status, "PASSED" | "FAILED" | "WARNING" | "NOT_AVAILABLE">> = {
	pass: "PASSED",
	fail: "FAILED",
	unknown: "NOT_AVAILABLE",
	waived: "WARNING",
	"not-applicable": "NOT_AVAILABLE",
};

/**
 * One control on one subject as a finding of Security Hub, whole as every import must be.
 * Its Id and CreatedAt stay, its UpdatedAt is the reading of AWS: what was read earlier never replaces what was read later.
 */
export function toAsff(
	entry: LedgerEntry,
	change: ControlChange,
	control: ControlText | undefined,
): AwsSecurityFinding {
	const { account, region, partition } = entry.subject;
	const { after } = change;
	const told = after ?? change.before;
	const fails = after?.status === "fail";
	const began = told?.firstFailed ?? told?.since ?? entry.readAt;
	const severity = {
		Label: fails ? after.severity : ("INFORMATIONAL" as const),
		...(told === null ? {} : { Original: told.severity }),
	};
	const types = [typeOf(control)];
	const remediation = said(told?.remediation ?? "", most["Remediation.Recommendation.Text"]);
	const url = control?.references[0];
	const vulnerabilities = after?.vulnerabilities.flatMap((one) => vulnerabilityOf(one, scannerOf(after))) ?? [];
	return withinSize({
		SchemaVersion: "2018-10-08",
		Id: boundedFindingId(change.control, entry.arn),
		ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
		ProductName: "Shipshape",
		CompanyName: "Shipshape",
		GeneratorId: cut(generatorIdOf(change.control), most.GeneratorId),
		AwsAccountId: account,
		Types: types,
		FirstObservedAt: began,
		LastObservedAt: entry.readAt,
		CreatedAt: began,
		UpdatedAt: entry.readAt,
		Severity: severity,
		FindingProviderFields: { Severity: severity, Types: types },
		Title: said(control?.title ?? change.control, most.Title) ?? change.control,
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
		RecordState: after === null || after.status === "not-applicable" ? "ARCHIVED" : "ACTIVE",
	});
}

/** What happened first, then what was done about it: the second part is never cut away by the first. */
function descriptionOf(entry: LedgerEntry, change: ControlChange): string {
	const message = oneLine(messageOf(entry, change)).replace(/\.$/, "");
	const block = blockBecauseOf(change.control, entry);
	const outcome =
		block === undefined ? "" : `; ${cut(oneLine(blockSentence(block, entry.about["activeRevision"])), maxReason)}`;
	const containers = change.after?.containers.map(oneLine).filter((name) => name !== "") ?? [];
	const where = containers.length === 0 ? "" : ` Containers: ${cut(listed(containers, 10), maxReason)}.`;
	const rest = `${outcome}.${where}`;
	return `${cut(message, most.Description - [...rest].length)}${rest}`;
}

function messageOf({ state, subject, about }: LedgerEntry, { after }: ControlChange): string {
	if (after === null) return state === "gone" ? goneSentence(subject) : "This control no longer judges this subject";
	const revision = about["revision"] === undefined ? "" : `Revision ${about["revision"]}: `;
	return `${revision}${because(after)}`;
}

function because({ status, message }: RecordedVerdict): string {
	switch (status) {
		case "fail":
		case "pass":
		// By whom, why and until when is in the message.
		case "waived":
			return message;
		case "unknown":
			return `could not be judged: ${message}`;
		case "not-applicable":
			return `does not apply (any more): ${message}`;
	}
}

function goneSentence(subject: Subject): string {
	switch (subject.kind) {
		case "repository":
			return "The repository no longer exists";
		case "image":
			return "The image no longer exists";
		case "task-definition":
			return "The family has no active revision any more";
	}
}

/** `namespace/category/classifier`, the last one optional, of the namespaces that the model of `Types` names. */
function typeOf(control: ControlText | undefined): string {
	return control?.findingType === "vulnerability"
		? "Software and Configuration Checks/Vulnerabilities/CVE"
		: "Software and Configuration Checks/AWS Security Best Practices";
}

const fixes = ["YES", "NO", "PARTIAL"] as const;
/** ASFF documents no lengths for these: ours keep one scanner's text from crowding out the others. */
const maxOfPackage = 256;
const maxOfUrl = 2048;

/** ACTIVE is a status of enhanced scanning alone, which is Inspector's work. */
const scannerOf = ({ fields }: RecordedVerdict): string =>
	fields["scanStatus"] === "ACTIVE" ? "Amazon Inspector" : "Amazon ECR";

function vulnerabilityOf(reported: ReportedVulnerability, scanner: string): Vulnerability[] {
	const id = said(reported.id, maxOfPackage);
	if (id === undefined) return [];
	const name = said(reported.package ?? "", maxOfPackage);
	const installed = said(reported.installed ?? "", maxOfPackage);
	const fixed = said(reported.fixed ?? "", maxOfPackage);
	const severity = said(reported.severity, most["Severity.Original"]);
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

/** A web address as a scanner gave it; anything else is no link. */
function linkOf(uri: string | undefined): string | undefined {
	return uri !== undefined && uri.length <= maxOfUrl && /^https?:\/\/[^\s<>"]+$/.test(uri) ? uri : undefined;
}

/** One line of at most so many characters; undefined when nothing can be read: ASFF refuses texts without a letter. */
function said(text: string, length: number): string | undefined {
	const line = cut(oneLine(text), length);
	return line === "" ? undefined : line;
}
