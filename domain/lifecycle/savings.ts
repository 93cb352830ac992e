import type { StoredImage } from "../../core/facts.ts";
import type { LifecycleEffect } from "./evaluate.ts";
import { bytesPerGb, storagePriceIn } from "./prices.ts";

/** An upper bound of what a policy frees: layers shared with other images stay stored and billed. */
export interface Savings {
	readonly images: number;
	readonly bytes: number;
	/** Null where the price is unknown. */
	readonly usdPerMonth: number | null;
}

/** Sums up the images that expire. Indexes are left out: AWS reports the size of the largest child as theirs. */
export function savingsOf(
	effects: readonly LifecycleEffect[],
	images: readonly StoredImage[],
	region: string | null,
): Savings {
	const expired = new Set(effects.filter((effect) => effect.action === "expire").map((effect) => effect.digest));
	const freed = images.filter((image) => expired.has(image.digest));
	const bytes = freed.reduce((sum, image) => sum + ((image.children ?? []).length > 0 ? 0 : image.sizeBytes), 0);
	const price = storagePriceIn(region);
	return {
		images: freed.length,
		bytes,
		usdPerMonth: price === null ? null : (bytes / bytesPerGb) * price.usdPerGbMonth,
	};
}

/** `37 of 60 images (12.4 GB, 1.24 USD a month)`. */
export function savingsText(savings: Savings, of: number): string {
	const size = `${(savings.bytes / bytesPerGb).toFixed(1)} GB`;
	const money = savings.usdPerMonth === null ? "" : `, ${savings.usdPerMonth.toFixed(2)} USD a month`;
	return `${savings.images} of ${of} images (${size}${money})`;
}
