import { DescribeImagesCommand, type ECRClient, type ImageDetail } from "@aws-sdk/client-ecr";
import type { ImageFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { arnOf, type ImageSubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { isoTimeOf } from "../clients/iso-time.ts";
import { isNamed, readingOf } from "../failures.ts";
import { permissions as contentsPermissions, gone, type ReadOfScan, readContents } from "./image-contents.ts";
import { artifactKindOf } from "./stored-image.ts";

export const permissions: readonly Permission[] = [
	{ action: "ecr:DescribeImages", on: "repository" },
	...contentsPermissions,
];

/**
 * Reads the facts of an image and its scan from ECR; null when the image does not exist. `announcedAt` is the time of the
 * event that announced a result (ISO 8601), or null. `known`: what DescribeImages has just returned, and what was just read of the scan
 * of this digest. Throws TryLaterError.
 */
export async function readImage(
	client: ECRClient,
	subject: ImageSubject,
	readAt: string,
	announcedAt: string | null,
	known: { readonly detail?: ImageDetail; readonly scan?: ReadOfScan } = {},
): Promise<ImageFacts | null> {
	const { repository, digest } = subject;
	try {
		const answer =
			known.detail === undefined
				? await readingOf("ecr:DescribeImages", describe(client, subject), gone)
				: { value: known.detail };
		const detail = wasRead(answer) ? answer.value : {};
		if (detail === null) return null;
		const pushedAt = isoTimeOf(detail.imagePushedAt);
		const facts = {
			kind: "image",
			repository,
			digest,
			arn: arnOf(subject),
			tags: detail.imageTags ?? [],
			pushedAt,
			...(pushedAt === null
				? { pushTimeUnread: wasRead(answer) ? "ecr:DescribeImages did not return it" : answer.unread }
				: {}),
			sizeBytes: detail.imageSizeInBytes ?? 0,
			awaitedSince: laterOf(pushedAt, plausibleAnnouncement(announcedAt, readAt)),
			readAt,
		} as const;
		return {
			...facts,
			...(await readContents(client, subject, { kind: artifactKindOf(detail), tags: facts.tags, ...known })),
		};
	} catch (error) {
		if (isNamed(error, ...gone)) return null;
		throw error;
	}
}

async function describe(client: ECRClient, { repository, digest }: ImageSubject): Promise<ImageDetail | null> {
	const command = new DescribeImagesCommand({ repositoryName: repository, imageIds: [{ imageDigest: digest }] });
	const { imageDetails = [] } = await callAws("ecr:DescribeImages", (options) => client.send(command, options), {
		isComplete: (answer) => Array.isArray(answer.imageDetails),
	});
	return imageDetails.find(({ imageDigest }) => imageDigest === digest) ?? null;
}

/** The allowed clock difference; a result announced further in the future would be awaited until then. */
const maxSkewMs = 300_000;

function plausibleAnnouncement(announcedAt: string | null, readAt: string): string | null {
	return announcedAt !== null && Date.parse(announcedAt) > Date.parse(readAt) + maxSkewMs ? null : announcedAt;
}

function laterOf(one: string | null, other: string | null): string | null {
	if (one === null || other === null) return one ?? other;
	return Date.parse(other) > Date.parse(one) ? other : one;
}
