import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { arnOf, type Subject } from "../../../core/subject.ts";
import { subjectOf } from "../../../pipeline/sweep/earlier-findings.ts";
import { aDigest } from "../../support/builders.ts";
import { familyNamed, imageIn, repositoryNamed } from "../../support/sweep.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };

test("a subject is found by its ARN, whatever its kind and its name", () => {
	const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);
	const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
	const anySubject: fc.Arbitrary<Subject> = fc.oneof(
		path.map(repositoryNamed),
		path.map((repository) => imageIn(repository, aDigest("a"))),
		name.map(familyNamed),
		name.map((one): Subject => ({ kind: "cluster", ...place, name: one })),
		name.map((one): Subject => ({ kind: "capacity-provider", ...place, name: one })),
		fc.tuple(name, name).map(([cluster, one]): Subject => ({ kind: "service", ...place, cluster, name: one })),
	);
	fc.assert(
		fc.property(anySubject, (one) => {
			expect(subjectOf(arnOf(one))).toEqual(one);
		}),
	);
	fc.assert(
		fc.property(fc.string(), (text) => {
			expect(subjectOf(text)).toBeNull();
		}),
	);
});
