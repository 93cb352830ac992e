import * as z from "zod";
import { capacityProvider, cluster, service, taskDefinition } from "./account-schema-ecs.ts";
import { keyValueMapping, mapping, string } from "./schema-values.ts";

/** The demo's account description. Keys have AWS's own names; everything is validated before anything is started. */
const time = z
	.string("a time such as 2026-11-20T09:30:00Z")
	.refine((value) => !Number.isNaN(Date.parse(value)), "a time such as 2026-11-20T09:30:00Z");
const digest = z
	.string("sha256: followed by 64 hex digits")
	.regex(/^sha256:[0-9a-f]{64}$/, "sha256: followed by 64 hex digits");
const wholeNumber = z.int("an integer").min(0, "an integer of 0 or more");
/** A JSON document, written as a mapping or as the string that AWS stores. */
const document = z
	.union([z.string(), mapping], "a mapping or a string")
	.transform((value) => (typeof value === "string" ? value : JSON.stringify(value)));

const filter = z.union(
	[string, z.strictObject({ filter: string, filterType: z.enum(["WILDCARD"], "WILDCARD").default("WILDCARD") })],
	"a filter such as prod*",
);
const filterPattern = filter.transform((value) => (typeof value === "string" ? value : value.filter));

const frequencies = ["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"] as const;
const registry = z.strictObject(
	{
		scanType: z.enum(["BASIC", "ENHANCED"], "BASIC or ENHANCED").default("BASIC"),
		rules: z
			.array(
				z.strictObject(
					{
						scanFrequency: z.enum(frequencies, frequencies.join(" or ")),
						filters: z.array(filterPattern, "a list of filters"),
					},
					keyValueMapping,
				),
				"a list of rules",
			)
			.default([]),
		pullThroughCacheRules: z
			.array(
				z.looseObject({ ecrRepositoryPrefix: string, upstreamRegistryUrl: string.optional() }, keyValueMapping),
				"a list of rules",
			)
			.default([]),
	},
	keyValueMapping,
);

const scan = z.looseObject(
	{
		status: string,
		description: z.string("a string").optional(),
		findings: z.array(mapping, "a list of findings").default([]),
	},
	keyValueMapping,
);

const imageDetails = {
	tags: z.array(string, "a list of tags").optional(),
	pushedAt: time.optional(),
	sizeBytes: wholeNumber.optional(),
	mediaType: string.optional(),
	artifactMediaType: string.optional(),
	/** Digests of the manifests in an image index. */
	children: z.array(digest, "a list of digests").optional(),
	/** The image that a signature, an SBOM or an attestation belongs to. */
	subjectManifestDigest: digest.optional(),
};
const image = z.strictObject({ digest, ...imageDetails, scan: scan.nullish() }, keyValueMapping);

const mutabilities = ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"] as const;
/** Pattern and lengths are those of the ECR service model. */
const repositoryName = z
	.string("a repository name")
	.min(2, "a repository name")
	.max(256, "a repository name")
	.regex(/^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/, "a repository name");
const repository = z.strictObject(
	{
		name: repositoryName,
		imageTagMutability: z.enum(mutabilities, mutabilities.join(" or ")).optional(),
		imageTagMutabilityExclusionFilters: z.array(filterPattern, "a list of filters").nullish(),
		scanOnPush: z.boolean("true or false").optional(),
		lifecyclePolicy: document.nullish(),
		policy: document.nullish(),
		images: z.array(image, "a list of images").optional(),
	},
	keyValueMapping,
);

const removableFormat = "repository/NAME, image/NAME@DIGEST or task-definition/FAMILY[:REVISION]";
const removable = z
	.string(removableFormat)
	.regex(
		/^(?:repository\/[^@:]+|image\/[^@:]+@sha256:[0-9a-f]{64}|task-definition\/[A-Za-z0-9_-]+(?::\d+)?)$/,
		removableFormat,
	);

/** A change to the account: what is named is added or replaced, what `remove` lists is removed. */
const change = z.strictObject(
	{
		registry: registry.optional(),
		repositories: z.array(repository, "a list of repositories").default([]),
		taskDefinitions: z.array(taskDefinition, "a list of task definitions").default([]),
		services: z.array(service, "a list of services").default([]),
		clusters: z.array(cluster, "a list of clusters").default([]),
		capacityProviders: z.array(capacityProvider, "a list of capacity providers").default([]),
		remove: z.array(removable, "a list such as [image/web@sha256:…]").default([]),
	},
	keyValueMapping,
);

const subjectFormat =
	"an ARN, repository/NAME, image/NAME@DIGEST, task-definition/FAMILY, service/CLUSTER/NAME, cluster/NAME or capacity-provider/NAME";
const subjectForms = [
	"arn:[^:]+:[^:]+:[^:]+:[^:]+:.+",
	"repository/[^@:]+",
	"image/[^@:]+@sha256:[0-9a-f]{64}",
	"task-definition/[A-Za-z0-9_-]+",
	"service/[^/:]+/[^/:]+",
	"(?:cluster|capacity-provider)/[^/:]+",
];
const subject = z.string(subjectFormat).regex(new RegExp(`^(?:${subjectForms.join("|")})$`), subjectFormat);
/** Also accepts ids of controls that do not exist: such an expectation is reported as missing at the end. */
const controlFormat = "the id of a control, as `npx --no-install shipshape explain` lists them";
const control = z
	.string(controlFormat)
	.regex(/^(?:repository|image|task-definition|service|cluster|capacity-provider)\/[a-z]+(?:-[a-z]+)*$/, controlFormat);

export const accountSchema = z.strictObject(
	{
		account: z.string("twelve digits in quotes").regex(/^\d{12}$/, "twelve digits in quotes"),
		region: z.string("an AWS Region").regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "an AWS Region"),
		registry: registry.default({ scanType: "BASIC", rules: [], pullThroughCacheRules: [] }),
		repositories: z.array(repository, "a list of repositories").default([]),
		taskDefinitions: z.array(taskDefinition, "a list of task definitions").default([]),
		services: z.array(service, "a list of services").default([]),
		clusters: z.array(cluster, "a list of clusters").default([]),
		capacityProviders: z.array(capacityProvider, "a list of capacity providers").default([]),
		expected: z
			.strictObject(
				{
					failing: z
						.array(z.strictObject({ control, subject }, keyValueMapping), "a list of control and subject")
						.default([]),
					exact: z.boolean("true or false").default(false),
				},
				keyValueMapping,
			)
			.optional(),
		steps: z.array(z.strictObject({ after: string, change }, keyValueMapping), "a list of steps").default([]),
		/** After the events, whether the event of the sweep's schedule is sent. */
		sweep: z.boolean("true or false").default(false),
	},
	keyValueMapping,
);

export type Account = z.infer<typeof accountSchema>;
export type Change = z.infer<typeof change>;
export type RegistryDescription = z.infer<typeof registry>;
export type RepositoryDescription = z.infer<typeof repository>;
export type ImageDescription = z.infer<typeof image>;
export type ScanDescription = z.infer<typeof scan>;
/** A task definition as it is registered. The schema requires containers, but the doubles also handle definitions without. */
export type TaskDefinitionDescription = Partial<z.infer<typeof taskDefinition>> & { readonly family: string };
export type ServiceDescription = z.infer<typeof service>;
