import fc from "fast-check";
import { PartialText } from "../../../core/partial-text.ts";

/** A value with unresolved parts, and the values that it may turn out to be: only itself if nothing in it is unresolved. */
export interface Slot<T = unknown> {
	readonly written: unknown;
	readonly fillings: fc.Arbitrary<T>;
}

export type Slots<T = unknown> = fc.Arbitrary<Slot<T>>;

const why = "Ref X";
const closed = <T>(written: T): Slot<T> => ({ written, fillings: fc.constant(written) });
/** What is not resolved, and is one of the values. */
export const unresolvedAs = <T>(values: fc.Arbitrary<T>, more: object = {}): Slot<T> => ({
	written: { unresolved: why, ...more },
	fillings: values,
});

/** A known value, or one that may be any of them, absent ones included. */
export const anyOf = <T>(values: fc.Arbitrary<T>): Slots<T> =>
	fc.oneof(values.map(closed), fc.constant(unresolvedAs(values)));

/** A known value, or the value of a parameter, which is not absent. */
export const setTo = <T>(values: fc.Arbitrary<T>): Slots<T> =>
	fc.oneof(values.map(closed), fc.constant(unresolvedAs(values, { isSet: true })));

export const known = <T>(values: fc.Arbitrary<T>): Slots<T> => values.map(closed);

/** What was read, or could not be. */
export const readOrNot = <T>(values: fc.Arbitrary<T>): Slots<{ readonly value: T }> => {
	const readings = values.map((value) => ({ value }));
	return fc.oneof(readings.map(closed), fc.constant({ written: { unread: why }, fillings: readings }));
};

/** What could not be read, and is one of these readings. */
export const unreadOr = <T>(readings: fc.Arbitrary<{ readonly value: T }>): Slots<{ readonly value: T }> =>
	fc.constant({ written: { unread: why }, fillings: readings });

/** A text in which a null is a hole. */
export type Template = readonly (string | null)[];

/** A text of one of the templates, with a text in place of each hole. */
export const textOf = (templates: readonly Template[], holes: fc.Arbitrary<string>): Slots<string> =>
	fc.constantFrom(...templates).map((template) => {
		const text = new PartialText(template.map((part) => part ?? { label: "${X}", why }));
		const fillings = fc.tuple(...template.map((part) => (part === null ? holes : fc.constant(part))));
		const joined = fillings.map((parts) => parts.join(""));
		return text.isKnown ? closed(String(text)) : unresolvedAs(joined, { text, isSet: true });
	});

/** A list of texts, in which each unresolved one may be any of the items. */
export const textList = (
	texts: fc.Arbitrary<string>,
	lengths: fc.ArrayConstraints = { maxLength: 3 },
): Slots<readonly string[]> =>
	fc.array(fc.oneof(texts, fc.constant(null)), lengths).map((list) => {
		if (list.every((item) => item !== null)) return closed(list);
		return unresolvedAs(fc.tuple(...list.map((item) => (item === null ? texts : fc.constant(item)))), {
			known: list,
		});
	});

/** Several slots as one: `build` gets what is written and, for each filling, what that is. */
export const together = <T>(slots: Readonly<Record<string, Slots>>, build: (values: never) => T): Slots<T> =>
	fc.record(slots).map((all) => {
		const written = Object.fromEntries(Object.entries(all).map(([name, slot]) => [name, slot.written]));
		const fillings = Object.fromEntries(Object.entries(all).map(([name, slot]) => [name, slot.fillings]));
		return { written: build(written as never), fillings: fc.record(fillings).map((filled) => build(filled as never)) };
	});

export const listOf = <T>(item: Slots<T>, lengths: fc.ArrayConstraints = { maxLength: 2 }): Slots<readonly T[]> =>
	fc.array(item, lengths).map((slots) => ({
		written: slots.map(({ written }) => written),
		fillings: fc.tuple(...slots.map(({ fillings }) => fillings)),
	}));

/** One of the slots, or as a whole any of their fillings: a list of mounts, or an unresolved list. */
export const orOpen = <T>(slots: Slots<T>): Slots<T> =>
	fc.oneof(
		{ arbitrary: slots, weight: 4 },
		{ arbitrary: fc.constant(unresolvedAs(slots.chain(({ fillings }) => fillings))), weight: 1 },
	);

/** For `together`: the values as they are. */
export const itself = (values: object): object => values;

const written = fc.constantFrom<Readonly<Record<string, string>>>({}, { team: "a" }, { Team: "a" });
/** Of some, only the key is known. */
export const tags = fc.oneof(
	readOrNot(written),
	fc.constant({
		written: { unread: why, keys: ["team"] },
		fillings: fc.constantFrom("", "a").map((team) => ({ value: { team } })),
	}),
);
