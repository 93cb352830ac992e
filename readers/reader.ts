import type { Facts } from "../core/facts.ts";
import type { Value } from "../core/reading.ts";
import type { DocumentPath, Position, SourceDocument } from "./document/source-document.ts";

/** A kind of file that can be checked; `readers/<kind>/index.ts` exports one as its default. */
export type Reader = DocumentReader | TextReader;

interface AnyReader {
	/** The name of its folder, and the word that `--as` takes. */
	readonly kind: string;
	/** What such files are called, in the plural: `Compose files`. */
	readonly title: string;
	/** The forms in which they come, as help and README write them in parentheses behind the title. */
	readonly forms?: string;
	/**
	 * The names that such files usually have, as a regular expression for a name without its folders; JavaScript and Python
	 * (pre-commit) read it alike. Absent: they can have every name.
	 */
	readonly fileNames?: string;
	/** The first reader that recognizes a file reads it; the one with the lowest number is asked first. Each has its own number. */
	readonly precedence: number;
	/**
	 * What reads such a file. A reader that needs the YAML library (15 ms to load) imports it here, when the first such file is read;
	 * the others import theirs statically, because every separate part of the bundle takes time to load too.
	 */
	readonly load: () => FileReader | Promise<FileReader>;
	/** Absent: `fix` does not edit such files. */
	readonly editable?: Editable;
	/** Why `fix` does not edit such files, and what to do instead, as a clause. Absent: it names the kinds that it edits. */
	readonly notEditable?: string;
}

/** A reader of JSON or YAML. */
export interface DocumentReader extends AnyReader {
	readonly source: "document";
	/** Keys by which a file that is not valid JSON or YAML still shows that it is of this kind. */
	readonly keys: readonly string[];
	readonly recognizes: (value: unknown) => boolean;
}

/** A reader of text that is neither JSON nor YAML. */
export interface TextReader extends AnyReader {
	readonly source: "text";
	/** `mayBeScript`: the user named the file, and its name is not one of JSON or YAML. */
	readonly recognizes: (text: string, mayBeScript: boolean) => boolean;
}

/** What `fix` needs to know of a kind of file that it can edit. */
export interface Editable {
	/** How such files write the settings of a container; `fix` (fix/edits.ts) can write each. */
	readonly notation: "ecs-api" | "cloudformation" | "compose";
	/** Why this file is not edited, as a clause; null when it can be. `isPiped`: it has no folder, it came through standard input. */
	readonly refusal?: (file: SourceFile, isPiped: boolean) => string | null;
	/** Whether a subject takes settings over from another subject of its file, which is then edited first. */
	readonly inherits?: (subject: FileSubject, file: SourceFile) => boolean;
}

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
	readonly readRelative: (path: string) => { readonly text: string } | { readonly missing: string };
}

/** Something in a file that can be judged. */
export interface FileSubject {
	/** `facts.arn` is `path` or, with several resources in a file, `path#name`. */
	readonly facts: Facts;
	/**
	 * The facts for every way in which the file leaves open what is deployed (conditions that a template does not decide):
	 * judged instead of `facts`, in which what differs is unknown, and folded by `mergeAlternatives`. Absent: there is one way only.
	 */
	readonly alternatives?: readonly Facts[];
	/**
	 * Where a field of the subject stands, or one of its container's; `Control.field` says the words. A field that is not
	 * written stands where its nearest ancestor does: the container, or the subject.
	 */
	readonly positionOf: (field: string, container?: string) => Position;
	/**
	 * The document path at which a field stands or, where it is not written, belongs; null where another file or a part that
	 * others share has it. Absent: `fix` does not edit files of this kind.
	 */
	readonly path?: (field: string, container?: string) => DocumentPath | null;
	/**
	 * The words that each container starts with, in the order of the facts' containers: entry point, then command; empty where
	 * its image decides. They may hold secrets, so they are no facts and are read when `fix` asks. Absent: none are read.
	 */
	readonly startWords?: () => readonly Value<readonly string[]>[];
	/** Advice that is written in the words of the ECS API, in those of the file. Absent: it has the same. */
	readonly inFileTerms?: (advice: string) => string;
	/** All that the file says of the subject, in the words of `Control.field`: only controls about that are asked. Absent: every one. */
	readonly onlyField?: string;
}

/** What a file holds for us. */
export interface FileReading {
	readonly subjects: readonly FileSubject[];
	/** What could not be read and is therefore not checked, for people: `include of other.yaml: no such file`. */
	readonly notes: readonly { readonly at: Position; readonly text: string }[];
}

/** Reads a file of its kind. Throws BadInputError, `path:line:column: what is wrong; what to write`. */
export type FileReader = (file: SourceFile) => FileReading;
