import { describe, expect, test } from "@jest/globals";
import { controls } from "../../controls/index.ts";
import { readers } from "../../readers/index.ts";
import { recognizeDocument } from "../../readers/recognize.ts";
import { aPlan } from "../support/plan.ts";
import { aFile, readerFor } from "../support/read-files.ts";
import { sourceFileFor } from "../support/reader-samples.ts";

/** A document of each kind, and what its reader finds in it. */
const documents = {
	"task-definition": [
		{ family: "web", containerDefinitions: [{ name: "app", image: "nginx" }] },
		"task-definition",
		"app.json",
	],
	cloudformation: [{ Resources: { Repo: { Type: "AWS::ECR::Repository" } } }, "repository", "app.json#Repo"],
	terraform: ['resource "aws_ecr_repository" "web" {\n}\n', "repository", "app.json#aws_ecr_repository.web"],
	"terraform-plan": [
		aPlan([{ address: "aws_ecr_repository.web", values: { name: "web" } }]),
		"repository",
		"app.json#aws_ecr_repository.web",
	],
	compose: [{ services: { web: { image: "nginx" } } }, "task-definition", "app.json#web"],
	"docker-run": ["docker run --name web nginx", "task-definition", "app.json"],
	"lifecycle-policy": [{ rules: [{ rulePriority: 1, selection: {} }] }, "repository", "app.json"],
	"repository-policy": [{ Statement: [{ Principal: "*", Action: "ecr:*" }] }, "repository", "app.json"],
} satisfies Readonly<Record<string, readonly [content: unknown, kind: string, name: string]>>;
const kinds = Object.keys(documents) as (keyof typeof documents)[];

describe("the reader of each kind of file", () => {
	test.each(kinds)("finds the subject: %s", async (kind) => {
		const [content, found, arn] = documents[kind];
		const read = await readerFor(kind).load();
		const text = typeof content === "string" ? content : JSON.stringify(content);
		const { subjects } = read(sourceFileFor(readerFor(kind), { path: "app.json", text }));
		expect(subjects.map(({ facts }) => [facts.kind, facts.arn])).toEqual([[found, arn]]);
	});

	test.each(kinds.filter((kind) => readerFor(kind).source === "document"))(
		"is chosen by the content of the document: %s",
		(kind) => {
			expect(recognizeDocument(documents[kind][0], readers)?.kind).toBe(kind);
		},
	);
});

describe("a file that contains only a policy", () => {
	test.each<[keyof typeof documents, readonly string[]]>([
		[
			"lifecycle-policy",
			["repository/lifecycle-effective", "repository/lifecycle-policy", "repository/lifecycle-safe"],
		],
		["repository-policy", ["repository/least-privilege", "repository/no-public-access"]],
	])("is judged only by controls on that policy: %s", async (kind, ids) => {
		const read = await readerFor(kind).load();
		const [subject] = read(aFile(documents[kind][0])).subjects;
		expect(controls.filter(({ field }) => field === subject?.onlyField).map(({ id }) => id)).toEqual(ids);
	});
});
