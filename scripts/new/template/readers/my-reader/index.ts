import type { DocumentReader } from "../../../../../readers/reader.ts";
import { readMyReader } from "./read.ts";
import { looksLikeMyReader } from "./recognize.ts";

export default {
	kind: "my-reader",
	source: "document",
	title: "TODO files",
	keys: ["myReader"],
	precedence: 0,
	recognizes: looksLikeMyReader,
	load: () => readMyReader,
} satisfies DocumentReader;
