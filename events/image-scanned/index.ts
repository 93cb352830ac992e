import { MalformedEventError } from "../../core/errors.ts";
import { type Envelope, type EventParser, objectAt, type ParsedEvent, textAt } from "../../core/event.ts";
import { arnOf, type ImageSubject } from "../../core/subject.ts";
import { digestAt, placeOf, repositoryArnAt, repositoryNameAt } from "../names.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A scanner has a result: look at the image. Decides by detail-type and detail, as a replayed event has another source. */
export const parse: EventParser = (envelope) => {
	switch (envelope.detailType) {
		case "ECR Image Scan":
			return basicScan(envelope);
		case "Inspector2 Scan":
			return enhancedScan(envelope);
		case "Inspector2 Finding":
			return finding(envelope);
		default:
			return { kind: "nothing", because: "the event is not about a scan" };
	}
};

/** BASIC scanning. The counts are not read: zero of everything is also what a failed scan says. */
function basicScan(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	const status = textAt(detail["scan-status"], "detail.scan-status");
	if (status !== "COMPLETE" && status !== "FAILED") {
		return { kind: "nothing", because: "the scan has neither completed nor failed" };
	}
	return lookAt(envelope, [
		{
			kind: "image",
			...placeOf(envelope),
			repository: repositoryNameAt(detail["repository-name"], "detail.repository-name"),
			digest: digestAt(detail["image-digest"], "detail.image-digest"),
		},
	]);
}

/** ENHANCED scanning, the first result. The detail-type serves EC2, Lambda and machine images too; `repository-name` is an ARN. */
function enhancedScan(envelope: Envelope): ParsedEvent {
	const { detail, resources } = envelope;
	const aboutEcr =
		detail["repository-name"] !== undefined ||
		detail["image-digest"] !== undefined ||
		resources.some((resource) => /^arn:[^:]+:ecr:/.test(resource));
	if (!aboutEcr) return { kind: "nothing", because: "the scan is not about an image in ECR" };
	const place = placeOf(envelope);
	const { repository } = repositoryArnAt(detail["repository-name"], "detail.repository-name", place);
	const digest = digestAt(detail["image-digest"], "detail.image-digest");
	return lookAt(envelope, [{ kind: "image", ...place, repository, digest }]);
}

/** Inspector2's API model allows no more resources in a finding. */
const maxResources = 10;

/** ENHANCED scanning, one finding that began, changed or ended. SUPPRESSED is somebody's decision and changes no verdict. */
function finding(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	const status = textAt(detail["status"], "detail.status");
	if (status !== "ACTIVE" && status !== "CLOSED") {
		return { kind: "nothing", because: "the finding is neither active nor closed" };
	}
	const entries = detail["resources"];
	if (!Array.isArray(entries)) throw new MalformedEventError("detail.resources is not a list");
	if (entries.length > maxResources) throw new MalformedEventError("detail.resources is too long");
	const images = entries
		.map((entry, index) => ({ resource: objectAt(entry, `detail.resources[${index}]`), index }))
		.filter(({ resource }) => resource["type"] === "AWS_ECR_CONTAINER_IMAGE");
	if (images.length === 0) return { kind: "nothing", because: "the finding is not about an image in ECR" };
	if (belongsElsewhere(envelope, images)) {
		return { kind: "nothing", because: "the finding belongs to another account, which looks itself" };
	}
	const subjects = images.map(({ resource, index }) => imageIn(resource, `detail.resources[${index}]`, envelope));
	return lookAt(envelope, [...new Map(subjects.map((subject) => [arnOf(subject), subject])).values()]);
}

/** A delegated administrator's account receives the findings of its members too; each member looks at its own images. */
function belongsElsewhere({ account, detail }: Envelope, images: readonly { resource: Fields }[]): boolean {
	const owner = detail["awsAccountId"];
	if (typeof owner !== "string" || owner === account) return false;
	return images.every(({ resource: { id } }) => typeof id === "string" && id.split(":", 5)[4] === owner);
}

/** The details name the image; what they leave out is taken from the resource's id, an image's or a repository's ARN. */
function imageIn(resource: Fields, path: string, envelope: Envelope): ImageSubject {
	const place = placeOf(envelope);
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

function lookAt({ time }: Envelope, subjects: readonly ImageSubject[]): ParsedEvent {
	return { kind: "look", subjects, announcedAt: time };
}
