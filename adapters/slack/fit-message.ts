import type { KnownBlock } from "@slack/types";
import { slackLimits } from "./blocks.ts";

/** A part of a message that may be shortened. */
export interface Part {
	/** What is heavier is lengthened first. */
	readonly weight: number;
	/** Characters of outside text, after escaping. With `min` of them it is worth its place, with `max` it is complete. */
	readonly min: number;
	readonly max: number;
	/** With at most so many of them. */
	readonly toBlocks: (room: number) => readonly KnownBlock[];
}

export interface Frame {
	/** Always shown, first and last. */
	readonly first: readonly KnownBlock[];
	readonly last: readonly KnownBlock[];
	/** Worst first. An item is shown with all of its parts, at least at their `min`, or is counted as left out. */
	readonly items: readonly (readonly Part[])[];
	/** Says how many of the last items are left out. */
	readonly more: (leftOut: number) => KnownBlock;
}

/** Blocks that are always shown whole. */
export const wholePart = (...blocks: readonly KnownBlock[]): Part => ({
	weight: 0,
	min: 0,
	max: 0,
	toBlocks: () => blocks,
});

/** The blocks of a message that Slack accepts: what is heaviest is kept, the rest is shortened or left out. */
export function fitMessage({ first, last, items, more }: Frame): KnownBlock[] {
	const always = sizeOf([...first, ...last]);
	const whole = firstItems(items, always);
	const { shown, size: shortest } =
		whole.shown.length === items.length ? whole : firstItems(items, sum(always, sizeOf([more(items.length)])));
	let size = shortest;
	const lengthened = new Map<Part, readonly KnownBlock[]>();
	for (const part of shown.flat().toSorted((one, other) => other.weight - one.weight)) {
		const others = difference(size, shortestSize(part));
		const isFitting = (candidate: readonly KnownBlock[]) => fits(sum(others, sizeOf(candidate)));
		const blocks = longest(part, isFitting) ?? part.toBlocks(part.min);
		lengthened.set(part, blocks);
		size = sum(others, sizeOf(blocks));
	}
	const body = shown.flat().flatMap((part) => lengthened.get(part) ?? []);
	const leftOut = items.length - shown.length;
	return [...first, ...body, ...(leftOut === 0 ? [] : [more(leftOut)]), ...last];
}

const shortestSize = ({ min, toBlocks }: Part): Size => sizeOf(toBlocks(min));

/** As many items as fit beside what has the size already. */
function firstItems(items: Frame["items"], size: Size): { readonly shown: Frame["items"]; readonly size: Size } {
	const shown: (readonly Part[])[] = [];
	let total = size;
	for (const item of items) {
		const longer = sum(total, ...item.map(shortestSize));
		if (!fits(longer)) break;
		total = longer;
		shown.push(item);
	}
	return { shown, size: total };
}

/** The part with as much room as fits, by bisection; null if only its `min` does. */
function longest({ min, max, toBlocks }: Part, isFitting: (blocks: readonly KnownBlock[]) => boolean) {
	const complete = toBlocks(max);
	if (isFitting(complete)) return complete;
	let best: readonly KnownBlock[] | null = null;
	let [low, high] = [min, max];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		const blocks = toBlocks(middle);
		if (isFitting(blocks)) [best, low] = [blocks, middle];
		else high = middle;
	}
	return best;
}

interface Size {
	readonly blocks: number;
	readonly text: number;
	readonly json: number;
}

/** Characters outside ASCII count as the six of their escape in JSON, because it is unknown how Slack counts them. */
export const sizeOf = (blocks: readonly KnownBlock[]): Size => ({
	blocks: blocks.length,
	text: charactersIn(blocks),
	json: blocks.reduce(
		(length, block) => length + JSON.stringify(block).replace(/[^\0-\x7f]/g, "\\u0000").length + 1,
		2,
	),
});

/** Of all texts, wherever they stand. */
function charactersIn(value: unknown): number {
	if (typeof value !== "object" || value === null) return 0;
	return Object.entries(value).reduce(
		(length, [key, one]) => length + (key === "text" && typeof one === "string" ? one.length : charactersIn(one)),
		0,
	);
}

const fits = ({ blocks, text, json }: Size): boolean =>
	blocks <= slackLimits.blocks && text <= slackLimits.textOfBlocks && json <= slackLimits.jsonOfBlocks;

const sum = (...sizes: readonly Size[]): Size => ({
	blocks: sizes.reduce((total, { blocks }) => total + blocks, 0),
	text: sizes.reduce((total, { text }) => total + text, 0),
	json: sizes.reduce((total, { json }) => total + json, 0),
});

const difference = (one: Size, other: Size): Size => ({
	blocks: one.blocks - other.blocks,
	text: one.text - other.text,
	json: one.json - other.json,
});
