import { posix } from "node:path";
import type { EnvironmentFacts } from "../../core/facts.ts";
import { HiddenText } from "../../core/hidden-text.ts";
import { emptyText, type PartialText, reasonOf } from "../../core/partial-text.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { unreadVariables } from "../../domain/containers/credentials.ts";
import type { FileReading } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import { unresolved } from "./attributes.ts";
import { type Assignment, readEnvFile, readRawEnvFile } from "./env-file.ts";
import type { Variables } from "./interpolate.ts";
import { isMapping, isMissing, type Layers, layersOfKey } from "./layers.ts";
import type { Entry } from "./mounts.ts";
import {
	booleanOf,
	entriesOf,
	fieldOf,
	itemsOf,
	type Part,
	positionOf,
	taggedEntriesOf,
	tagOf,
	textOf,
	textWithHoles,
} from "./part.ts";

export interface Environment {
	/** Each variable once, in the order of first appearance. */
	readonly entries: readonly Entry<EnvironmentFacts>[];
	readonly notes: FileReading["notes"];
}

type Found = Entry<EnvironmentFacts>;

/**
 * The variables of a service: those of its files, then its own; the last one wins. A missing file may
 * contain any secret: a variable of that name shows that the others are not complete.
 * https://docs.docker.com/reference/compose-file/services/#environment
 */
export function environmentOf(layers: Layers, file: SourceFile): Environment {
	const files = layersOfKey(layers, "env_file").flatMap((layer) =>
		isMissing(layer)
			? [{ entries: [unknownVariable(layer.missing, null)], notes: [] }]
			: variablesFromFiles(layer, file),
	);
	const own = lastByName(ownVariables(layersOfKey(layers, "environment")));
	const all = lastByName([...files.flatMap(({ entries }) => entries), ...own]);
	return { entries: all, notes: files.flatMap(({ notes }) => notes) };
}

function lastByName(entries: readonly Found[]): readonly Found[] {
	const last = new Map<unknown, Found>();
	for (const entry of entries) {
		last.set(entry.fact.name === unreadVariables ? keyOfUnknown(entry) : entry.fact.name, entry);
	}
	return [...last.values()];
}

/**
 * The variables of `environment`. According to its documentation `!reset` removes a variable, but Compose only does so where
 * the variable was written in one mapping: otherwise it has made a list of them (github.com/compose-spec/compose-go,
 * loader/reset.go and override/merge.go), and a later version may remove it from that as well.
 */
function ownVariables(layers: Layers): readonly Found[] {
	let found: readonly Found[] = [];
	for (const [index, layer] of layers.entries()) {
		if (isMissing(layer)) {
			found = [...found, unknownVariable(layer.missing, null)];
			continue;
		}
		const [first] = layers;
		const isOneMapping = index === 1 && first !== undefined && !isMissing(first) && isMapping(first);
		for (const [name, part] of removedVariables(layer)) {
			const others = found.filter(({ fact }) => fact.name !== name);
			const isKept = !isOneMapping && others.length < found.length;
			found = isKept ? [...others, { fact: { name, value: notSurelyReset }, part }] : others;
		}
		found = [...found, ...inlineVariables(layer)];
	}
	return found;
}

const removedVariables = (layer: Part) => taggedEntriesOf(layer).filter(([, part]) => tagOf(part) === "!reset");

const notSurelyReset = unresolved(
	"!reset removes it only from a mapping; write it with its new value, or replace environment with !override",
);

const unknownVariable = (why: string, part: Part | null): Found => ({
	fact: { name: unreadVariables, value: unresolved(why) },
	part,
});

/** A missing layer counts once, whatever it hides; an unknown variable with its own position counts separately. */
const keyOfUnknown = (secret: Found): unknown =>
	secret.part === null && isUnresolved(secret.fact.value)
		? `${unreadVariables}: ${secret.fact.value.unresolved}`
		: secret;

/** A variable with a hidden value; with holes, the reason that it is unknown, and its known part, hidden. */
function variable(name: string, value: PartialText): EnvironmentFacts {
	const text = new HiddenText(String(value));
	return value.isKnown ? { name, value: text } : { name, value: unresolved(reasonOf(value.holes)), known: text };
}

function inlineVariables(layer: Part): readonly Found[] {
	const { variables } = layer.origin;
	if (!isMapping(layer)) return itemsOf(layer).map((part) => variableFromItem(part, variables));
	return entriesOf(layer).map(([name, part]) => {
		if (part.value === null) return { fact: outsideVariable(name, variables), part };
		const value = textWithHoles(part, true);
		return { fact: value === null ? { name, value: unresolved("it is not a string") } : variable(name, value), part };
	});
}

/** `NAME=value` or `NAME`. */
function variableFromItem(part: Part, variables: Variables): Found {
	const text = textWithHoles(part, true);
	if (text === null) return unknownVariable("a variable is not a string", part);
	const [name = emptyText, value] = text.splitAt("=", 2);
	const fact = value === undefined ? outsideVariable(String(name), variables) : variable(String(name), value);
	return { fact, part };
}

/** A variable without a value takes it from the `.env`, or from the shell, which is not read. */
function outsideVariable(name: string, variables: Variables): EnvironmentFacts {
	const value = variables.get(name);
	return value === undefined ? { name, value: null } : variable(name, value);
}

function variablesFromFiles(layer: Part, file: SourceFile): readonly Environment[] {
	const parts = isMapping(layer) ? [layer] : itemsOf(layer);
	return parts.map((part) => {
		const read = readVariables(part, file);
		if ("assignments" in read) {
			const { variables } = part.origin;
			const facts = read.assignments.map(({ name, value }) =>
				value === null ? outsideVariable(name, variables) : variable(name, value),
			);
			return { entries: facts.map((fact) => ({ fact, part })), notes: [] };
		}
		const { missing } = read;
		const name = `env_file ${formatForDisplay(read.path)}`.trim();
		const text = `${name} cannot be read (${formatForDisplay(missing)})`;
		return { entries: [unknownVariable(text, part)], notes: [{ at: positionOf(part), text }] };
	});
}

type FileRead = { readonly assignments: readonly Assignment[] } | { readonly path: string; readonly missing: string };

function readVariables(part: Part, file: SourceFile): FileRead {
	const named = isMapping(part) ? fieldOf(part, "path") : part;
	const text = named === null ? unresolved("it does not name a file") : textOf(named);
	if (typeof text !== "string") return { path: "", missing: text.unresolved };
	const path = posix.isAbsolute(text) ? text : posix.join(part.origin.folder, text);
	const found = file.readRelative(path);
	if ("text" in found) {
		const format = isMapping(part) ? fieldOf(part, "format") : null;
		return {
			assignments:
				format?.value === "raw" ? readRawEnvFile(found.text) : readEnvFile(found.text, part.origin.variables),
		};
	}
	const required = isMapping(part) ? fieldOf(part, "required") : null;
	if (required !== null && booleanOf(required) === false) return { assignments: [] };
	return { path, missing: found.missing };
}
