import { describe, expect, test } from "@jest/globals";
import type { Subject } from "../../core/subject.ts";
import { labelOfEntry, nameOfArn } from "../../report/names.ts";
import { anEntry, family, image, place, repository, service } from "../support/report-entries.ts";

describe("the label of an entry", () => {
	test.each<{ subject: Subject; about: Record<string, string>; label: string }>`
		subject                                                  | about                  | label
		${repository("team/api")}                                | ${{}}                  | ${"team/api"}
		${image("api", "a")}                                     | ${{ tags: "1.4.2" }}   | ${"api:1.4.2"}
		${image("api", "a")}                                     | ${{ tags: "1,2,3,4" }} | ${"api:1, 2 and 2 more"}
		${image("api", "a")}                                     | ${{}}                  | ${"api:sha256:aaaaaaaaaaaa"}
		${family("web")}                                         | ${{ revision: "8" }}   | ${"web, revision 8"}
		${family("web")}                                         | ${{}}                  | ${"web"}
		${service("shop", "web")}                                | ${{ runs: "web:8" }}   | ${"shop/web, runs web:8"}
		${service("shop", "web")}                                | ${{}}                  | ${"shop/web"}
		${{ ...place, kind: "cluster", name: "shop" }}           | ${{}}                  | ${"shop"}
		${{ ...place, kind: "capacity-provider", name: "spot" }} | ${{}}                  | ${"spot"}
		${repository("a".repeat(400))}                           | ${{}}                  | ${`${"a".repeat(159)}…`}
	`("$label", ({ subject, about, label }) => {
		expect(labelOfEntry(anEntry(subject, {}, about))).toBe(label);
	});
});

test.each<{ arn: string; name: string }>`
	arn                                                           | name
	${"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:8"} | ${"web:8"}
	${"arn:aws:ecs:eu-west-1:111122223333:service/prod/web"}      | ${"prod/web"}
	${"arn:aws:ecs:eu-west-1:111122223333:cluster/shop"}          | ${"shop"}
	${"not an ARN"}                                               | ${"not an ARN"}
`("the name in $arn is $name", ({ arn, name }) => {
	expect(nameOfArn(arn)).toBe(name);
});
