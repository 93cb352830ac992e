/** When the prices were looked up, and where. Prices per Region; free tiers and discounts for large quantities are left out. */
export const pricesOf = { date: "2026-11-29", region: "us-east-1 (N. Virginia)" } as const;

export interface Price {
	/** What is paid for. */
	readonly unit: string;
	/** US dollars for one unit. */
	readonly dollars: number;
	/** AWS's page. */
	readonly page: string;
}

const page = (path: string): string => `https://aws.amazon.com/${path}/`;
const million = 1_000_000;

/**
 * List prices. Most of AWS's pages show their figures only in a browser; these are from summaries of them, of 2024 to 2026, that agree
 * with each other.
 */
export const prices = {
	sqsRequest: { unit: "request of up to 64 KB", dollars: 0.4 / million, page: page("sqs/pricing") },
	alarmMetric: { unit: "metric of a standard alarm, month", dollars: 0.1, page: page("cloudwatch/pricing") },
	customMetric: {
		unit: "metric, month (by the hour in which it is sent)",
		dollars: 0.3,
		page: page("cloudwatch/pricing"),
	},
	dashboard: { unit: "dashboard, month", dollars: 3, page: page("cloudwatch/pricing") },
	logIngestion: { unit: "GB of logs received", dollars: 0.5, page: page("cloudwatch/pricing") },
	logStorage: { unit: "GB of logs stored, month", dollars: 0.03, page: page("cloudwatch/pricing") },
	secret: { unit: "secret, month", dollars: 0.4, page: page("secrets-manager/pricing") },
	secretCall: { unit: "call", dollars: 0.05 / 10_000, page: page("secrets-manager/pricing") },
	lambdaRequest: { unit: "invocation", dollars: 0.2 / million, page: page("lambda/pricing") },
	lambdaCompute: { unit: "GB-second, Arm", dollars: 0.0000133334, page: page("lambda/pricing") },
	tableWrite: { unit: "write request unit (1 KB)", dollars: 0.625 / million, page: page("dynamodb/pricing/on-demand") },
	tableRead: { unit: "read request unit (4 KB)", dollars: 0.125 / million, page: page("dynamodb/pricing/on-demand") },
	tableStorage: { unit: "GB stored, month", dollars: 0.25, page: page("dynamodb/pricing/on-demand") },
	tableBackup: {
		unit: "GB with point-in-time recovery, month",
		dollars: 0.2,
		page: page("dynamodb/pricing/on-demand"),
	},
	keyRequest: { unit: "request to KMS", dollars: 0.03 / 10_000, page: page("kms/pricing") },
	objectStorage: { unit: "GB in S3, month", dollars: 0.023, page: page("s3/pricing") },
	customEvent: { unit: "event that is not AWS's own", dollars: 1 / million, page: page("eventbridge/pricing") },
	importedFinding: { unit: "finding imported or updated", dollars: 0.00003, page: page("security-hub/pricing") },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
