import fc from "fast-check";
import { HiddenText } from "../../../core/hidden-text.ts";
import { known, listOf, orOpen, type Slots, together } from "./slots.ts";

const hidden = (text: string) => new HiddenText(text);
const ofValues = (...texts: readonly string[]): Slots<HiddenText> =>
	fc.oneof(
		fc.constantFrom(...texts).map((text) => ({ written: hidden(text), fillings: fc.constant(hidden(text)) })),
		fc.constant({ written: { unresolved: "Ref X" }, fillings: fc.constantFrom(...texts).map(hidden) }),
	);
const named = (name: string, ...texts: readonly string[]) =>
	together({ name: known(fc.constant(name)), value: ofValues(...texts) }, (one: object) => one);

/**
 * Variables with values that their names let expect. Any value may contain a credential; under a name that suggests
 * none, an unresolved one is not taken for that, or every parameter would be unknown.
 */
export const environment = orOpen(
	listOf(
		fc.oneof(
			named("LOG_LEVEL", "debug", "", "1"),
			named("DB_PASSWORD", "hunter2", "/run/secrets/x", ""),
			named("MAX_TOKENS", "800", "hunter2"),
			named("DATABASE_URL", "postgres://u:p@h/d", "postgres://h/d"),
		),
	),
);
