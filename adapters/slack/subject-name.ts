import type { LedgerEntry } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";

/** `repository payments`, `image payments@sha256:0123456789ab`, `task definition web`; `full` gives the whole digest. */
export function subjectName(subject: Subject, digest: "full" | "short" = "short"): string {
	switch (subject.kind) {
		case "repository":
			return `repository ${subject.name}`;
		case "image":
			return `image ${subject.repository}@${digest === "full" ? subject.digest : subject.digest.slice(0, 19)}`;
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

/** The subject's name with the first tag of an image or the revision of a family. */
export function entryName({ subject, about }: Pick<LedgerEntry, "subject" | "about">): string {
	const tag = about["tags"]?.split(",")[0];
	const revision = about["revision"];
	if (subject.kind === "image" && tag !== undefined) return `image ${subject.repository}:${tag}`;
	if (subject.kind === "task-definition" && revision !== undefined) return `${subjectName(subject)}:${revision}`;
	return subjectName(subject);
}
