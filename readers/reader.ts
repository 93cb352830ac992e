import type { Facts } from "../core/facts.ts";
import type { Value } from "../core/reading.ts";
import type { AroundStart } from "../domain/containers/around-start.ts";
import type { DocumentPath, Lines, Location, SourceDocument } from "./document/source-document.ts";
import type { Comment } from "./document/yaml-comments.ts";
import type { Ignore, MetadataIgnore } from "./ignore.ts";

/** A kind of file that can be checked; `readers/<kind>/index.ts` exports one as its default. */
export type Reader = DocumentReader | TextReader;

interface AnyReader {
	/** The name of its folder, and the word that `--as` takes. */
	readonly kind: string;
	/** What such files are called, in the plural: `Compose files`. */
	readonly title: string;
	/** The forms in which they come; help and README put this in parentheses after the title. */
	readonly forms?: string;
	/**
	 * The names that such files usually have, as a regular expression for a name without its folders; JavaScript and Python
	 * (pre-commit) read it the same way. Absent when any name is usual.
	 */
	readonly fileNames?: string;
	/** The first reader that recognizes a file reads it, in ascending order of this number. Each reader has its own number. */
	readonly precedence: number;
	/**
	 * Loads the function that reads such a file. The readers of JSON that most files need import theirs statically, the others on first
	 * use: every part of the bundle takes time to load, and to compile even where it is not used.
	 */
	readonly load: () => FileReader | Promise<FileReader>;
	/** Absent: `fix` does not edit such files. */
	readonly editable?: Editable;
	/** Absent: every file is judged by itself. */
	readonly merging?: Merging;
	/** Where such files leave values open: what determines them, as an instruction. Absent: nothing else does. */
	readonly wholeAnswer?: string;
	/** Why `fix` does not edit such files, and what to do instead, as a clause. Absent: it names the kinds that it edits. */
	readonly notEditable?: string;
}

/** Which files of a kind a tool merges before it uses them. Paths are as the user named them; the base comes first. */
export interface Merging {
	/**
	 * The files that are merged when the tool is started in a folder; empty when it finds none. `exists` and `read` take the name of a file
	 * in this folder; `read` returns null when it cannot be read.
	 */
	readonly inFolder: (folder: {
		readonly exists: (name: string) => boolean;
		readonly read: (name: string) => string | null;
	}) => readonly string[];
	/** The groups that files which the user named in this order form; a file that is merged with no other is a group of its own. */
	readonly amongNamed: (
		files: readonly NamedDocument[],
		exists: (path: string) => boolean,
	) => readonly (readonly string[])[];
}

export interface NamedDocument {
	readonly path: string;
	readonly value: unknown;
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
	/** Whether its name makes a file one of this kind: it is then read as such if the user named it, and else passed over unless recognized. */
	readonly namesFile?: (path: string) => boolean;
	/** Loads the function that finds the comments of such a text, in which ignores may be. */
	readonly loadComments: () => Promise<(text: string) => readonly Comment[]>;
}

/** What `fix` needs to know about a kind of file that it can edit. */
export interface Editable {
	/** How such files write the settings of a container; `fix` (fix/edits.ts) can write each. */
	readonly notation: "ecs-api" | "cloudformation" | "compose";
	/** Why this file is not edited, as a clause; null when it can be. `isPiped`: it has no folder, it came through standard input. */
	readonly refusal?: (file: SourceFile, isPiped: boolean) => string | null;
	/** Whether a subject inherits settings from another subject of its file, which is then edited first. */
	readonly inherits?: (subject: FileSubject, file: SourceFile) => boolean;
}

/** A file whose text was read: the input of every reader. */
export interface SourceFile {
	/** As the user named it; used in subjects and messages. */
	readonly path: string;
	readonly text: string;
	/** Its value is null when the text is not a document, such as a `docker run` line. */
	readonly document: SourceDocument;
	/** ISO 8601. */
	readonly readAt: string;
	/** The text of a file that this one refers to, by its path relative to this file's folder, or why it is missing. */
	readonly readRelative: (path: string) => { readonly text: string } | { readonly missing: string };
	/** What else is in its folder. Absent: it has none, or what is there says nothing of it. */
	readonly beside?: Beside;
	/** The files that are merged with this one before they are judged: those that it overrides, and those that override it. Absent: none. */
	readonly merged?: { readonly below: readonly MergedFile[]; readonly above: readonly MergedFile[] };
}

/** The folder of a file. Files of the same folder have the same object. */
export interface Beside {
	/** The names of the files in a folder, whose path is relative to this one and empty or ends with a slash; sorted. */
	readonly names: (folder: string) => readonly string[];
	/** The folders below this one, relative to it, each with a slash at its end, up to a limit. */
	readonly below: () => readonly string[];
	/** The path of a file as the user would name it. */
	readonly pathOf: (relative: string) => string;
}

/** A file that is merged with another, with its path as the user named it; `missing`: why it could not be read. */
export type MergedFile =
	| Pick<SourceFile, "path" | "text" | "document">
	| { readonly path: string; readonly missing: string };

/** Something in a file that can be judged. */
export interface FileSubject {
	/** `facts.arn` is `path` or, with several resources in a file, `path#name`. */
	readonly facts: Facts;
	/** What the tool that wrote the file calls it: `aws:cdk:path`, or the address in Terraform. Absent: the name in `facts.arn`, if there is one. */
	readonly address?: string;
	/**
	 * The facts for every possible outcome of what the file leaves undecided (conditions of a template):
	 * judged instead of `facts`, in which everything that differs is unknown, and combined by `mergeAlternatives`. Absent: one outcome.
	 */
	readonly alternatives?: readonly Facts[];
	/**
	 * The position of a field of the subject or of one of its containers, in the terms of `Control.field`. A field that is not
	 * written has the position of its nearest ancestor: the container, or the subject.
	 */
	readonly positionOf: (field: string, container?: string) => Location;
	/**
	 * The document path at which a field is written or would be written; null when another file, or a part that
	 * other subjects share, contains it. Absent: `fix` does not edit files of this kind.
	 */
	readonly path?: (field: string, container?: string) => DocumentPath | null;
	/** A field of a container as its file writes it, whichever that is; undefined when none does. Absent: what `path` leads to. */
	readonly written?: (field: string) => unknown;
	/**
	 * The words that each container starts with, in the order of the facts' containers: entry point, then command; empty when
	 * its image decides. They may contain secrets, so they are not facts and are read only for `fix`. Absent: none are read.
	 */
	readonly startWords?: () => readonly Value<readonly string[]>[];
	/** What else the file says of what is written in each container, in the order of the facts' containers; read only for `fix`. Absent: nothing. */
	readonly aroundStart?: () => readonly AroundStart[];
	/** Whether the image is built from a Dockerfile, whatever it is called. Absent: such files build none. */
	readonly buildsImage?: () => boolean;
	/** Why it may not exist, as a clause that ends the reason of each verdict. Absent: it exists. */
	readonly existsOnlyIf?: string;
	/** Translates advice from the terms of the ECS API to those of the file. Absent: they are the same. */
	readonly inFileTerms?: (advice: string) => string;
	/**
	 * The lines of the subject, or of one of its containers, in each file that contains a part of it; none when they are not written
	 * separately. Absent: such files have no comments.
	 */
	readonly linesOf?: (container?: string) => readonly Lines[];
	/** The ignores that the file has for the subject as data, such as the metadata of a resource. Absent: none. */
	readonly metadataIgnores?: () => readonly MetadataIgnore[];
	/** The valid ignores that may cover a verdict on the subject, of any form; `readIgnores` adds them. */
	readonly ignores?: readonly Ignore[];
	/** The only field that the file contains, in the terms of `Control.field`: only controls on it are evaluated. Absent: all controls. */
	readonly onlyField?: string;
}

/** What was read from a file. */
export interface FileReading {
	readonly subjects: readonly FileSubject[];
	/** What could not be read and is therefore not checked, for users: `include of other.yaml: no such file`. */
	readonly notes: readonly { readonly at: Location; readonly text: string }[];
	/**
	 * Texts in which the locations of subjects are, besides the file itself, with what finds the comments of each: their ignores hold for
	 * this file as well. Absent: none.
	 */
	readonly sources?: () => readonly {
		readonly path: string;
		readonly text: string;
		readonly findComments: (text: string) => readonly Comment[];
	}[];
	/** Whether something that is judged depends on what `Reader.wholeAnswer` determines. */
	readonly leavesOpen?: boolean;
}

/** Reads a file of its kind. Throws BadInputError, `path:line:column: what is wrong; what to write`. */
export type FileReader = (file: SourceFile) => FileReading;
