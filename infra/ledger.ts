import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";

/** The ledger's table: one item per subject with the verdict of every control on it. Its stream is the outbox. */
export class Ledger extends Construct {
	readonly table: Table;
	/** ARN of the stream, which contains the old and the new image of every change. */
	readonly streamArn: string;

	constructor(scope: Construct, id: string, { keep }: { readonly keep: boolean }) {
		super(scope, id);
		this.table = new Table(this, "Table", {
			partitionKey: { name: "pk", type: AttributeType.STRING },
			sortKey: { name: "sk", type: AttributeType.STRING },
			billingMode: BillingMode.PAY_PER_REQUEST,
			encryption: TableEncryption.AWS_MANAGED,
			pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
			stream: StreamViewType.NEW_AND_OLD_IMAGES,
			timeToLiveAttribute: "expiresAt",
			// RetainExceptOnCreate: a table that a failed first deployment leaves behind would be of no use.
			removalPolicy: keep ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
		});
		const { tableStreamArn } = this.table;
		if (tableStreamArn === undefined) throw new Error("the ledger has no stream");
		this.streamArn = tableStreamArn;
	}
}
