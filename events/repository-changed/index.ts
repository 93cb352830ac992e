import { MalformedEventError } from "../../core/errors.ts";
import { type Envelope, type EventParser, objectAt, type ParsedEvent, stringAt } from "../../core/event.ts";
import { accountRegionOf, repositoryArnAt, repositoryNameAt } from "../names.ts";

/** Operations of the ECR API that change the facts of one repository. */
const repositoryCalls: readonly string[] = [
	"CreateRepository",
	"DeleteRepository",
	"PutImageTagMutability",
	"PutImageScanningConfiguration",
	"PutLifecyclePolicy",
	"DeleteLifecyclePolicy",
	"SetRepositoryPolicy",
	"DeleteRepositoryPolicy",
	// Scopes of the policy may select repositories by their tags.
	"TagResource",
	"UntagResource",
];

/** A repository was created, deleted, or has other settings: check it. Decides by detail-type and detail, because a replayed event has another source. */
export const parse: EventParser = (envelope) => {
	switch (envelope.detailType) {
		case "AWS API Call via CloudTrail":
			return calledChange(envelope);
		case "ECR Scan Resource Change":
			return scanFrequencyChange(envelope);
		default:
			return { kind: "other", reason: "the event is not about the settings of a repository" };
	}
};

function calledChange(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	const call = stringAt(detail["eventName"], "detail.eventName");
	const isOfRegistry = call === "PutRegistryScanningConfiguration";
	// CodeCommit and ECR Public also have a CreateRepository.
	if (detail["eventSource"] !== "ecr.amazonaws.com" || !(isOfRegistry || repositoryCalls.includes(call))) {
		return { kind: "other", reason: "the call does not change the settings of a repository" };
	}
	if ((detail["errorCode"] ?? null) !== null) {
		return { kind: "ignore", reason: "the call failed and changed nothing" };
	}
	if (isOfRegistry) {
		return {
			kind: "check-all",
			reason: "the change is of the whole registry",
		};
	}
	const request = objectAt(detail["requestParameters"] ?? {}, "detail.requestParameters");
	const response = objectAt(detail["responseElements"] ?? {}, "detail.responseElements");
	const repository = objectAt(response["repository"] ?? {}, "detail.responseElements.repository");
	// The calls that change tags name the repository by its ARN only.
	const tagged = request["resourceArn"] ?? null;
	const registry = request["registryId"] ?? response["registryId"] ?? accountIn(tagged) ?? envelope.account;
	if (registry !== envelope.account) {
		return { kind: "ignore", reason: "the repository belongs to another account, which checks it itself" };
	}
	if ((repository["repositoryArn"] ?? null) !== null) {
		return checkOf(envelope, [
			repositoryIn(repository["repositoryArn"], "detail.responseElements.repository.repositoryArn", envelope),
		]);
	}
	if (tagged !== null) {
		return checkOf(envelope, [repositoryIn(tagged, "detail.requestParameters.resourceArn", envelope)]);
	}
	const named = Object.entries({ responseElements: response, requestParameters: request }).find(
		([, fields]) => (fields["repositoryName"] ?? null) !== null,
	);
	if (named === undefined) return checkOf(envelope, [listedRepository(envelope)]);
	const [part, fields] = named;
	return checkOf(envelope, [repositoryNameAt(fields["repositoryName"], `detail.${part}.repositoryName`)]);
}

/** The account in an ARN; undefined if it is none. */
const accountIn = (arn: unknown): string | undefined => (typeof arn === "string" ? arn.split(":")[4] : undefined);

/** CloudTrail omits a request or a response over 100 KB, but still lists the resources of the call. */
function listedRepository(envelope: Envelope): string {
	const { resources } = envelope.detail;
	const [first] = Array.isArray(resources) ? resources : [];
	const path = "detail.resources[0]";
	return repositoryIn(objectAt(first, path)["ARN"], `${path}.ARN`, envelope);
}

/**
 * Of repositories, not of images, which have events of their own. An event may list many repositories; above this number the
 * change counts as one of the registry.
 */
const maxRepositories = 1_000;

function scanFrequencyChange(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	if (stringAt(detail["resource-type"], "detail.resource-type") !== "REPOSITORY") {
		return { kind: "ignore", reason: "the scan frequency of a repository has not changed" };
	}
	const entries = detail["repositories"];
	if (!Array.isArray(entries)) throw new MalformedEventError("detail.repositories is not a list");
	if (entries.length > maxRepositories) {
		return {
			kind: "check-all",
			reason: `more than ${maxRepositories} repositories have changed`,
		};
	}
	const names = entries.map((entry: unknown, index) => {
		const path = `detail.repositories[${index}]`;
		return repositoryIn(objectAt(entry, path)["repository-arn"], `${path}.repository-arn`, envelope);
	});
	if (names.length === 0) return { kind: "ignore", reason: "the event lists no repository" };
	return checkOf(envelope, names);
}

const repositoryIn = (arn: unknown, path: string, envelope: Envelope): string =>
	repositoryArnAt(arn, path, accountRegionOf(envelope)).repository;

function checkOf(envelope: Envelope, names: readonly string[]): ParsedEvent {
	const place = accountRegionOf(envelope);
	const subjects = [...new Set(names)].map((name) => ({ kind: "repository" as const, ...place, name }));
	return { kind: "check", subjects };
}
