import { expect, test } from "@jest/globals";
import { aFile, asTaskDefinition, onlySubject } from "../../../../../../test/support/read-files.ts";
import { refusalOf } from "../../../../../../test/support/refused.ts";
import { readMyReader } from "../../../readers/my-reader/read.ts";

test("reads the containers of the task definition", () => {
	const file = aFile({ myReader: { containerDefinitions: [{ name: "web", image: "nginx" }] } });
	expect(asTaskDefinition(onlySubject(readMyReader(file))).containers).toMatchObject([{ name: "web", image: "nginx" }]);
});

test("rejects a file of another kind", () => {
	expect(refusalOf(() => readMyReader(aFile({})))).toBe('app.json:1:1: not a TODO file; write {"myReader": {…}}');
});
