import * as z from "zod";

/** What the demo's account holds, in the words of interfaces.md: AWS's own names, checked before anything is started. */
const text = z.string("a text").min(1, "a text");
const time = z
	.string("a time such as 2026-11-20T09:30:00Z")
	.refine((value) => !Number.isNaN(Date.parse(value)), "a time such as 2026-11-20T09:30:00Z");
const digest = z.string("sha256: and 64 hex digits").regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hex digits");
const whole = z.int("a whole number").min(0, "a whole number from 0");
const keysToValues = "a mapping of keys to values";
const mapping = z.record(z.string(), z.unknown(), keysToValues);
/** A document as AWS holds it: written out, or its very text. */
const documentText = z
	.union([z.string(), mapping], "a mapping, or the text itself")
	.transform((value) => (typeof value === "string" ? value : JSON.stringify(value)));

const filter = z.union(
	[text, z.strictObject({ filter: text, filterType: z.enum(["WILDCARD"], "WILDCARD").default("WILDCARD") })],
	"a filter such as prod*",
);
const filterText = filter.transform((value) => (typeof value === "string" ? value : value.filter));

const frequencies = ["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"] as const;
const registry = z.strictObject(
	{
		scanType: z.enum(["BASIC", "ENHANCED"], "BASIC or ENHANCED").default("BASIC"),
		rules: z
			.array(
				z.strictObject(
					{
						scanFrequency: z.enum(frequencies, frequencies.join(" or ")),
						filters: z.array(filterText, "a list of filters"),
					},
					keysToValues,
				),
				"a list of rules",
			)
			.default([]),
		pullThroughCacheRules: z
			.array(
				z.looseObject({ ecrRepositoryPrefix: text, upstreamRegistryUrl: text.optional() }, keysToValues),
				"a list of rules",
			)
			.default([]),
	},
	keysToValues,
);

const scan = z.looseObject(
	{
		status: text,
		description: z.string("a text").optional(),
		findings: z.array(mapping, "a list of findings").default([]),
	},
	keysToValues,
);

const imageDetails = {
	tags: z.array(text, "a list of tags").optional(),
	pushedAt: time.optional(),
	sizeBytes: whole.optional(),
	mediaType: text.optional(),
	artifactMediaType: text.optional(),
	/** Digests of the manifests that an index lists. */
	children: z.array(digest, "a list of digests").optional(),
	/** The image that a signature, an SBOM or an attestation belongs to. */
	subjectManifestDigest: digest.optional(),
};
const image = z.strictObject({ digest, ...imageDetails, scan: scan.nullish() }, keysToValues);

const mutabilities = ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"] as const;
/** Of the ECR service model. */
const repositoryName = z
	.string("the name of a repository")
	.min(2, "the name of a repository")
	.max(256, "the name of a repository")
	.regex(
		/^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/,
		"the name of a repository",
	);
const repository = z.strictObject(
	{
		name: repositoryName,
		imageTagMutability: z.enum(mutabilities, mutabilities.join(" or ")).optional(),
		imageTagMutabilityExclusionFilters: z.array(filterText, "a list of filters").nullish(),
		scanOnPush: z.boolean("true or false").optional(),
		lifecyclePolicy: documentText.nullish(),
		policy: documentText.nullish(),
		images: z.array(image, "a list of images").optional(),
	},
	keysToValues,
);

const familyForm = "a family: 1 to 255 letters, digits, - and _";
const containers = "a list of containers, each with a name";
/** What AWS would refuse before it looks at anything else; the rest is left to it. */
const taskDefinition = z.looseObject(
	{
		family: z.string(familyForm).regex(/^[A-Za-z0-9_-]{1,255}$/, familyForm),
		containerDefinitions: z
			.array(z.looseObject({ name: text, image: z.string("a text").nullish() }, keysToValues), containers)
			.min(1, containers),
	},
	keysToValues,
);
const launchTypes = ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"] as const;
const service = z.looseObject(
	{
		name: text,
		cluster: text.optional(),
		taskDefinition: text.optional(),
		launchType: z.enum(launchTypes, launchTypes.join(" or ")).nullish(),
		platformVersion: text.nullish(),
		capacityProviderStrategy: z
			.array(z.looseObject({ capacityProvider: text }, keysToValues), "a list of providers")
			.nullish(),
	},
	keysToValues,
);

const removableForm = "repository/NAME, image/NAME@DIGEST or task-definition/FAMILY[:REVISION]";
const removable = z
	.string(removableForm)
	.regex(
		/^(?:repository\/[^@:]+|image\/[^@:]+@sha256:[0-9a-f]{64}|task-definition\/[A-Za-z0-9_-]+(?::\d+)?)$/,
		removableForm,
	);

/** A piece of the account as it is from now on: what is named is added or replaced, `remove` takes away. */
const change = z.strictObject(
	{
		registry: registry.optional(),
		repositories: z.array(repository, "a list of repositories").default([]),
		taskDefinitions: z.array(taskDefinition, "a list of task definitions").default([]),
		services: z.array(service, "a list of services").default([]),
		remove: z.array(removable, "a list such as [image/web@sha256:…]").default([]),
	},
	keysToValues,
);

const subjectForm = "an ARN, repository/NAME, image/NAME@DIGEST, task-definition/FAMILY or service/CLUSTER/NAME";
const subject = z
	.string(subjectForm)
	.regex(
		/^(?:arn:[^:]+:[^:]+:[^:]+:[^:]+:.+|repository\/[^@:]+|image\/[^@:]+@sha256:[0-9a-f]{64}|task-definition\/[A-Za-z0-9_-]+|service\/[^/:]+\/[^/:]+)$/,
		subjectForm,
	);
/** Not only of controls that there are: what a description expects of a later one is missing in the end, and said so. */
const controlForm = "the id of a control, such as repository/tag-immutability";
const control = z
	.string(controlForm)
	.regex(/^(?:repository|image|task-definition|service|cluster)\/[a-z]+(?:-[a-z]+)*$/, controlForm);

export const accountSchema = z.strictObject(
	{
		account: z.string("twelve digits in quotes").regex(/^\d{12}$/, "twelve digits in quotes"),
		region: z.string("an AWS Region").regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "an AWS Region"),
		registry: registry.default({ scanType: "BASIC", rules: [], pullThroughCacheRules: [] }),
		repositories: z.array(repository, "a list of repositories").default([]),
		taskDefinitions: z.array(taskDefinition, "a list of task definitions").default([]),
		services: z.array(service, "a list of services").default([]),
		expected: z
			.strictObject(
				{
					failing: z
						.array(z.strictObject({ control, subject }, keysToValues), "a list of control and subject")
						.default([]),
					exact: z.boolean("true or false").default(false),
				},
				keysToValues,
			)
			.optional(),
		steps: z.array(z.strictObject({ after: text, change }, keysToValues), "a list of steps").default([]),
	},
	keysToValues,
);

export type Account = z.infer<typeof accountSchema>;
export type Change = z.infer<typeof change>;
export type RegistryDescription = z.infer<typeof registry>;
export type RepositoryDescription = z.infer<typeof repository>;
export type ImageDescription = z.infer<typeof image>;
export type ScanDescription = z.infer<typeof scan>;
/** As somebody registers it; that the account's own have containers is checked. */
export type TaskDefinitionDescription = Partial<z.infer<typeof taskDefinition>> & { readonly family: string };
export type ServiceDescription = z.infer<typeof service>;
