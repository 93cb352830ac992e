import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/image-pinned.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { parsePlaceholders } from "../../../core/placeholders.ts";
import { aContainer, aDigest, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

type Repository = ContainerFacts["imageRepository"];
const repository = (tagMutability: string | { unresolved: string }, ...exclusionFilters: readonly string[]) => ({
	value: { tagMutability, exclusionFilters },
});
const unread: Repository = { unread: "its registry is not read here" };
const image = (of: ContainerFacts["image"], imageRepository: Repository = unread): TaskDefinitionFacts =>
	aTaskDefinition({ containers: [aContainer({ image: of, imageRepository })] });
const partly = (text: string) => ({ unresolved: "Ref X has no default", text: parsePlaceholders(text) });
const docker = (facts: TaskDefinitionFacts): TaskDefinitionFacts => ({ ...facts, engine: "docker" });
const digest = aDigest();
const noImage = "container app names no image, which ECS requires, so it is filled in later";

test.each<[TaskDefinitionFacts, string]>([
	[image(`web@${digest}`), `pass MEDIUM container app: web@${digest} is pinned by its digest`],
	[image(`nginx:latest@${digest}`), `pass MEDIUM container app: nginx:latest@${digest} is pinned by its digest`],
	[
		image("web:1.4", repository("IMMUTABLE")),
		"pass MEDIUM container app: web:1.4 uses the tag 1.4, which cannot be moved (IMMUTABLE)",
	],
	[
		image("web:1.4", repository("IMMUTABLE_WITH_EXCLUSION", "latest")),
		"pass MEDIUM container app: web:1.4 uses the tag 1.4, which cannot be moved (IMMUTABLE_WITH_EXCLUSION)",
	],
	[
		image("web:v1", repository("IMMUTABLE_WITH_EXCLUSION", "v*")),
		"fail MEDIUM container app: web:v1 uses the tag v1, which can be moved to another image (IMMUTABLE_WITH_EXCLUSION)",
	],
	[
		image("web:1.4", repository("MUTABLE")),
		"fail MEDIUM container app: web:1.4 uses the tag 1.4, which can be moved to another image (MUTABLE)",
	],
	[
		image("host:5000/web", repository("IMMUTABLE")),
		"fail MEDIUM container app: host:5000/web has no tag, which means latest",
	],
	[
		image("web:latest", repository("IMMUTABLE")),
		"fail MEDIUM container app: web:latest uses the tag latest, which moves with every build",
	],
	[
		image("web:latest-alp"),
		"unknown MEDIUM container app: web:latest-alp uses the tag latest-alp; whether the tag can move could not be read because its registry is not read here",
	],
	[
		image("web:1", repository({ unresolved: "Ref M" })),
		"unknown MEDIUM container app: web:1 uses the tag 1; the tag mutability of its repository is unknown (Ref M)",
	],
	[
		image("web:1", repository("SOMETHING_NEW")),
		'unknown MEDIUM container app: web:1 uses the tag 1; the tag mutability "SOMETHING_NEW" is not recognized',
	],
	[image(null), `unknown MEDIUM ${noImage}`],
	[image(""), `unknown MEDIUM ${noImage}`],
	[image(" "), `unknown MEDIUM ${noImage}`],
	[docker(image(null)), "not-applicable MEDIUM container app runs an image that is built from a Dockerfile"],
	[docker(image("nginx")), "fail MEDIUM container app: nginx has no tag, which means latest"],
])("gives the right verdict for image %#", (facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test.each<[string, string]>([
	["${Repo}:latest", "fail MEDIUM container app: ${Repo}:latest uses the tag latest, which moves with every build"],
	["${Registry}/web", "fail MEDIUM container app: ${Registry}/web has no tag, which means latest"],
	[`\${Repo}@${digest}`, `pass MEDIUM container app: \${Repo}@${digest} is pinned by its digest`],
	["${Repo}@${Digest}", "pass MEDIUM container app: ${Repo}@${Digest} is pinned by its digest"],
	["web:${Tag}", "unknown MEDIUM container app: web:${Tag} has an unknown tag (Ref X has no default)"],
	[
		"${Image}",
		"unknown MEDIUM container app: ${Image} may have a tag or a digest once its placeholders are filled in (Ref X has no default)",
	],
	[
		"team/web${Suffix}",
		"unknown MEDIUM container app: team/web${Suffix} may have a tag or a digest once its placeholders are filled in (Ref X has no default)",
	],
	[
		"${Repo}:1.4",
		"unknown MEDIUM container app: ${Repo}:1.4 uses the tag 1.4; whether the tag can move could not be read because its registry is not read here",
	],
])("judges %s by its known part", (text, expected) => {
	expect(verdictLines(control, image(partly(text)))).toEqual([expected]);
});

test.each([
	"IMAGE_URI",
	"Nginx",
	"ghcr.io/IMAGE_NAME",
	"nginx@sha256:latest",
	"nginx@DIGEST",
	"a web",

	"~image~",
])("is unknown for %s, which no image can be named", (text) => {
	const part = text.replace(/^ghcr\.io\//, "");
	expect(verdictLines(control, image(text))).toEqual([
		`unknown MEDIUM container app: ${text} may have a tag or a digest once its placeholders are filled in ` +
			`("${part}" cannot be in an image's name, so it is filled in later)`,
	]);
});

test.each(["IMAGE_URI:latest", "REGISTRY/web", "ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/web:latest"])(
	"fails for %s, whatever its placeholder becomes",
	(text) => {
		expect(judged(control, image(text))).toMatchObject([{ status: "fail" }]);
	},
);

test("is unknown for an unknown image and for a placeholder", () => {
	expect(verdictLines(control, image("nginx:"))).toEqual([
		'unknown MEDIUM container app: "nginx:" has an unknown tag (a part of an image\'s name cannot be empty, so it is filled in later)',
	]);
	expect(verdictLines(control, image("<IMAGE1_NAME>"))).toEqual([
		"unknown MEDIUM container app: <IMAGE1_NAME> may have a tag or a digest once its placeholders are filled in (a placeholder is filled in later)",
	]);
	expect(verdictLines(control, image({ unresolved: "Ref X" }))).toEqual([
		"unknown MEDIUM the image of container app is unknown (Ref X)",
	]);
});

test("gives each container its own verdict, with its image as the field", () => {
	const containers = [aContainer({ image: "nginx" }), aContainer({ name: "sidecar" })];
	const verdicts = judged(control, aTaskDefinition({ containers }));
	expect(verdicts.map(({ container, status, field }) => [container, status, field])).toEqual([
		["app", "fail", "image"],
		["sidecar", "pass", "image"],
	]);
	expect(verdictLines(control, aTaskDefinition({ containers: { unresolved: "Ref X" } }))).toEqual([
		"unknown MEDIUM the containers are unknown (Ref X)",
	]);
});

test("is unknown by design for a tag in another registry, whose repository is not read", () => {
	const byDesign = { unread: "its registry is not read here", isByDesign: true } as const;
	expect(judged(control, image("nginx:1.4", byDesign))).toMatchObject([{ status: "unknown", isByDesign: true }]);
	expect(judged(control, image("nginx", byDesign))[0]).not.toHaveProperty("isByDesign");
	expect(judged(control, image("nginx:1.4"))[0]).not.toHaveProperty("isByDesign");
});
