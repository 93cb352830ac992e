import { expect, test } from "@jest/globals";
import { isGeneratedByCdk, isInCloudAssembly } from "../../../readers/cloudformation/made-by-cdk.ts";
import { fileOf } from "../../fix/bench.ts";

const resource = (more: unknown) => JSON.stringify({ Resources: { T: { Type: "AWS::ECS::Service" }, R: more } });
const made = (text: string): boolean => isGeneratedByCdk(fileOf(text));
const inAssembly = (manifest: string | null): boolean =>
	isInCloudAssembly({
		beside: (path) =>
			manifest !== null && path === "manifest.json" ? { text: manifest } : { missing: "there is none" },
	});

test.each<[string, unknown, boolean]>([
	["a path of the CDK", { Type: "AWS::ECS::Service", Metadata: { "aws:cdk:path": "S/T" } }, true],
	["the CDK's own resource", { Type: "AWS::CDK::Metadata" }, true],
	["other metadata", { Type: "AWS::ECS::Service", Metadata: { path: "S/T" } }, false],
	["nothing of the kind", { Type: "AWS::ECS::Service" }, false],
	["no resource", null, false],
])("%s", (_, more, expected) => {
	expect(made(resource(more))).toBe(expected);
});

test.each<[string, string | null, boolean]>([
	["nothing", null, false],
	["a cloud assembly", '{"version":"55.0.0","artifacts":{"S":{}}}', true],
	["an application's manifest", '{"name":"app","icons":[]}', false],
	["a list of artifacts", '{"version":"1","artifacts":[]}', false],
	["artifacts alone", '{"artifacts":{}}', false],
	["what is no JSON", "{", false],
	["no object", "null", false],
])("beside %s", (_, manifest, expected) => {
	expect(inAssembly(manifest)).toBe(expected);
});

test("a template without resources", () => {
	expect(made("{}")).toBe(false);
	expect(made("[]")).toBe(false);
});
