import type { Control } from "./control.ts";
import type { ContainerFacts, Facts, ImageFacts } from "./facts.ts";
import type { Waiver } from "./policy.ts";
import { isUnresolved, wasRead } from "./reading.ts";
import { nameOf } from "./subject.ts";
import { cut, formatList, oneLine } from "./text.ts";
import type { Verdict, WaiverMark } from "./verdict.ts";
import { type Found, waiversNaming, waiversNamingImage } from "./waiver-index.ts";

/** A waiver that is about a verdict, and what it does there. */
interface Applied extends Found {
	readonly effect: WaiverMark["effect"];
	/** Which vulnerabilities it takes out; null when it hides the failure as a whole. */
	readonly takes: Takes | null;
}

type Takes = (id: string) => boolean;

type WaivedControl = Pick<Control, "id" | "honorsWaiversOf">;

/**
 * One control's verdicts on a subject, those that fail hidden where a waiver says so. `again` judges other facts by the same
 * control: where single vulnerabilities are waived, what is left decides. What could not be judged is never waived.
 */
export function withWaivers(
	control: WaivedControl,
	facts: Facts,
	verdicts: readonly Verdict[],
	waivers: readonly Waiver[],
	again: (facts: Facts) => readonly Verdict[],
): readonly Verdict[] {
	if (waivers.length === 0) return verdicts;
	const named = waiversNaming(waivers, control.id, subjectNames(facts));
	const applied = verdicts.map((verdict) => appliedTo(verdict, control, facts, waivers, named));
	const taken = new Map(verdicts.map(({ container }, at) => [container, takenBy(applied[at] ?? [])]));
	const rest = [...taken.values()].some((takes) => takes !== null) ? again(withoutTaken(facts, taken)) : [];
	return verdicts.map((verdict, at) => {
		const left = rest[at];
		const isSame = rest.length === verdicts.length && left?.container === verdict.container;
		return outcomeOf(verdict, applied[at] ?? [], isSame ? left : undefined);
	});
}

/** Whether a waiver is over at a time, ISO 8601; also when nobody knows what time that is. */
export function isOver({ expires }: Pick<Waiver, "expires">, at: string): boolean {
	return !(Date.parse(at) < Date.parse(`${expires}T00:00:00.000Z`) + 86_400_000);
}

function subjectNames(facts: Facts): readonly string[] {
	const hash = facts.arn.lastIndexOf("#");
	return [facts.arn, nameOf(facts), ...(hash > 0 ? [facts.arn.slice(0, hash)] : [])];
}

function appliedTo(
	{ status, container: name }: Verdict,
	{ id, honorsWaiversOf }: WaivedControl,
	facts: Facts,
	waivers: readonly Waiver[],
	ofSubject: readonly Found[],
): readonly Applied[] {
	const container = containerOf(facts, name);
	const image = facts.kind === "image" ? facts : registryImageOf(container);
	const ofImage = waiversNamingImage(waivers, id, container);
	// What an image's own verdict is waived by, it is waived by where the image is used.
	const ofUse =
		honorsWaiversOf !== undefined && image !== null ? waiversNaming(waivers, honorsWaiversOf, subjectNames(image)) : [];
	const found = new Map([...ofSubject, ...ofImage, ...ofUse].map((one) => [one.index, one]));
	const ids = image !== null && wasRead(image.scans) ? image.scans.value.flatMap(idsOf) : [];
	const inOrder = [...found.values()].sort((a, b) => a.index - b.index);
	return inOrder.map(({ index, waiver }): Applied => {
		const takes = takesOf(waiver, id);
		const effect = () => {
			if (status === "unknown") return "unseen";
			if (status !== "fail" || (takes !== null && !ids.some(takes))) return "nothing";
			return isOver(waiver, facts.readAt) ? "expired" : "hides";
		};
		return { index, waiver, takes, effect: effect() };
	});
}

function takesOf({ control: of, vulnerabilities }: Waiver, control: string): Takes | null {
	if (vulnerabilities === undefined) return of === control ? null : () => true;
	const ids = new Set(vulnerabilities.map((id) => id.toUpperCase()));
	return (id) => ids.has(id.toUpperCase());
}

/** The container of that name; none when two have it, which one is meant nobody knows then. */
function containerOf(facts: Facts, name: string | undefined): ContainerFacts | undefined {
	if (facts.kind !== "task-definition" || name === undefined || isUnresolved(facts.containers)) return undefined;
	const [first, ...others] = facts.containers.filter((container) => container.name === name);
	return others.length === 0 ? first : undefined;
}

const registryImageOf = (container: ContainerFacts | undefined): ImageFacts | null =>
	container !== undefined && wasRead(container.registryImage) ? container.registryImage.value : null;

const idsOf = ({ vulnerabilities }: { readonly vulnerabilities: readonly { readonly id: string }[] }): string[] =>
	vulnerabilities.map(({ id }) => id);

function takenBy(applied: readonly Applied[]): Takes | null {
	const takes = applied.flatMap((one) => (one.effect === "hides" && one.takes !== null ? one.takes : []));
	return takes.length === 0 ? null : (id) => takes.some((taken) => taken(id));
}

/** The same facts without the vulnerabilities that are taken out of each container's image, or of the image itself. */
function withoutTaken(facts: Facts, taken: ReadonlyMap<string | undefined, Takes | null>): Facts {
	if (facts.kind === "image") return withoutVulnerabilities(facts, taken.get(undefined) ?? null);
	if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return facts;
	const containers = facts.containers.map((container) => {
		const image = registryImageOf(container);
		const takes = taken.get(container.name) ?? null;
		if (image === null) return container;
		return { ...container, registryImage: { value: withoutVulnerabilities(image, takes) } };
	});
	return { ...facts, containers };
}

function withoutVulnerabilities(image: ImageFacts, takes: Takes | null): ImageFacts {
	if (takes === null || !wasRead(image.scans)) return image;
	const scans = image.scans.value.map((scan) => ({
		...scan,
		vulnerabilities: scan.vulnerabilities.filter(({ id }) => !takes(id)),
	}));
	return { ...image, scans: { value: scans } };
}

function outcomeOf(verdict: Verdict, applied: readonly Applied[], rest: Verdict | undefined): Verdict {
	if (applied.length === 0) return verdict;
	const waivers = applied.map(({ index, effect }): WaiverMark => ({ waiver: index, effect }));
	const marked = { ...verdict, waivers };
	const holding = applied.filter(({ effect }) => effect === "hides");
	const whole = holding.find(({ takes }) => takes === null);
	if (whole !== undefined) return waived(marked, [whole.waiver]);
	if (holding.length === 0 || rest === undefined) return withExpired(marked, applied);
	if (rest.status === "pass" || rest.status === "not-applicable") {
		return waived(
			marked,
			holding.map(({ waiver }) => waiver),
		);
	}
	const others = `other vulnerabilities are waived by ${formatList(
		holding.map(({ waiver }) => untilText(waiver)),
		3,
	)}`;
	return withExpired({ ...rest, waivers, message: `${rest.message}; ${others}` }, applied);
}

/** Named is the waiver that ends first: the failure counts again from then on. */
function waived(verdict: Verdict, by: readonly Waiver[]): Verdict {
	const [first] = by.toSorted((a, b) => a.expires.localeCompare(b.expires));
	if (first === undefined) return verdict;
	const { owner, reason, expires } = first;
	const texts = by.map((waiver) => `${untilText(waiver)}: ${cut(oneLine(waiver.reason), 300)}`);
	return {
		...verdict,
		status: "waived",
		message: `${verdict.message}; waived by ${formatList([...new Set(texts)], 3)}`,
		waiver: { owner, reason, expires },
		fields: { ...verdict.fields, waiverOwner: owner, waiverReason: reason, waiverExpires: expires },
	};
}

function withExpired(verdict: Verdict, applied: readonly Applied[]): Verdict {
	const expired = applied.flatMap(({ effect, waiver }) => (effect === "expired" ? waiver : []));
	const [last] = expired.toSorted((a, b) => b.expires.localeCompare(a.expires));
	if (last === undefined || verdict.status !== "fail") return verdict;
	return { ...verdict, message: `${verdict.message}; the waiver of ${ownerText(last)} expired on ${last.expires}` };
}

const ownerText = ({ owner }: Waiver): string => cut(oneLine(owner), 100);
const untilText = (waiver: Waiver): string => `${ownerText(waiver)} until ${waiver.expires}`;
