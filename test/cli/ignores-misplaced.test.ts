import { describe, expect, test } from "@jest/globals";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("ignores-misplaced");
const root = "task-definition/read-only-root";
const one = { control: root, reason: "r" };

async function checked(name: string, content: object) {
	write("shipshape.yaml", ...onlyControls(root));
	write(name, JSON.stringify(content, null, 1));
	const { status, printed, errors } = await runCli(["check", name]);
	return { status, failures: /(\d+) failures? \(/.exec(printed)?.[1] ?? "0", errors };
}

describe("the metadata of a resource in a template", () => {
	const template = (metadata: object) => ({
		Resources: {
			Task: {
				Type: "AWS::ECS::TaskDefinition",
				Metadata: metadata,
				Properties: { ContainerDefinitions: [{ Name: "app", Image: "a:1" }] },
			},
		},
	});
	const none = "this ignore hides nothing, because";
	const form = "write shipshape: {ignore: [{control: CONTROL, reason: REASON}]}";

	test("may have one ignore without a list", async () => {
		const found = await checked("t.json", template({ shipshape: { ignore: one } }));
		expect(found).toEqual({ status: 0, failures: "0", errors: [] });
		const { status, errors } = await checked("t.json", template({ shipshape: { ignore: { control: root } } }));
		expect([status, errors]).toEqual([2, [expect.stringContaining(`the ignore of ${root} has no reason`)]]);
	});

	test.each<[object, string]>([
		[{ shipshape: { ignores: [one] } }, `t.json:7:6: ${none} the key "ignores" is not read; ${form}`],
		[{ shipshape: { ignore: root } }, `t.json:7:6: ${none} it is neither an object nor a list of them; ${form}`],
		[{ shipshape: {} }, `t.json:6:5: ${none} shipshape has no ignore; ${form}`],
		[{ shipshape: [one] }, `t.json:6:5: ${none} shipshape has no ignore; ${form}`],
		[{ "shipshape:ignore": [one] }, `t.json:6:5: ${none} the key "shipshape:ignore" is not read; ${form}`],
	])("that is of another form says which, as an error of the file: %j", async (metadata, error) => {
		const found = await checked("t.json", template(metadata));
		expect(found).toEqual({ status: 2, failures: "1", errors: [`shipshape: ${error}`] });
	});

	test("is an error for a misspelled key beside an ignore that holds", async () => {
		const found = await checked("t.json", template({ shipshape: { ignore: [one], Ignore: [one] } }));
		expect(found).toMatchObject({
			status: 2,
			failures: "0",
			errors: [expect.stringContaining(`the key "Ignore" is not read; ${form}`)],
		});
	});
});

describe("a task definition", () => {
	const remark = (key: string) =>
		`${key} hides nothing: ECS refuses task definitions with keys that it does not know; remove it, and write a waiver in the policy (shipshape.yaml)`;
	const app = { name: "app", image: "a:1" };

	test.each<[string, object, string]>([
		["metadata", { metadata: { shipshape: { ignore: [one] } }, containerDefinitions: [app] }, "2:2"],
		["Metadata", { Metadata: { "shipshape:ignore": root }, containerDefinitions: [app] }, "2:2"],
		["shipshape", { shipshape: { ignore: [one] }, containerDefinitions: [app] }, "2:2"],
		["x-shipshape", { containerDefinitions: [{ ...app, "x-shipshape": { ignore: [one] } }] }, "6:4"],
	])("notes a key that was meant to be an ignore, with the way out: %s", async (key, content, at) => {
		const found = await checked("web.json", content);
		expect(found).toEqual({ status: 1, failures: "1", errors: [`shipshape: web.json:${at}: ${remark(key)}`] });
	});

	test("notes nothing about other keys and labels", async () => {
		const labels = { ...app, dockerLabels: { "shipshape.team": "shop" } };
		const { errors } = await checked("web.json", { metadata: { team: "shop" }, containerDefinitions: [labels] });
		expect(errors).toEqual([]);
	});
});
