import type { Control } from "./control.ts";
import type { ContainerFacts, Facts, ImageFacts } from "./facts.ts";
import type { Waiver } from "./policy.ts";
import { isUnresolved, wasRead } from "./reading.ts";
import { nameOf } from "./subject.ts";
import { formatList, toSingleLine, truncate } from "./text.ts";
import type { Verdict, WaiverMark } from "./verdict.ts";
import { type IndexedWaiver, waiversNaming, waiversNamingImage } from "./waiver-index.ts";

/** A waiver that matches a verdict, and its effect. */
interface ApplicableWaiver extends IndexedWaiver {
	readonly effect: WaiverMark["effect"];
	/** Which vulnerabilities it waives; null if it waives the whole failure. */
	readonly isWaivedId: IdFilter | null;
}

type IdFilter = (id: string) => boolean;

type WaivedControl = Pick<Control, "id" | "honorsWaiversOf">;

/**
 * One control's verdicts on a subject, in which each failure that a waiver hides is `waived`. `reevaluate` evaluates the same
 * control on other facts: if single vulnerabilities are waived, the remaining ones decide. `unknown` is never waived.
 */
export function applyWaivers(
	control: WaivedControl,
	facts: Facts,
	verdicts: readonly Verdict[],
	waivers: readonly Waiver[],
	reevaluate: (facts: Facts) => readonly Verdict[],
): readonly Verdict[] {
	if (waivers.length === 0) return verdicts;
	const named = waiversNaming(waivers, control.id, subjectNames(facts));
	const applied = verdicts.map((verdict) => findApplicableWaivers(verdict, control, facts, waivers, named));
	const filters = new Map(verdicts.map(({ container }, at) => [container, combineFilters(applied[at] ?? [])]));
	const isAnyPartial = [...filters.values()].some((filter) => filter !== null);
	const remaining = isAnyPartial ? reevaluate(removeWaived(facts, filters)) : [];
	return verdicts.map((verdict, at) => {
		const other = remaining[at];
		const isSame = remaining.length === verdicts.length && other?.container === verdict.container;
		return applyTo(verdict, applied[at] ?? [], isSame ? other : undefined);
	});
}

/** Whether a waiver has expired at a time, ISO 8601; true if the time is invalid. */
export function isExpired({ expires }: Pick<Waiver, "expires">, at: string): boolean {
	return !(Date.parse(at) < Date.parse(`${expires}T00:00:00.000Z`) + 86_400_000);
}

function subjectNames(facts: Facts): readonly string[] {
	const hash = facts.arn.lastIndexOf("#");
	return [facts.arn, nameOf(facts), ...(hash > 0 ? [facts.arn.slice(0, hash)] : [])];
}

function findApplicableWaivers(
	{ status, container: name }: Verdict,
	{ id, honorsWaiversOf }: WaivedControl,
	facts: Facts,
	waivers: readonly Waiver[],
	ofSubject: readonly IndexedWaiver[],
): readonly ApplicableWaiver[] {
	const container = containerOf(facts, name);
	const image = facts.kind === "image" ? facts : registryImageOf(container);
	const ofImage = waiversNamingImage(waivers, id, container);
	// A waiver of the image itself also applies where the image is used.
	const viaImageControl =
		honorsWaiversOf !== undefined && image !== null ? waiversNaming(waivers, honorsWaiversOf, subjectNames(image)) : [];
	const found = new Map([...ofSubject, ...ofImage, ...viaImageControl].map((one) => [one.index, one]));
	const ids = image !== null && wasRead(image.scans) ? image.scans.value.flatMap(idsOf) : [];
	const sorted = [...found.values()].sort((a, b) => a.index - b.index);
	return sorted.map(({ index, waiver }): ApplicableWaiver => {
		const isWaivedId = waivedIdsOf(waiver, id);
		const effect = () => {
			if (status === "unknown") return "unknown";
			if (status !== "fail" || (isWaivedId !== null && !ids.some(isWaivedId))) return "none";
			return isExpired(waiver, facts.readAt) ? "expired" : "hides";
		};
		return { index, waiver, isWaivedId, effect: effect() };
	});
}

function waivedIdsOf({ control: of, vulnerabilities }: Waiver, control: string): IdFilter | null {
	if (vulnerabilities === undefined) return of === control ? null : () => true;
	const ids = new Set(vulnerabilities.map((id) => id.toUpperCase()));
	return (id) => ids.has(id.toUpperCase());
}

/** The container of that name; none if two have it, because the name is then ambiguous. */
function containerOf(facts: Facts, name: string | undefined): ContainerFacts | undefined {
	if (facts.kind !== "task-definition" || name === undefined || isUnresolved(facts.containers)) return undefined;
	const [first, ...others] = facts.containers.filter((container) => container.name === name);
	return others.length === 0 ? first : undefined;
}

const registryImageOf = (container: ContainerFacts | undefined): ImageFacts | null =>
	container !== undefined && wasRead(container.registryImage) ? container.registryImage.value : null;

const idsOf = ({ vulnerabilities }: { readonly vulnerabilities: readonly { readonly id: string }[] }): string[] =>
	vulnerabilities.map(({ id }) => id);

function combineFilters(applied: readonly ApplicableWaiver[]): IdFilter | null {
	const filters = applied.flatMap((one) => (one.effect === "hides" && one.isWaivedId !== null ? one.isWaivedId : []));
	return filters.length === 0 ? null : (id) => filters.some((filter) => filter(id));
}

/** The same facts without the waived vulnerabilities of each container's image, or of the image itself. */
function removeWaived(facts: Facts, filters: ReadonlyMap<string | undefined, IdFilter | null>): Facts {
	if (facts.kind === "image") return removeVulnerabilities(facts, filters.get(undefined) ?? null);
	if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return facts;
	const containers = facts.containers.map((container) => {
		const image = registryImageOf(container);
		const isWaivedId = filters.get(container.name) ?? null;
		if (image === null) return container;
		return { ...container, registryImage: { value: removeVulnerabilities(image, isWaivedId) } };
	});
	return { ...facts, containers };
}

function removeVulnerabilities(image: ImageFacts, isWaivedId: IdFilter | null): ImageFacts {
	if (isWaivedId === null || !wasRead(image.scans)) return image;
	const scans = image.scans.value.map((scan) => ({
		...scan,
		vulnerabilities: scan.vulnerabilities.filter(({ id }) => !isWaivedId(id)),
	}));
	return { ...image, scans: { value: scans } };
}

function applyTo(verdict: Verdict, applied: readonly ApplicableWaiver[], remaining: Verdict | undefined): Verdict {
	if (applied.length === 0) return verdict;
	const waivers = applied.map(({ index, effect }): WaiverMark => ({ waiver: index, effect }));
	const marked = { ...verdict, waivers };
	const hiding = applied.filter(({ effect }) => effect === "hides");
	const whole = hiding.find(({ isWaivedId }) => isWaivedId === null);
	if (whole !== undefined) return toWaived(marked, [whole.waiver]);
	if (hiding.length === 0 || remaining === undefined) return noteExpiredWaiver(marked, applied);
	if (remaining.status === "pass" || remaining.status === "not-applicable") {
		return toWaived(
			marked,
			hiding.map(({ waiver }) => waiver),
		);
	}
	const owners = hiding.map(({ waiver }) => untilText(waiver));
	const others = `other vulnerabilities are waived by ${formatList(owners, 3)}`;
	return noteExpiredWaiver({ ...remaining, waivers, message: `${remaining.message}; ${others}` }, applied);
}

/** The verdict names the waiver that expires first, because the failure counts again from then on. */
function toWaived(verdict: Verdict, by: readonly Waiver[]): Verdict {
	const [first] = by.toSorted((a, b) => a.expires.localeCompare(b.expires));
	if (first === undefined) return verdict;
	const { owner, reason, expires } = first;
	const texts = by.map((waiver) => `${untilText(waiver)}: ${truncate(toSingleLine(waiver.reason), 300)}`);
	return {
		...verdict,
		status: "waived",
		message: `${verdict.message}; waived by ${formatList([...new Set(texts)], 3)}`,
		waiver: { owner, reason, expires },
		fields: { ...verdict.fields, waiverOwner: owner, waiverReason: reason, waiverExpires: expires },
	};
}

function noteExpiredWaiver(verdict: Verdict, applied: readonly ApplicableWaiver[]): Verdict {
	const expired = applied.flatMap(({ effect, waiver }) => (effect === "expired" ? waiver : []));
	const [last] = expired.toSorted((a, b) => b.expires.localeCompare(a.expires));
	if (last === undefined || verdict.status !== "fail") return verdict;
	const message = `${verdict.message}; the waiver owned by ${ownerText(last)} expired on ${last.expires}`;
	return { ...verdict, message };
}

const ownerText = ({ owner }: Waiver): string => truncate(toSingleLine(owner), 100);
const untilText = (waiver: Waiver): string => `${ownerText(waiver)} until ${waiver.expires}`;
