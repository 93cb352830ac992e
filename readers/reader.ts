import type { Facts } from "../core/facts.ts";
import type { DocumentPath, Position, SourceDocument } from "./document/source-document.ts";

/** A file whose text was read: what every reader starts from. */
export interface SourceFile {
	/** As the user named it: goes into subjects and messages. */
	readonly path: string;
	readonly text: string;
	/** Its value is null where the text is no document: a `docker run` line. */
	readonly document: SourceDocument;
	/** ISO 8601. */
	readonly readAt: string;
	/** The text of a file that this one refers to, by its path relative to this one's folder; why there is none. */
	readonly beside: (path: string) => { readonly text: string } | { readonly missing: string };
}

/** Something in a file that can be judged. */
export interface FileSubject {
	/** `facts.arn` is `path` or, with several resources in a file, `path#name`. */
	readonly facts: Facts;
	/**
	 * The facts for every way in which the file leaves open what is deployed (conditions that a template does not decide):
	 * judged instead of `facts`, which has what differs as not known, and folded by `agreed` (core/agreed.ts). Absent: there
	 * is one way only.
	 */
	readonly alternatives?: readonly Facts[];
	/**
	 * Where a field of the subject stands, or one of its container's; `Control.field` says the words. A field that is not
	 * written stands where its nearest ancestor does: the container, or the subject.
	 */
	readonly place: (field: string, container?: string) => Position;
	/**
	 * The document path at which a field stands or, where it is not written, belongs; null where another file or a part that
	 * others share has it. Absent: files of this kind are not mended.
	 */
	readonly path?: (field: string, container?: string) => DocumentPath | null;
	/** Advice that is written in the words of the ECS API, in those of the file. Absent: it has the same. */
	readonly inItsWords?: (advice: string) => string;
	/** Control ids: only these are asked, for a bare lifecycle or repository policy. Absent: every one. */
	readonly only?: readonly string[];
}

/** What a file holds for us. */
export interface FileReading {
	readonly subjects: readonly FileSubject[];
	/** What could not be read and is therefore not judged, for people: `include of other.yaml: no such file`. */
	readonly notes: readonly { readonly at: Position; readonly text: string }[];
}

/** Reads a file of its kind. Throws BadInputError, `path:line:column: what is wrong; what to write`. */
export type FileReader = (file: SourceFile) => FileReading;
