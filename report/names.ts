import type { LedgerEntry } from "../core/ledger.ts";
import type { SubjectKind } from "../core/subject.ts";
import { formatList, truncate } from "../core/text.ts";

export const kindNames: Readonly<Record<SubjectKind, { readonly one: string; readonly many: string }>> = {
	"task-definition": { one: "Task definition", many: "Task definitions" },
	image: { one: "Image", many: "Images" },
	repository: { one: "Repository", many: "Repositories" },
	service: { one: "Service", many: "Services" },
	cluster: { one: "Cluster", many: "Clusters" },
	"capacity-provider": { one: "Capacity provider", many: "Capacity providers" },
};

/** The name of a subject, and the detail that distinguishes it: the tags or digest of an image, the revision of a family. */
export function nameOfEntry({ subject, about }: LedgerEntry): { readonly name: string; readonly detail: string } {
	switch (subject.kind) {
		case "repository":
		case "cluster":
		case "capacity-provider":
			return { name: truncate(subject.name, maxNameLength), detail: "" };
		case "service": {
			const runs = about["runs"] ?? "";
			return {
				name: truncate(`${subject.cluster}/${subject.name}`, maxNameLength),
				detail: runs === "" ? "" : `runs ${truncate(runs, maxNameLength)}`,
			};
		}
		case "image": {
			const tags = (about["tags"] ?? "").split(",").filter((tag) => tag !== "");
			const detail = tags.length === 0 ? shortDigest(subject.digest) : formatList(tags, 2);
			return { name: truncate(subject.repository, maxNameLength), detail: truncate(detail, 80) };
		}
		case "task-definition": {
			const revision = about["revision"] ?? "";
			return {
				name: truncate(subject.family, maxNameLength),
				detail: revision === "" ? "" : `revision ${truncate(revision, 12)}`,
			};
		}
	}
}

/** Name and detail in one string. */
export function labelOfEntry(entry: LedgerEntry): string {
	const { name, detail } = nameOfEntry(entry);
	if (detail === "") return name;
	return entry.subject.kind === "image" ? `${name}:${detail}` : `${name}, ${detail}`;
}

/** The name in an ARN: `arn:…:task-definition/web:8` becomes `web:8`. */
export function nameOfArn(arn: string): string {
	const resource = arn.startsWith("arn:") ? arn.split(":").slice(5).join(":") : arn;
	return truncate(resource.replace(/^[a-z-]+\//, ""), maxNameLength);
}

const maxNameLength = 160;

const shortDigest = (digest: string): string => digest.slice(0, "sha256:".length + 12);
