import fc from "fast-check";

/** Texts that often cause errors: markup, characters that reverse or hide text, lone surrogates, emoji, empty and very long texts. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
	fc.string({ unit: "binary", maxLength: 40 }),
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
