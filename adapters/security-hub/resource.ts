import type { Partition, Resource, ResourceDetails } from "@aws-sdk/client-securityhub";
import type { LedgerEntry } from "../../core/ledger.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import limits from "./asff-limits.json" with { type: "json" };

const partitions: readonly Partition[] = ["aws", "aws-cn", "aws-us-gov"];

/** The subject as Security Hub's own resource type, with the details in the ledger; never with environment values. */
export function resourceOf({ subject, arn, about }: LedgerEntry): Resource {
	const partition = partitions.find((known) => known === subject.partition);
	const at = {
		Id: shorten(arn),
		...(subject.region.length <= limits.characters["Resources.Region"] ? { Region: subject.region } : {}),
		...(partition === undefined ? {} : { Partition: partition }),
	};
	switch (subject.kind) {
		case "repository":
			return { Type: "AwsEcrRepository", ...at, Details: repositoryDetails(arn, subject.name, about) };
		case "image":
			return {
				Type: "AwsEcrContainerImage",
				...at,
				Details: imageDetails(subject.account, subject.repository, subject.digest, about),
			};
		case "task-definition":
			return {
				Type: "AwsEcsTaskDefinition",
				...at,
				Details: { AwsEcsTaskDefinition: { Family: shorten(subject.family) } },
			};
		case "service":
			return {
				Type: "AwsEcsService",
				...at,
				Details: { AwsEcsService: { ServiceArn: shorten(arn), Name: subject.name, Cluster: subject.cluster } },
			};
		case "cluster":
			return {
				Type: "AwsEcsCluster",
				...at,
				Details: { AwsEcsCluster: { ClusterArn: shorten(arn), ClusterName: subject.name } },
			};
		case "capacity-provider":
			// ASFF has no type for it (Resources, "Other").
			return { Type: "Other", ...at, Details: { Other: { CapacityProvider: subject.name } } };
	}
}

/** There is no documented limit for names here; names in AWS are never longer than the limit for ids. */
const shorten = (name: string): string => truncate(name, limits.characters["Resources.Id"]);

type About = LedgerEntry["about"];

/** ASFF documents two of the four values; the exact value is in ProductFields. */
function repositoryDetails(arn: string, name: string, { tagMutability }: About): ResourceDetails {
	const isDocumented = tagMutability === "MUTABLE" || tagMutability === "IMMUTABLE";
	return {
		AwsEcrRepository: {
			Arn: shorten(arn),
			RepositoryName: shorten(name),
			...(isDocumented ? { ImageTagMutability: tagMutability } : {}),
		},
	};
}

function imageDetails(registry: string, repository: string, digest: string, about: About): ResourceDetails {
	const tags = (about["tags"] ?? "").split(",").map(toSingleLine).filter(Boolean);
	const pushed = about["pushedAt"];
	return {
		AwsEcrContainerImage: {
			RegistryId: registry,
			RepositoryName: shorten(repository),
			ImageDigest: shorten(digest),
			...(tags.length > 0 ? { ImageTags: tags } : {}),
			...(pushed === undefined || Number.isNaN(Date.parse(pushed)) ? {} : { ImagePublishedAt: pushed }),
		},
	};
}
