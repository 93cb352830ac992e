import type { SimulatedRepository } from "./ecr.ts";
import type { Random } from "./random.ts";
import type { Services } from "./services.ts";

const minuteMs = 60_000;
const maxRepositories = 4;
const maxFamilies = 4;

/** What happens behind the pipeline's back: AWS sends no event about any of it. */
export class Drift {
	readonly #services: Services;
	readonly #random: Random;

	constructor(services: Services, random: Random) {
		this.#services = services;
		this.#random = random;
	}

	/** Plans everything that happens, within a number of minutes. */
	plan(minutes: number): void {
		for (let actions = this.#random.between(0, 10); actions > 0; actions--) {
			this.#services.clock.after(this.#random.between(0, minutes * minuteMs), () => this.#act());
		}
	}

	/** Sometimes an image changes at the moment in which it was read for a family. */
	changeWhatIsRead(): void {
		const random = this.#random;
		this.#services.afterImagesRead = ({ kind }) => {
			if (kind === "task-definition" && random.chance(0.1)) this.#rescan();
		};
	}

	#act(): void {
		const { registry, families } = this.#services;
		const random = this.#random;
		const repositories = registry.repositories.filter(({ exists }) => exists.last);
		if (random.chance(0.3)) {
			this.#rescan();
			return;
		}
		const value = random.next();
		if (value < 0.2 && registry.repositories.length < maxRepositories) this.#createRepository();
		else if (value < 0.3) this.#deleteRepository(repositories);
		else if (value < 0.45) this.#push(random.pick(repositories));
		else if (value < 0.6) this.#expireImages(random.pick(repositories));
		else if (value < 0.7 && families.families.length < maxFamilies) this.#register(true);
		else if (value < 0.85) this.#register(false);
		else this.#deregisterAll();
	}

	#createRepository(): void {
		const { registry } = this.#services;
		const random = this.#random;
		const name = `unannounced-${registry.repositories.length}`;
		this.#push(registry.create(name, random.chance(0.5), random.chance(0.5)));
	}

	/** With all its images. Only one that nothing uses. */
	#deleteRepository(repositories: readonly SimulatedRepository[]): void {
		const { clock } = this.#services;
		const used = this.#usedImages();
		const unused = repositories.filter(({ images }) => !images.some(({ arn }) => used.has(arn)));
		if (unused.length === 0 || repositories.length < 2) return;
		const { exists, images } = this.#random.pick(unused);
		exists.set(clock.time, false);
		for (const image of images) image.exists.set(clock.time, false);
	}

	#push(repository: SimulatedRepository): void {
		const { registry, clock } = this.#services;
		const image = registry.push(repository, "pending");
		if (repository.release !== null && repository.isMutable.last && this.#random.chance(0.5))
			registry.tag(repository, image);
		clock.after(this.#random.between(5_000, 5 * minuteMs), () =>
			image.scan.set(clock.time, this.#random.chance(0.5) ? "clean" : "vulnerable"),
		);
	}

	/** Vulnerabilities of an image that a family runs become known, or are withdrawn. */
	#rescan(): void {
		const { families, clock } = this.#services;
		const active = families.families.flatMap((family) => families.activeAt(family, clock.time)[0] ?? []);
		if (active.length === 0) return;
		const { scan } = this.#random.pick(active).image.last;
		if (scan.last === "clean") scan.set(clock.time, "vulnerable");
		else if (scan.last === "vulnerable") scan.set(clock.time, "clean");
	}

	/** As a lifecycle policy does: the oldest images, but none that is used. */
	#expireImages({ images }: SimulatedRepository): void {
		const { clock } = this.#services;
		const used = this.#usedImages();
		const existing = images.filter(({ exists }) => exists.last);
		for (const { arn, exists } of existing.slice(0, -1)) if (!used.has(arn)) exists.set(clock.time, false);
	}

	#register(isNew: boolean): void {
		const { registry, families } = this.#services;
		const random = this.#random;
		const images = registry.repositories.flatMap(({ images: all }) => all).filter(({ exists }) => exists.last);
		const family = isNew ? families.create(`unannounced-${families.families.length}`) : random.pick(families.families);
		const image = random.pick(images);
		families.register(family, random.chance(0.7), image, () => registry.releaseOf(image));
	}

	/** The family is gone. */
	#deregisterAll(): void {
		const { families, clock } = this.#services;
		const family = this.#random.pick(families.families);
		for (const { arn } of families.activeAt(family, clock.time)) families.deregister(arn, "user", () => undefined);
	}

	/** ARNs of the images of all revisions and workloads. */
	#usedImages(): ReadonlySet<string> {
		const { families, workloads } = this.#services;
		return new Set([
			...families.families.flatMap(({ revisions }) => revisions.map(({ image }) => image.last.arn)),
			...workloads.services.flatMap(({ revisions }) => revisions.map(({ image }) => image.arn)),
			...workloads.tasks.map(({ image }) => image.arn),
		]);
	}
}
