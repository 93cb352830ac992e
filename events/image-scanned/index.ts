import { MalformedEventError } from "../../core/errors.ts";
import { type Envelope, type EventParser, objectAt, type ParsedEvent, stringAt } from "../../core/event.ts";
import { arnOf, type ImageSubject } from "../../core/subject.ts";
import { accountRegionOf, digestAt, repositoryArnAt, repositoryNameAt } from "../names.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A scan result is available: check the image. Decides by detail-type and detail, because a replayed event has another source. */
export const parse: EventParser = (envelope) => {
	switch (envelope.detailType) {
		case "ECR Image Scan":
			return basicScan(envelope);
		case "Inspector2 Scan":
			return enhancedScan(envelope);
		case "Inspector2 Finding":
			return finding(envelope);
		default:
			return { kind: "other", reason: "the event is not about a scan" };
	}
};

/** BASIC scanning. The counts are not read, because a failed scan also reports zero for all of them. */
function basicScan(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	const status = stringAt(detail["scan-status"], "detail.scan-status");
	if (status !== "COMPLETE" && status !== "FAILED") {
		return { kind: "ignore", reason: "the scan has neither completed nor failed" };
	}
	return checkOf(envelope, [
		{
			kind: "image",
			...accountRegionOf(envelope),
			repository: repositoryNameAt(detail["repository-name"], "detail.repository-name"),
			digest: digestAt(detail["image-digest"], "detail.image-digest"),
		},
	]);
}

/** ENHANCED scanning, the first result. EC2, Lambda and machine images use the same detail-type; `repository-name` is an ARN. */
function enhancedScan(envelope: Envelope): ParsedEvent {
	const { detail, resources } = envelope;
	const isAboutEcr =
		detail["repository-name"] !== undefined ||
		detail["image-digest"] !== undefined ||
		resources.some((resource) => /^arn:[^:]+:ecr:/.test(resource));
	if (!isAboutEcr) return { kind: "ignore", reason: "the scan is not about an image in ECR" };
	const place = accountRegionOf(envelope);
	const { repository } = repositoryArnAt(detail["repository-name"], "detail.repository-name", place);
	const digest = digestAt(detail["image-digest"], "detail.image-digest");
	return checkOf(envelope, [{ kind: "image", ...place, repository, digest }]);
}

/** The maximum number of resources of a finding in Inspector2's API model. */
const maxResources = 10;

/** The statuses of a finding in Inspector2's API model. Verdicts count only active findings, so each change of status can change one. */
const findingStatuses = ["ACTIVE", "SUPPRESSED", "CLOSED"];

/** ENHANCED scanning, one finding that was opened, changed, suppressed or closed. */
function finding(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	const status = stringAt(detail["status"], "detail.status");
	if (!findingStatuses.includes(status)) {
		return { kind: "ignore", reason: "the finding is neither active, suppressed nor closed" };
	}
	const entries = detail["resources"];
	if (!Array.isArray(entries)) throw new MalformedEventError("detail.resources is not a list");
	if (entries.length > maxResources) throw new MalformedEventError("detail.resources is too long");
	const images = entries
		.map((entry, index) => ({ resource: objectAt(entry, `detail.resources[${index}]`), index }))
		.filter(({ resource }) => resource["type"] === "AWS_ECR_CONTAINER_IMAGE");
	if (images.length === 0) return { kind: "ignore", reason: "the finding is not about an image in ECR" };
	if (belongsToMember(envelope, images)) {
		return { kind: "ignore", reason: "the finding belongs to another account, which checks it itself" };
	}
	const subjects = images.map(({ resource, index }) => imageIn(resource, `detail.resources[${index}]`, envelope));
	return checkOf(envelope, [...new Map(subjects.map((subject) => [arnOf(subject), subject])).values()]);
}

/** The account of a delegated administrator also receives the findings of its members; each member checks its own images. */
function belongsToMember({ account, detail }: Envelope, images: readonly { resource: Fields }[]): boolean {
	const owner = detail["awsAccountId"];
	if (typeof owner !== "string" || owner === account) return false;
	return images.every(({ resource: { id } }) => typeof id === "string" && id.split(":", 5)[4] === owner);
}

/** The details identify the image; missing parts are taken from the resource's id, the ARN of an image or a repository. */
function imageIn(resource: Fields, path: string, envelope: Envelope): ImageSubject {
	const place = accountRegionOf(envelope);
	const named = repositoryArnAt(resource["id"], `${path}.id`, place);
	const inDetails = `${path}.details.awsEcrContainerImage`;
	const details = objectAt(resource["details"] ?? {}, `${path}.details`);
	const image = objectAt(details["awsEcrContainerImage"] ?? {}, inDetails);
	return {
		kind: "image",
		...place,
		repository: repositoryNameAt(image["repositoryName"] ?? named.repository, `${inDetails}.repositoryName`),
		digest: digestAt(image["imageHash"] ?? named.digest, `${inDetails}.imageHash`),
	};
}

function checkOf({ time }: Envelope, subjects: readonly ImageSubject[]): ParsedEvent {
	return { kind: "check", subjects, announcedAt: time };
}
