import { readFileSync } from "node:fs";
import path from "node:path";

/** A variable and what a person says of it. */
export interface SecretPair {
	readonly name: string;
	readonly value: string;
	readonly isSecret: boolean;
	readonly note: string;
}

const folder = path.join(import.meta.dirname, "../controls/task-definition/no-plaintext-secrets");

const alphabets: Readonly<Record<string, string>> = {
	hex: "0123456789abcdef",
	num: "1234567890",
	lower: "abcdefghijklmnopqrstuvwxyz0123456789",
	upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
	b62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
	b64: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
};

/**
 * The pairs of a file with tabs between name, value, label and note. So that no file contains what looks like a real token,
 * `{hex:32}` and the like stand for that many random characters and `{-}` for nothing; `\n` is a line break.
 */
export function readSecretPairs(file: string): readonly SecretPair[] {
	const random = randomOf(7);
	const lines = readFileSync(path.join(folder, file), "utf8").split("\n");
	return lines
		.filter((line) => line !== "" && !line.startsWith("# "))
		.map((line) => {
			const [name = "", value = "", label = "", note = ""] = line.split("\t");
			if (label !== "secret" && label !== "plain") throw new Error(`no label: ${line}`);
			return { name: name.replaceAll("{-}", ""), value: expand(value, random), isSecret: label === "secret", note };
		});
}

function expand(text: string, random: (alphabet: string, length: number) => string): string {
	return text
		.replaceAll("{-}", "")
		.replaceAll("{uuid}", "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}")
		.replace(/\{(hex|num|lower|upper|b62|b64):(\d+)\}/g, (_, kind, length) => random(kind, Number(length)))
		.replace(/\\(n|\\)/g, (_, escaped) => (escaped === "n" ? "\n" : "\\"));
}

/** The same characters in every run. */
function randomOf(start: number): (kind: string, length: number) => string {
	let state = start;
	return (kind, length) =>
		Array.from({ length }, () => {
			state = (state * 48_271) % 2_147_483_647;
			const alphabet = alphabets[kind] ?? "";
			return alphabet[state % alphabet.length];
		}).join("");
}
