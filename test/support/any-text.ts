import fc from "fast-check";

const surrogates = { from: 0xd800, count: 0x800 };
const lastCodePoint = 0x10ffff;

/** Every code point except surrogates. Fast-check's own unit "binary" first builds a table of all 1.1 million: a second per test file. */
export const anyCodePoint: fc.Arbitrary<string> = fc.nat({ max: lastCodePoint - surrogates.count }).map(
	(index) => String.fromCodePoint(index < surrogates.from ? index : index + surrogates.count),
	(text) => {
		const code = typeof text === "string" ? text.codePointAt(0) : undefined;
		if (code === undefined || String.fromCodePoint(code) !== text) throw new Error("not one code point");
		return code < surrogates.from ? code : code - surrogates.count;
	},
);

/** A text of any code points, control characters and unassigned ones included; lengths are in code points. */
export const anyCodePoints = (lengths: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> =>
	fc.string({ unit: anyCodePoint, ...lengths });

/** Texts that often cause errors: markup, characters that reverse or hide text, lone surrogates, emoji, empty and very long texts. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
	anyCodePoints({ maxLength: 40 }),
	fc.string({ unit: "grapheme", maxLength: 40 }),
	fc.constantFrom(
		"",
		" \t\n",
		"<!channel> & <https://evil.example|click> `code` *bold* _it_ ~s~ &lt;",
		"\u202egnp.exe\u202c\u200b\u2066x\u2069",
		"a\ud800b\udc00",
		"__proto__",
		"constructor",
		"x\ny\r\nz\u2028w",
		"👩‍👩‍👧‍👦",
	),
	fc
		.tuple(fc.constantFrom("a", "😀", "&", "<", "`", "\u0301"), fc.integer({ min: 1, max: 6_000 }))
		.map(([text, times]) => text.repeat(times)),
);
