import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { ignoresIn, problemIn } from "../../cli/written-ignores.ts";
import { parseIgnore } from "../../readers/ignore-comments.ts";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("written-ignores");
const root = "task-definition/read-only-root";
const user = "task-definition/non-root-user";
const memory = "task-definition/memory-limit";

describe("one ignore of several controls", () => {
	test.each([
		[`${root}, ${user} because`, [root, user], "because"],
		[`${root},${user} because`, [root, user], "because"],
		[`${root} ${user} because of it`, [root, user], "because of it"],
		[`${root} , ${user} ,${memory} because`, [root, user, memory], "because"],
		[`${root}, ${user}: because`, [root, user], "because"],
		[`${root}, writes to /var, and more`, [root], "writes to /var, and more"],
		[`${root} writes to and/or reads ${user}`, [root], `writes to and/or reads ${user}`],
		[`${root}, task-definition/no-such because`, [root, "task-definition/no-such"], "because"],
		[`${root}, ${user}`, [root, user], ""],
		[`${root},`, [root], ""],
		[",", [""], ""],
	])("%j", (written, controls, reason) => {
		const parsed = parseIgnore(`# shipshape:ignore ${written}`);
		if (parsed === null) throw new Error("not an ignore");
		expect(ignoresIn(parsed)).toEqual(controls.map((control) => ({ control, reason })));
	});

	test("covers the failures of each of them, with one reason", async () => {
		write("shipshape.yaml", ...onlyControls(root, user, memory));
		write("compose.yaml", "services:", "  web:", `    image: a:1 # shipshape:ignore ${root}, ${user} it is old`);
		const { printed, errors } = await runCli(["check", "compose.yaml", "--format", "json"]);
		const { verdicts } = JSON.parse(printed) as VerdictReport;
		expect(errors).toEqual([]);
		const shown = verdicts.map(({ control, status, ignore }) => [control, status, ignore?.reason]);
		expect(shown.toSorted()).toEqual([
			[memory, "fail", undefined],
			[user, "waived", "it is old"],
			[root, "waived", "it is old"],
		]);
	});

	test("may be in metadata as well", async () => {
		const Metadata = { shipshape: { ignore: [{ control: `${root}, ${user}`, reason: "r" }] } };
		const Properties = { ContainerDefinitions: [{ Name: "one", Image: "a:1" }] };
		write("t.json", JSON.stringify({ Resources: { T: { Type: "AWS::ECS::TaskDefinition", Metadata, Properties } } }));
		write("shipshape.yaml", ...onlyControls(root, user));
		expect(await runCli(["check", "t.json"])).toMatchObject({ status: 0, errors: [] });
	});
});

test.each([
	["task-definition/read-only-rot", `write "${root}"`],
	["task-definition/readonly-root", `write "${root}"`],
	["readonly-rot", `write "${root}"`],
	["read-only-root", `write "${root}"`],
	["repository/read-only-root", `write "${root}"`],
	["zzz", "write the control before the reason, by a name that shipshape explain lists"],
])("an ignore of %j, which is no control, gets the nearest name", (control, remedy) => {
	expect(problemIn({ control, reason: "r" })).toContain(remedy);
});

test.each(["shipshape-ignore", "shipshape: ignore", "shipshape:ignores"])(
	"%s is noted with its place and what to write, and changes nothing else",
	async (mark) => {
		write("shipshape.yaml", ...onlyControls(root));
		write("compose.yaml", "services:", "  web:", `    image: a:1 # ${mark} ${root} r`);
		write("run.sh", `docker run a:1 # ${mark} ${root} r`);
		const note = "this comment ignores nothing; write shipshape:ignore CONTROL REASON";
		const errors = [`shipshape: compose.yaml:3:16: ${note}`, `shipshape: run.sh:1:16: ${note}`];
		expect(await runCli(["check", "compose.yaml", "run.sh"])).toMatchObject({ status: 1, errors });
		expect((await runCli(["fix", "compose.yaml", "--quiet"])).errors).toEqual(errors.slice(0, 1));
	},
);

test.each(["shipshape:ignore", "Shipshape", "shipshape"])(
	"the key %s in metadata is an error if no ignore is below it",
	async (key) => {
		const Metadata = { [key]: { ignores: [{ control: root, reason: "r" }] } };
		write("t.json", JSON.stringify({ Resources: { T: { Type: "AWS::ECS::TaskDefinition", Metadata } } }));
		write("shipshape.yaml", ...onlyControls(root));
		const { status, errors } = await runCli(["check", "t.json"]);
		expect([status, errors]).toEqual([
			2,
			[expect.stringContaining("it does not say which control; write shipshape:ignore")],
		]);
	},
);

describe("JSON with a comment", () => {
	const definition = JSON.stringify({ family: "x", containerDefinitions: [{ name: "a", image: "b" }] });
	const remedy = "remove it, and write a waiver in the policy or, in a template, the metadata of its resource";

	test.each([
		[[`// shipshape:ignore ${root} r`, definition], "1:1", remedy],
		[["/* one */ // two", definition], "1:1", "JSON does not allow comments; remove it"],
		[["", "// one", "// two", definition], "2:1", "JSON does not allow comments; remove it"],
		[[`{ // shipshape:ignore ${root} r`, definition.slice(1)], "1:3", remedy],
		[["// one", "# two", definition], "1:1", "a program printed 2 lines before the document"],
	])("%j is an error that says so", async (lines, place, why) => {
		write("shipshape.yaml", ...onlyControls(root));
		write("web.json", ...lines);
		for (const path of ["web.json", "."]) {
			const { status, errors } = await runCli(["check", path]);
			expect([status, errors]).toEqual([2, [expect.stringContaining(`shipshape: web.json:${place}: `)]]);
			expect(errors[0]).toContain(why);
		}
	});

	test("in a folder is passed over, if it is of no supported kind", async () => {
		write("shipshape.yaml", ...onlyControls(root));
		write("web.json", definition);
		write("tsconfig.json", "// one", '{ "a": 1 }');
		expect(await runCli(["check", "."])).toMatchObject({ status: 1, errors: [] });
	});
});
