import { expect, test } from "@jest/globals";
import { BadInputError } from "../../../core/errors.ts";
import { readYaml } from "../../../readers/document/yaml-template.ts";

function refusalOf(text: string): string {
	try {
		readYaml(text, "a.yaml");
	} catch (error) {
		expect(error).toBeInstanceOf(BadInputError);
		return (error as BadInputError).message.slice("a.yaml:".length);
	}
	throw new Error("it was read");
}

const quoteIt = "a second colon makes a mapping of this value; quote the value";

test.each([
	["a key of a secret", "Secrets:\n  - ValueFrom: !Sub ${S}:KEY::\n", `2:16: not YAML: ${quoteIt}`],
	["two colons", "a: b: c", `1:4: not YAML: ${quoteIt}`],
	["an image with a colon and a space", "image: nginx: 1.27\n", `1:8: not YAML: ${quoteIt}`],
	[
		"a reserved character",
		"user: @root\n",
		"1:7: not YAML: a value without quotes cannot begin with this character; quote the value",
	],
	[
		"a Windows path in double quotes",
		'a: "C:\\Users"\n',
		"1:7: not YAML: this escape sequence is invalid; write \\\\, or use single quotes",
	],
	["a tab", "a:\n\tb: 1\n", "2:1: not YAML: a tab is no indentation; indent with spaces"],
	["two documents", "a: 1\n---\nb: 2\n", "2:1: a second document begins; write only one"],
	[
		"a list that ends early",
		"a: [",
		"1:5: not YAML: the indentation is wrong here, or a bracket is not closed; write it as YAML 1.2",
	],
	[
		"a line without a colon",
		"a: 1\nPASSWORD\nb: 1\n",
		"2:1: not YAML: a line has neither a key with a colon nor an item of a list; write it as YAML 1.2",
	],
	[
		"a quote that is not closed",
		"a: 'b\n",
		"2:1: not YAML: a colon, a comma, a quote or a bracket is missing here; write it as YAML 1.2",
	],
	["an alias with an anchor", "a: &b 1\nc: &d *b\n", "2:7: not YAML: the syntax is wrong here; write it as YAML 1.2"],
])("a fault is named with what to write: %s", (_, text, refusal) => {
	expect(refusalOf(text)).toEqual(refusal);
});

test.each([
	"DB_HOST=db\nDB_PASSWORD=hunter2\nURL=http://a: b\n",
	"a: 1\nhunter2\n",
	"a: 'hunter2\n",
	"a: |hunter2\n",
	'a: "\\hunter2"\n',
	"a: {b: hunter2: c}\n",
	"a: %hunter2\n",
])("a text that may contain secrets is not quoted: %j", (text) => {
	expect(refusalOf(text)).not.toMatch(/hunter/);
});
