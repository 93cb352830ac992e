import { findingIdOf } from "../../core/finding.ts";
import { routes } from "../../functions/manifest.ts";
import type { ScanState, SimulatedImage, SimulatedRepository } from "./ecr.ts";
import type { SimulatedFamily } from "./ecs.ts";
import type { SimulatedBus } from "./eventbridge.ts";
import {
	deleteEvent,
	deregisterEvent,
	type Event,
	findingEvent,
	pushEvent,
	registerEvent,
	repositoryEvent,
	scanEvent,
} from "./events.ts";
import { foreignMessage, malformedMessages } from "./malformed.ts";
import type { Random } from "./random.ts";
import type { Services } from "./services.ts";

/** Reads show a change at most so long after it; an event about it arrives later than that. */
const longestLagMs = 4_000;
const minuteMs = 60_000;

/** A flood of events about one image. Times are epoch milliseconds. */
export interface Flood {
	readonly image: SimulatedImage;
	readonly from: number;
	readonly until: number;
}

/** The people and machines that use the account: they push, register, deregister, scan and decide at random. */
export class Account {
	readonly floods: Flood[] = [];
	readonly #services: Services;
	readonly #bus: SimulatedBus;
	readonly #random: Random;

	constructor(services: Services, bus: SimulatedBus, random: Random) {
		this.#services = services;
		this.#bus = bus;
		this.#random = random;
	}

	/** Plans everything that happens, within a few minutes or up to a number of them. */
	plan(most: number): void {
		const { registry, families, hub } = this.#services;
		const random = this.#random;
		const minutes = random.between(5, most);
		for (const name of random.chance(0.4) ? ["payments", "shop/web"] : ["payments"]) {
			const repository = registry.create(name, random.chance(0.5), random.chance(0.5));
			this.#push(repository, "clean");
			if (random.chance(0.05)) hub.rejected.add(findingIdOf("repository/tag-immutability", repository.arn));
		}
		for (const name of random.chance(0.4) ? ["web", "safe-jobs"] : ["web"]) families.create(name);
		this.planActions(random.between(2, 12), minutes);
	}

	/** Plans a number of things that happen, within a number of minutes. */
	planActions(count: number, minutes: number): void {
		for (let actions = count; actions > 0; actions--) {
			this.#services.clock.after(this.#random.between(1, minutes * minuteMs), () => this.#act());
		}
	}

	#act(): void {
		const { registry, families } = this.#services;
		const random = this.#random;
		const repository = random.pick(registry.repositories.filter(({ exists }) => exists.last));
		const image = random.pick(repository.images);
		const family = random.pick(families.families);
		const value = random.next();
		if (value < 0.15) this.#push(repository);
		else if (value < 0.35) this.#deploy(repository, family);
		else if (value < 0.6) this.#register(family);
		else if (value < 0.68) this.#deregister(family);
		else if (value < 0.8) this.#rescan(image);
		else if (value < 0.86) this.#suppress();
		else if (value < 0.87) this.#flood(image);
		else if (value < 0.9) this.#misplace();
		else this.#changeWithoutPush(repository, image);
	}

	/** Pushes an image whose scan ends with a state, or never. */
	#push(repository: SimulatedRepository, as: ScanState = this.#scanResult()): SimulatedImage {
		const { registry, clock } = this.#services;
		const image = registry.push(repository, as === "absent" ? "absent" : "pending");
		if (repository.release !== null && repository.isMutable.last && this.#random.chance(0.5))
			registry.tag(repository, image);
		this.#put(pushEvent(image));
		if (as === "absent") return image;
		const random = this.#random;
		clock.after(random.between(5_000, random.chance(0.8) ? 5 * minuteMs : 20 * minuteMs), () => {
			// Scan events may arrive minutes before the result (fault row A03).
			const lag = random.chance(0.7) ? 0 : random.between(0, 2 * minuteMs);
			this.#bus.put(scanEvent(image, as === "unsupported" ? "FAILED" : "COMPLETE", clock.time));
			clock.after(lag, () => image.scan.set(clock.time, as));
		});
		return image;
	}

	#scanResult(): ScanState {
		const value = this.#random.next();
		return value < 0.45 ? "clean" : value < 0.8 ? "vulnerable" : value < 0.9 ? "unsupported" : "absent";
	}

	#register(family: SimulatedFamily): void {
		const { registry, families } = this.#services;
		const random = this.#random;
		const images = registry.repositories.flatMap(({ images: all }) => all).filter(({ exists }) => exists.last);
		// Deployments usually use what was just pushed.
		const newest = images.toSorted((a, b) => b.pushedAt - a.pushedAt)[0];
		const image = newest !== undefined && random.chance(0.6) ? newest : random.pick(images);
		const release = () => registry.releaseOf(image);
		this.#put(registerEvent(family, families.register(family, random.chance(0.7), image, release)));
	}

	/** Pushes an image and registers a revision of it, often before it is scanned, and sometimes another one soon after. */
	#deploy(repository: SimulatedRepository, family: SimulatedFamily): void {
		const { clock } = this.#services;
		const random = this.#random;
		this.#push(repository);
		const delay = random.between(1_000, minuteMs);
		clock.after(delay, () => this.#register(family));
		for (let more = random.chance(0.4) ? random.between(1, 2) : 0; more > 0; more--) {
			clock.after(delay + random.between(0, random.chance(0.5) ? 1_000 : 3 * minuteMs), () => this.#register(family));
		}
	}

	#deregister(family: SimulatedFamily): void {
		const { families, clock } = this.#services;
		const [newest] = families.activeAt(family, clock.time);
		if (newest === undefined) return;
		families.deregister(newest.arn, "user", () => this.#put(deregisterEvent(newest, clock.time)));
	}

	/** The scanner finds, or no longer finds, vulnerabilities in an image that was scanned. */
	#rescan(image: SimulatedImage): void {
		const { clock } = this.#services;
		const random = this.#random;
		const state = image.scan.last;
		if ((state !== "clean" && state !== "vulnerable") || this.#isChanging(image)) return;
		const at = clock.time;
		const lag = random.between(0, longestLagMs);
		const becomesWorse = state === "vulnerable" && random.chance(0.4);
		if (becomesWorse) image.count.set(at + lag, image.count.last + 1);
		else image.scan.set(at + lag, state === "clean" ? "vulnerable" : "clean");
		const status = becomesWorse || state === "clean" ? "ACTIVE" : "CLOSED";
		for (let copies = random.between(1, 3); copies > 0; copies--)
			this.#bus.put(findingEvent(image, status, at), at + lag);
	}

	/** Many findings about one image within half a minute, as after a new vulnerability in a common package. */
	#flood(image: SimulatedImage): void {
		const { clock } = this.#services;
		if (image.scan.last !== "clean" || this.#isChanging(image) || !image.exists.last) return;
		const from = clock.time;
		image.scan.set(from, "vulnerable");
		const count = this.#random.between(20, 60);
		for (let at = 0; at < count; at++) {
			const time = from + Math.floor((at * 30_000) / count);
			clock.at(time, () => this.#bus.put(findingEvent(image, "ACTIVE", time)));
		}
		this.floods.push({ image, from, until: from + 30_000 });
	}

	#isChanging({ scan, count }: SimulatedImage): boolean {
		return Math.max(scan.changedAt, count.changedAt) > this.#services.clock.time - 2 * longestLagMs;
	}

	#suppress(): void {
		const { hub } = this.#services;
		if (hub.findings.size === 0) return;
		hub.suppress(this.#random.pick([...hub.findings.keys()]));
	}

	/** Someone sends a message that is no event of the account. */
	#misplace(): void {
		const time = this.#services.clock.now();
		const malformed = malformedMessages(time);
		const body = this.#random.pick([...malformed, foreignMessage(time)]);
		this.#bus.misplace(this.#random.pick(routes).name, body);
		if (malformed.includes(body)) this.#services.journal.malformed.push(body);
	}

	#changeWithoutPush(repository: SimulatedRepository, image: SimulatedImage): void {
		const { clock, families } = this.#services;
		const { name } = repository.subject;
		const isUsed = families.families.some(({ revisions }) => revisions.some((one) => one.image.last === image));
		const isLast = repository.images.every((one) => one === image || !one.exists.last);
		const value = this.#random.next();
		if (value < 0.35) {
			repository.isMutable.set(clock.time, !repository.isMutable.last);
			this.#put(repositoryEvent("PutImageTagMutability", name, clock.time));
		} else if (value < 0.7) {
			const has = repository.hasLifecyclePolicy.last;
			repository.hasLifecyclePolicy.set(clock.time, !has);
			this.#put(repositoryEvent(has ? "DeleteLifecyclePolicy" : "PutLifecyclePolicy", name, clock.time));
		} else if (!isUsed && repository.images.indexOf(image) > 0 && image.exists.last && !isLast) {
			image.exists.set(clock.time, false);
			this.#put(deleteEvent(image, clock.time));
		}
	}

	#put(event: Event): void {
		this.#bus.put(event);
	}
}
