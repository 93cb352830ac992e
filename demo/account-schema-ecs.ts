import * as z from "zod";
import { keyValueMapping, mapping, string } from "./schema-values.ts";

/** Resources of ECS in the account description, with the names of the ECS API. */
const familyFormat = "a family: 1 to 255 letters, digits, - and _";
const containers = "a list of containers, each with a name";
/** Only the fields that AWS validates first; the rest is passed on to the emulator. */
export const taskDefinition = z.looseObject(
	{
		family: z.string(familyFormat).regex(/^[A-Za-z0-9_-]{1,255}$/, familyFormat),
		containerDefinitions: z
			.array(z.looseObject({ name: string, image: z.string("a string").nullish() }, keyValueMapping), containers)
			.min(1, containers),
	},
	keyValueMapping,
);
const tags = z
	.array(z.strictObject({ key: string, value: z.string("a string") }, keyValueMapping), "a list of key and value")
	.nullish();
const launchTypes = ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"] as const;
export const service = z.looseObject(
	{
		name: string,
		cluster: string.optional(),
		taskDefinition: string.optional(),
		launchType: z.enum(launchTypes, launchTypes.join(" or ")).nullish(),
		platformVersion: string.nullish(),
		capacityProviderStrategy: z
			.array(z.looseObject({ capacityProvider: string }, keyValueMapping), "a list of providers")
			.nullish(),
		enableExecuteCommand: z.boolean("true or false").nullish(),
		deploymentConfiguration: mapping.nullish(),
		networkConfiguration: mapping.nullish(),
		deploymentController: mapping.nullish(),
		tags,
	},
	keyValueMapping,
);
export const cluster = z.strictObject(
	{
		name: string,
		settings: z.array(mapping, "a list of settings").nullish(),
		configuration: mapping.nullish(),
		tags,
	},
	keyValueMapping,
);
export const capacityProvider = z.strictObject(
	{ name: string, autoScalingGroupProvider: mapping, tags },
	keyValueMapping,
);
