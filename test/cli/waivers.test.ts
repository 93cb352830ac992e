import { symlinkSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("waivers");
const control = "task-definition/read-only-root";
const definition = (family: string) =>
	JSON.stringify({ family, containerDefinitions: [{ name: "app", image: "nginx:1.27" }] });
const template = (family: string) => [
	...["Resources:", "  Task:", "    Type: AWS::ECS::TaskDefinition", "    Properties:", `      Family: ${family}`],
	"      ContainerDefinitions: [{Name: app, Image: 'nginx:1.27'}]",
];
const policy = (...resources: readonly string[]) => [
	...onlyControls(control),
	"waivers:",
	...resources.map((one) => `  - {control: ${control}, resource: '${one}', owner: me, reason: r, expires: 2999-01-01}`),
];
/** The line of the first waiver. */
const line = policy().length + 1;

describe("a waiver of a family", () => {
	test("hides its failure in every file that defines it, whatever the kind of the file", async () => {
		write("shipshape.yaml", ...policy("task-definition/web"));
		write("ecs/web.json", definition("web"));
		write("cfn/template.yaml", ...template("web"));
		write("compose.yaml", "services:", "  web: {image: 'nginx:1.27'}");
		write("other.json", definition("other"));
		const { status, printed, errors } = await runCli(["check", "."]);
		expect([status, errors]).toEqual([1, []]);
		expect(printed).toContain("4 files: 1 failure (1 HIGH), 0 unknown, 3 waived");
		expect(printed).toMatch(/other\.json:1:\d+ {2}HIGH/);
	});
});

describe("a waiver by path", () => {
	test.each(["svc/web.json", "./svc/web.json", "svc/*", "*/web.json"])(
		"is relative to the policy, from whatever folder and by whatever path the file is checked: %s",
		async (resource) => {
			write(".git/HEAD");
			write("shipshape.yaml", ...policy(resource));
			write("svc/web.json", definition("web"));
			const absolute = `${process.cwd()}/svc/web.json`;
			for (const path of ["svc/web.json", "./svc/web.json", "svc", ".", absolute])
				expect((await runCli(["check", path])).status).toBe(0);
			process.chdir("svc");
			for (const path of ["web.json", ".", "../svc/web.json"]) expect((await runCli(["check", path])).status).toBe(0);
		},
	);

	test("does not hide the failure of a file of that name in the current folder", async () => {
		write(".git/HEAD");
		write("shipshape.yaml", ...policy("web.json"));
		write("svc/web.json", definition("web"));
		process.chdir("svc");
		const { status, errors } = await runCli(["check", "web.json"]);
		expect(status).toBe(1);
		expect(errors).toEqual([
			"shipshape: using the policy ../shipshape.yaml",
			`shipshape: ../shipshape.yaml:${line}:5: waiver 1 hides nothing: nothing that was checked is called web.json; ` +
				"correct it or remove it, paths start from the folder of this file",
		]);
	});

	test("names one resource of a file after a #, and starts from the folder of --policy too", async () => {
		write("policies/own.yaml", ...policy("../a/t.yaml#Task"));
		write("a/t.yaml", ...template("web"));
		write("b/t.yaml", ...template("web"));
		const { printed } = await runCli(["check", "a", "b", "--policy", "policies/own.yaml"]);
		expect(printed).toContain("1 failure (1 HIGH), 0 unknown, 1 waived");
		expect(printed).toMatch(/b\/t\.yaml:\d+:\d+ {2}HIGH/);
	});

	test.each(["linked/svc/web.json", "real/svc/web.json"])(
		"is the same file whatever links lead to it or to the policy: %s",
		async (path) => {
			write("real/shipshape.yaml", ...policy("svc/web.json"), "exclude: [svc/other.json]");
			write("real/svc/web.json", definition("web"));
			write("real/svc/other.json", definition("other"));
			symlinkSync("real", "linked");
			for (const folder of ["linked", "real"]) {
				const { status, errors } = await runCli(["check", path, "--policy", `${folder}/shipshape.yaml`]);
				expect([folder, status, errors]).toEqual([folder, 0, []]);
				const other = path.replace("web.json", "other.json");
				const { printed } = await runCli(["check", path, other, "--policy", `${folder}/shipshape.yaml`]);
				expect(printed).toContain("1 path left out by exclude in the policy");
			}
			write("real/shipshape.yaml", ...policy("svc/t.yaml#Task"));
			write("real/svc/t.yaml", ...template("web"));
			const template1 = path.replace("web.json", "t.yaml");
			expect((await runCli(["check", template1, "--policy", "linked/shipshape.yaml"])).status).toBe(0);
		},
	);

	test("of standard input is by its name in reports", async () => {
		write("shipshape.yaml", ...policy("stdin"));
		expect((await runCli(["check", "-"], { stdin: definition("web") })).status).toBe(0);
	});
});

describe("a waiver that hides nothing is noted with its line in the policy", () => {
	test("but not those of another control, of the account, or of a file that was not checked", async () => {
		write("web.json", definition("web"));
		write("later.json", definition("later"));
		write(
			"shipshape.yaml",
			...policy("task-definition/wbe", "arn:aws:ecs:*", "later.json"),
			"  - {control: service/no-public-ip, resource: 'service/a/b', owner: me, reason: r, expires: 2999-01-01}",
		);
		const { errors } = await runCli(["check", "web.json"]);
		expect(errors).toEqual([expect.stringContaining(`shipshape.yaml:${line}:5: waiver 1 hides nothing`)]);
	});

	test.each([
		["services/web", "services/web is a folder; write services/web/*"],
		["services/web/", "services/web/ is a folder; write services/web/*"],
		["./services", "./services is a folder; write services/*"],
		[".", ". is a folder; write *"],
	])("and of a folder, how its files are named: %s", async (resource, text) => {
		write("services/web/web.json", definition("web"));
		write("shipshape.yaml", ...policy(resource));
		const { status, errors } = await runCli(["check", "services"]);
		const note = `shipshape: shipshape.yaml:${line}:5: waiver 1 hides nothing: ${text} for all files in it`;
		expect([status, errors]).toEqual([1, [note]]);
		write("shipshape.yaml", ...policy(/write (\S+)/.exec(text)?.[1] ?? ""));
		expect(await runCli(["check", "services"])).toMatchObject({ status: 0, errors: [] });
	});

	test("but not that of a family whose name is that of a folder as well", async () => {
		write("task-definition/api/x.json", "{}");
		write("web.json", definition("web"));
		write("shipshape.yaml", ...policy("task-definition/api"));
		const { errors } = await runCli(["check", "web.json"]);
		expect(errors.join()).not.toContain("folder; write");
	});

	test("and an expired one says so", async () => {
		write("web.json", definition("web"));
		write("shipshape.yaml", ...policy("task-definition/wbe").map((one) => one.replace("2999-01-01", "2020-02-02")));
		const { errors } = await runCli(["check", "web.json"]);
		expect(errors).toEqual([expect.stringContaining("waiver 1 expired on 2020-02-02 and hides nothing")]);
	});

	test("and of many, the first three are, with the number of the others", async () => {
		write("web.json", definition("web"));
		write("shipshape.yaml", ...policy(...Array.from({ length: 50 }, (_, index) => `task-definition/t${index}`)));
		const { errors } = await runCli(["check", "web.json"]);
		expect(errors).toHaveLength(3);
		expect(errors[2]).toContain("task-definition/t2;");
		expect(errors[2]).toContain("(the same is true of 47 other waivers)");
	});
});

describe("the policy is found", () => {
	test.each(["shipshape.yaml", "shipshape.yml", ".shipshape.yaml", ".shipshape.yml"])("as %s", async (name) => {
		write(".git/HEAD");
		write(name, ...policy("task-definition/web"));
		write("svc/web.json", definition("web"));
		expect(await runCli(["check", "svc"])).toMatchObject({ status: 0, errors: [] });
		process.chdir("svc");
		expect(await runCli(["check", "."])).toMatchObject({
			status: 0,
			errors: [`shipshape: using the policy ../${name}`],
		});
	});

	test("and two side by side are an error that names both, unless --policy names one", async () => {
		write(".git/HEAD");
		write("shipshape.yaml", ...policy("task-definition/web"));
		write(".shipshape.yml", "mode: audit");
		write("svc/web.json", definition("web"));
		const both = (folder: string) =>
			`shipshape: ${folder}shipshape.yaml: ${folder}.shipshape.yml is a policy, too, and only one would count; keep one of the two`;
		expect(await runCli(["check", "svc"])).toEqual({ status: 2, printed: "", errors: [both("")] });
		expect(await runCli(["fix", "svc"])).toMatchObject({ status: 2, errors: [both("")] });
		expect((await runCli(["check", "svc", "--policy", "shipshape.yaml"])).status).toBe(0);
		process.chdir("svc");
		expect(await runCli(["check", "."])).toMatchObject({ status: 2, errors: [both("../")] });
	});
});
