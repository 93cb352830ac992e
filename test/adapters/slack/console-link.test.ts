import { describe, expect, test } from "@jest/globals";
import {
	allFindingsLink,
	findingLink,
	subjectFindingsLink,
	subjectLink,
} from "../../../adapters/slack/console-link.ts";
import { arnOf, type Subject } from "../../../core/subject.ts";
import {
	anEntry,
	capacityProviderSubject,
	clusterSubject,
	imageSubject,
	repositorySubject,
	serviceSubject,
} from "../../support/entries.ts";
import { aFamily } from "../../support/verdicts.ts";

const inPlace = (partition: string, region: string, subject: Subject = clusterSubject()) => ({
	...subject,
	partition,
	region,
});
const equals = "%3D%255Coperator%255C%253AEQUALS%255C%253A";

describe("the link to the subject in the console", () => {
	test.each<[Subject, Record<string, string>, string | null]>([
		[repositorySubject("team/pay ments"), {}, "ecr/repositories/private/111122223333/team/pay%20ments"],
		[
			imageSubject("team/payments"),
			{ tags: "1.4.2" },
			`ecr/repositories/private/111122223333/team/payments/_/image/sha256:${"a".repeat(64)}/details`,
		],
		[aFamily(), { revision: "8" }, "ecs/v2/task-definitions/web/8/containers"],
		[aFamily(), {}, "ecs/v2/task-definitions/web"],
		[serviceSubject(), {}, "ecs/v2/clusters/shop/services/web/health"],
		[clusterSubject(), {}, "ecs/v2/clusters/shop/services"],
		[capacityProviderSubject(), {}, null],
	])("%j", (subject, about, page) => {
		const host = "https://ap-northeast-1.console.aws.amazon.com";
		expect(subjectLink({ subject, about })).toBe(page && `${host}/${page}?region=ap-northeast-1`);
	});

	test.each([
		["aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/"],
		["aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/"],
		["aws-iso", "us-iso-east-1", null],
		["aws", "evil.example/", null],
	])("in %s %s", (partition, region, host) => {
		const page = `ecs/v2/clusters/shop/services?region=${region}`;
		expect(subjectLink({ subject: inPlace(partition, region), about: {} })).toBe(host && `${host}${page}`);
	});

	test("cannot be led elsewhere by a name", () => {
		const subject = repositorySubject("../../x?y#z|<a>/\ud800");
		const link = subjectLink({ subject, about: {} });
		expect(link).toContain("/private/111122223333/../../x%3Fy%23z%7C%3Ca%3E/%EF%BF%BD?region=");
	});
});

describe("the link to Security Hub", () => {
	const entry = (subject: Subject) => anEntry({ subject, arn: arnOf(subject) });

	test.each([
		["aws", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/securityhub/home?region=eu-west-1"],
		["aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/securityhub/home?region=cn-north-1"],
		[
			"aws-us-gov",
			"us-gov-west-1",
			"https://us-gov-west-1.console.amazonaws-us-gov.com/securityhub/home?region=us-gov-west-1",
		],
	])("in %s %s", (partition, region, page) => {
		const subject = inPlace(partition, region);
		const arn = `arn%253A${partition}%253Aecs%253A${region}%253A111122223333%253Acluster%252Fshop`;
		expect(findingLink("a/b", entry(subject))).toBe(
			`${page}#/findings?search=Id${equals}shipshape%252Fa%252Fb%252F${arn}`,
		);
		expect(subjectFindingsLink(entry(subject))).toBe(`${page}#/findings?search=ResourceId${equals}${arn}`);
		expect(allFindingsLink(subject)).toBe(`${page}#/findings?search=ProductName${equals}Shipshape`);
	});

	test("is left out in a partition whose console is unknown, and if it would be too long", () => {
		expect(allFindingsLink({ partition: "aws-iso", region: "us-iso-east-1", account: "1" })).toBeNull();
		expect(subjectFindingsLink(entry(repositorySubject(":".repeat(512))))).toBeNull();
	});
});
