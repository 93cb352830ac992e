import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/trusted-registry.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { parsePlaceholders } from "../../../core/placeholders.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const settings = { enabled: true, registries: ["*.dkr.ecr.*.amazonaws.com", "public.ecr.aws/docker/*"] };
const image = (of: ContainerFacts["image"], more: Partial<TaskDefinitionFacts> = {}): TaskDefinitionFacts =>
	aTaskDefinition({ containers: [aContainer({ image: of })], ...more });
const partly = (text: string) => ({ unresolved: "Ref X has no default", text: parsePlaceholders(text) });
const ecr = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";

test.each<[TaskDefinitionFacts, string]>([
	[image(ecr), `pass HIGH container app: ${ecr} comes from a registry that the policy lists`],
	[
		image("public.ecr.aws/docker/library/python"),
		"pass HIGH container app: public.ecr.aws/docker/library/python comes from a registry that the policy lists",
	],
	[
		image("nginx:1"),
		"fail HIGH container app: nginx:1 comes from a registry that the policy does not list (*.dkr.ecr.*.amazonaws.com, public.ecr.aws/docker/*)",
	],
	[
		image(partly("ghcr.io/${Name}")),
		"fail HIGH container app: ghcr.io/${Name} comes from a registry that the policy does not list (*.dkr.ecr.*.amazonaws.com, public.ecr.aws/docker/*)",
	],
	[
		image(partly("${Account}.dkr.ecr.eu-west-1.amazonaws.com/web")),
		"pass HIGH container app: ${Account}.dkr.ecr.eu-west-1.amazonaws.com/web comes from a registry that the policy lists",
	],
	[
		image(partly("${Repo}:1")),
		"unknown HIGH container app: ${Repo}:1 comes from an unknown registry (Ref X has no default)",
	],
	[
		image("<IMAGE1_NAME>"),
		"unknown HIGH container app: <IMAGE1_NAME> comes from an unknown registry (a placeholder is filled in later)",
	],
	[image({ unresolved: "Ref X" }), "unknown HIGH the image of container app is unknown (Ref X)"],
	[image(null), "unknown HIGH container app names no image, which ECS requires, so it is filled in later"],
	[
		image("REGISTRY/web:1"),
		'unknown HIGH container app: REGISTRY/web:1 comes from an unknown registry ("REGISTRY" cannot be in an image\'s name, so it is filled in later)',
	],
	[
		image("ACCOUNT_ID.dkr.ecr.eu-west-1.amazonaws.com/web"),
		"pass HIGH container app: ACCOUNT_ID.dkr.ecr.eu-west-1.amazonaws.com/web comes from a registry that the policy lists",
	],
	[
		image(null, { engine: "docker" }),
		"not-applicable HIGH container app runs an image that is built from a Dockerfile",
	],
	[image(ecr, { containers: { unresolved: "Ref X" } }), "unknown HIGH the containers are unknown (Ref X)"],
])("gives the right verdict for image %#", (facts, expected) => {
	expect(verdictLines(control, facts, settings)).toEqual([expected]);
});

test("is disabled by default, and not applicable without registries", () => {
	expect(verdictLines(control, image("nginx"))).toEqual([]);
	expect(verdictLines(control, image("nginx"), { enabled: true })).toEqual([
		"not-applicable HIGH the policy lists no registries",
	]);
});

test("reports the image as the field", () => {
	expect(judged(control, image("nginx"), settings)[0]?.field).toBe("image");
});
