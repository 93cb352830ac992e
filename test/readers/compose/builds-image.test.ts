import { expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile } from "../../support/engine-files.ts";

const builds = (service: string): boolean | undefined => {
	const { subjects } = readCompose(aSourceFile(`services:\n  web: ${service}\n  base: {image: nginx, build: .}\n`));
	return subjects.find(({ facts }) => facts.arn.endsWith("#web"))?.buildsImage?.();
};

test.each([
	["{image: nginx}", false],
	["{image: nginx, build: .}", true],
	["{build: {context: .}}", true],
	["{extends: base}", true],
	["{extends: base, image: httpd}", true],
	["{extends: base, build: !reset null}", false],
])("whether the file builds the image of %s: %s", (service, expected) => expect(builds(service)).toBe(expected));
