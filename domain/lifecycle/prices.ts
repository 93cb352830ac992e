/** The price of a month of storage, with its source and date. */
export interface StoragePrice {
	readonly usdPerGbMonth: number;
	/** The day on which the source had this price, ISO 8601. */
	readonly asOf: string;
	readonly source: string;
}

/** A GB on AWS's bill is 2^30 bytes. */
export const bytesPerGb = 2 ** 30;

const listPrice: StoragePrice = {
	usdPerGbMonth: 0.1,
	asOf: "2026-03-22",
	source: "Amazon ECR private storage in the AWS Price List",
};

const byRegion: ReadonlyMap<string, StoragePrice> = new Map([
	["us-east-1", listPrice],
	["ap-northeast-1", listPrice],
]);

const assumedPrice: StoragePrice = {
	...listPrice,
	source: `${listPrice.source} for us-east-1, assumed for this Region`,
};

/** The price in a Region (null: unknown Region); null in China, where AWS does not bill in USD. */
export function storagePriceIn(region: string | null): StoragePrice | null {
	if (region === null) return assumedPrice;
	return region.startsWith("cn-") ? null : (byRegion.get(region) ?? assumedPrice);
}

/** `0.10 USD per GB-month on 2026-03-22 (Amazon ECR private storage …)`. */
export function priceText({ usdPerGbMonth, asOf, source }: StoragePrice): string {
	return `${usdPerGbMonth.toFixed(2)} USD per GB-month on ${asOf} (${source})`;
}
