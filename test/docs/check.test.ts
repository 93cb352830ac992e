import { expect, test } from "@jest/globals";
import type { FileVerdict, VerdictReport } from "../../cli/verdicts.d.ts";
import { root, sectionOf, textOf } from "../support/docs.ts";
import { runCli } from "../support/terminal.ts";

/** The keys in the first column of each table about JSON. */
const [ofReport = [], ofVerdict = []] = sectionOf(textOf("docs/check.md"), "What check prints")
	.split(/\n(?=\| key)/)
	.slice(1)
	.map((table) =>
		table
			.split("\n")
			.slice(2)
			.flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, key = ""]) => key)),
	);

const sorted = (keys: Iterable<string>): readonly string[] => [...keys].sort();

test("docs/check.md explains every key of the JSON report, and no other", async () => {
	const { printed } = await runCli(["check", "examples", "--format", "json"], { folder: root });
	expect(sorted(ofReport)).toEqual(sorted(Object.keys(JSON.parse(printed) as VerdictReport)));
});

test("docs/check.md explains every key of a verdict, and no other", () => {
	const at = { file: "a.yaml", line: 1, column: 1 };
	const full: Required<FileVerdict> = {
		...{ control: "a/b", subject: "a.yaml", name: "web", address: "web", location: at, container: "web" },
		...{ status: "waived", severity: "HIGH", message: "m", remediation: "r", blocks: false, inBaseline: true },
		waiver: { owner: "o", reason: "r", expires: "2027-01-01" },
		ignore: { reason: "r", location: at },
	};
	expect(sorted(ofVerdict)).toEqual(sorted(Object.keys(full)));
});

test("the schema that docs/policy.md names for an editor is in the package and in the checkout", () => {
	const paths = [...textOf("docs/policy.md").matchAll(/\$schema=\.\/(\S+?)`/g)].map(([, path = ""]) => path);
	const own = "schema/shipshape.schema.json";
	expect(paths).toEqual([`node_modules/shipshape/${own}`, own]);
	const { files } = JSON.parse(textOf("package.json")) as { readonly files: readonly string[] };
	expect(files).toContain("schema");
	expect(JSON.parse(textOf(own))).toHaveProperty("$schema");
});
