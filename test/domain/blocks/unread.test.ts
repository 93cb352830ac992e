import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { unreadIn } from "../../../domain/blocks/unread.ts";
import { aContainer, anImage, aTaskDefinition } from "../../support/builders.ts";

const denied = { unread: "ecr:DescribeImages was denied" };
const elsewhere = { unread: "its registry is not read here", isLasting: true } as const;
const scans = (reading: typeof denied | typeof elsewhere) => anImage({ scans: reading });
const running = (...containers: readonly Partial<ContainerFacts>[]): TaskDefinitionFacts =>
	aTaskDefinition({ revision: 8, containers: containers.map((one) => aContainer(one)) });
const own = { registryImage: { value: anImage() } };

describe("what AWS may return the next time is missing", () => {
	test.each<[string, Parameters<typeof unreadIn>[0]]>([
		["of an image whose scan was denied", scans(denied)],
		["of a revision with an image that was denied", running(own, { registryImage: denied })],
		["of a revision with an image whose scan was denied", running(own, { registryImage: { value: scans(denied) } })],
		["of a revision with a repository that was denied", running({ ...own, imageRepository: denied })],
		["of a revision whose tags were not returned", { ...running(own), tags: denied }],
		[
			"of a revision that also runs an image of another registry",
			running({ registryImage: elsewhere }, { registryImage: denied }),
		],
	])("%s", (_, facts) => {
		expect(unreadIn(facts)).toBe(denied.unread);
	});
});

describe("nothing is missing that AWS may return the next time", () => {
	test.each<[string, Parameters<typeof unreadIn>[0]]>([
		["of an image with its scan", anImage()],
		["of an image whose scan cannot be read by design", scans(elsewhere)],
		["of a revision whose images were read", running(own, own)],
		[
			"of a revision with an image of another registry",
			running(own, { registryImage: elsewhere, imageRepository: elsewhere }),
		],
		[
			"of a revision with an image whose scan cannot be read by design",
			running({ registryImage: { value: scans(elsewhere) } }),
		],
		["of a file whose tags are not determined", { ...running(own), revision: null, tags: { unread: "a placeholder" } }],
		[
			"of a file whose containers are not determined",
			{ ...running(), revision: null, containers: { unresolved: "x" } },
		],
	])("%s", (_, facts) => {
		expect(unreadIn(facts)).toBeNull();
	});
});
