import type { Installation } from "../installation.ts";
import { awsCommand } from "../shell-command.ts";

const trail = "shipshape";

/**
 * The commands that create a trail of the Region's management events, with its bucket. The first copy of management events is free
 * (CloudTrail pricing); the bucket policy is that of the CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail".
 */
export function createTrail({ partition, account, region }: Installation): readonly string[] {
	const bucket = `shipshape-trail-${account}-${region}`;
	const Condition = { "aws:SourceArn": `arn:${partition}:cloudtrail:${region}:${account}:trail/${trail}` };
	const Principal = { Service: "cloudtrail.amazonaws.com" };
	const policy = {
		Version: "2012-10-17",
		Statement: [
			{
				Effect: "Allow",
				Principal,
				Action: "s3:GetBucketAcl",
				Resource: `arn:${partition}:s3:::${bucket}`,
				Condition: { StringEquals: Condition },
			},
			{
				Effect: "Allow",
				Principal,
				Action: "s3:PutObject",
				Resource: `arn:${partition}:s3:::${bucket}/AWSLogs/${account}/*`,
				Condition: { StringEquals: { ...Condition, "s3:x-amz-acl": "bucket-owner-full-control" } },
			},
		],
	};
	// CreateBucket takes no constraint for the Region that is its default (S3 API reference, CreateBucket).
	const constraint = region === "us-east-1" ? [] : ["--create-bucket-configuration", `LocationConstraint=${region}`];
	const aws = (...args: readonly string[]): string => awsCommand(region, ...args);
	return [
		// CreateBucket fails for a bucket that the account already has, except in one Region.
		`${aws("s3api", "head-bucket", "--bucket", bucket)} 2>/dev/null || ${aws("s3api", "create-bucket", "--bucket", bucket, ...constraint)}`,
		aws("s3api", "put-bucket-policy", "--bucket", bucket, "--policy", JSON.stringify(policy)),
		aws("cloudtrail", "create-trail", "--name", trail, "--s3-bucket-name", bucket),
		aws("cloudtrail", "start-logging", "--name", trail),
	];
}
