import type { LedgerEntry } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";

/** `repository payments`, `image payments@sha256:0123456789ab`, `task definition web`. */
export function subjectName(subject: Subject): string {
	switch (subject.kind) {
		case "repository":
			return `repository ${subject.name}`;
		case "image":
			return `image ${subject.repository}@${shortDigest(subject.digest)}`;
		case "task-definition":
			return `task definition ${subject.family}`;
		case "service":
			return `service ${subject.cluster}/${subject.name}`;
		case "cluster":
			return `cluster ${subject.name}`;
		case "capacity-provider":
			return `capacity provider ${subject.name}`;
	}
}

/** As many digits as `docker images --digests` needs to tell images apart. */
export const shortDigest = (digest: string): string => digest.slice(0, 19);

/** The subject's name with the tags of an image, at most `maxTags`, or the revision of a family. */
export function entryName({ subject, about }: Pick<LedgerEntry, "subject" | "about">, maxTags = 1): string {
	const revision = about["revision"];
	const tags = about["tags"]?.split(",") ?? [];
	if (subject.kind === "image" && tags.length > 0) {
		const more = tags.length > maxTags && maxTags > 1 ? ` and ${tags.length - maxTags} more` : "";
		return `image ${subject.repository}:${tags.slice(0, maxTags).join(", ")}${more}`;
	}
	if (subject.kind === "task-definition" && revision !== undefined) return `${subjectName(subject)}:${revision}`;
	return subjectName(subject);
}
