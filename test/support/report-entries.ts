import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import { arnOf, type Subject } from "../../core/subject.ts";

export const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
const readAt = "2026-11-21T13:31:07.120Z";

export const repository = (name: string): Subject => ({ ...place, kind: "repository", name });
export const image = (name: string, digit: string): Subject => ({
	...place,
	kind: "image",
	repository: name,
	digest: `sha256:${digit.repeat(64)}`,
});
export const service = (cluster: string, name: string): Subject => ({ ...place, kind: "service", cluster, name });
export const family = (name: string): Subject => ({ ...place, kind: "task-definition", family: name });

export const recorded = (
	status: RecordedVerdict["status"],
	message: string,
	more: Partial<RecordedVerdict> = {},
): RecordedVerdict => ({
	status,
	severity: "MEDIUM",
	message,
	remediation: "Write it as the policy asks.",
	pending: false,
	containers: [],
	fields: {},
	vulnerabilities: [],
	since: readAt,
	firstFailed: status === "fail" ? "2026-11-18T09:02:00.000Z" : null,
	...more,
});

export const anEntry = (
	subject: Subject,
	verdicts: LedgerEntry["controls"],
	about: LedgerEntry["about"] = {},
): LedgerEntry => ({
	subject,
	arn: arnOf(subject),
	readAt,
	rules: "r1",
	state: "present",
	controls: verdicts,
	blocks: [],
	about,
});

const size = (tmpfsMiB: number, memoryMiB: number) => ({ tmpfsMiB: String(tmpfsMiB), memoryMiB: String(memoryMiB) });
const lifecyclePolicy = JSON.stringify({
	rules: [
		{
			rulePriority: 1,
			selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
			action: { type: "expire" },
		},
	],
});
const noPolicy = (name: string, images: number, gigabytes: number) =>
	recorded("fail", `${name} has no lifecycle policy`, {
		remediation: `Put the proposed policy: aws ecr put-lifecycle-policy --repository-name ${name} --lifecycle-policy-text TEXT.`,
		fields: {
			lifecyclePolicy,
			expiringImages: String(images),
			freedBytes: String(gigabytes * 2 ** 30),
			freedUsdPerMonth: (gigabytes / 10).toFixed(2),
			storagePrice: "0.10 USD per GB-month on 2026-03-22",
		},
	});
const readOnly = recorded("pass", "every container has a read-only root file system", { severity: "HIGH" });
const options = recorded("pass", "every tmpfs has noexec, nosuid and nodev");

/** Some checks pass, some fail, one is waived and some are unknown. */
export const someEntries: readonly LedgerEntry[] = [
	anEntry(repository("payments"), {
		"repository/scan-on-push": recorded("pass", "payments is scanned on push", { severity: "HIGH" }),
		"repository/tag-immutability": recorded("fail", "payments lets tags be overwritten (MUTABLE)"),
		"repository/lifecycle-policy": noPolicy("payments", 212, 84.2),
	}),
	anEntry(repository("platform/base-images"), {
		"repository/scan-on-push": recorded(
			"fail",
			"platform/base-images is scanned by nothing: no registry rule covers it",
			{ severity: "HIGH" },
		),
		"repository/tag-immutability": recorded("pass", "tags are immutable"),
		"repository/lifecycle-policy": noPolicy("platform/base-images", 31, 12.4),
	}),
	anEntry(repository("docker-hub/library/nginx"), {
		"repository/scan-on-push": recorded(
			"unknown",
			"the scanning configuration could not be read (AccessDeniedException)",
			{ severity: "HIGH" },
		),
		"repository/tag-immutability": recorded("not-applicable", "a pull through cache fills this repository"),
		"repository/lifecycle-policy": recorded("pass", "a lifecycle policy with 2 rules"),
	}),
	anEntry(
		image("payments", "a"),
		{
			"image/scanned": recorded("pass", "scanned on 21 Nov 2026"),
			"image/vulnerabilities": recorded("fail", "2 critical and 5 high vulnerabilities, 0 of each are allowed", {
				severity: "CRITICAL",
				remediation: "Rebuild on a base image with openssl 3.0.19 or later and push it under a new tag.",
				vulnerabilities: [
					{ id: "CVE-2026-10001", severity: "CRITICAL", package: "openssl", installed: "3.0.15", fixed: "3.0.19" },
					{ id: "CVE-2026-10002", severity: "CRITICAL", package: "libxml2", installed: "2.9.14", fixed: "2.9.16" },
					{ id: "CVE-2026-10003", severity: "HIGH", package: "curl", installed: "8.5.0" },
					{ id: "CVE-2026-10004", severity: "HIGH" },
					{ id: "CVE-2026-10005", severity: "HIGH" },
				],
			}),
		},
		{ tags: "1.4.2,prod", sizeBytes: "184000000" },
	),
	anEntry(image("payments", "b"), {
		"image/scanned": recorded("unknown", "the scan has not finished; it will be checked again", { pending: true }),
		"image/vulnerabilities": recorded("unknown", "there is no scan result yet", { pending: true, severity: "HIGH" }),
	}),
	anEntry(
		image("web", "c"),
		{
			"image/scanned": recorded("pass", "scanned on 21 Nov 2026"),
			"image/vulnerabilities": recorded("waived", "1 high vulnerability, waived by security until 1 Jan 2027", {
				severity: "HIGH",
			}),
		},
		{ tags: "2026.11.3" },
	),
	anEntry(
		family("web"),
		{
			"task-definition/read-only-root": recorded("fail", "app and log-router can write to their root file system", {
				severity: "HIGH",
				containers: ["app", "log-router"],
				remediation: "Set readonlyRootFilesystem to true and mount a tmpfs where the container must write.",
			}),
			"task-definition/tmpfs-options": recorded("fail", "/tmp of app allows exec", {
				severity: "HIGH",
				containers: ["app"],
			}),
			"task-definition/tmpfs-size": recorded("fail", "the tmpfs mounts of app take 50% of its 1,024 MiB", {
				containers: ["app"],
				fields: size(512, 1024),
			}),
		},
		{ revision: "8" },
	),
	anEntry(
		family("worker"),
		{
			"task-definition/read-only-root": recorded("fail", "worker can write to its root file system", {
				severity: "HIGH",
				containers: ["worker"],
				remediation: "Set readonlyRootFilesystem to true and mount a tmpfs where the container must write.",
			}),
			"task-definition/tmpfs-options": options,
			"task-definition/tmpfs-size": recorded("fail", "the tmpfs mounts of worker take 25% of its 2,048 MiB", {
				severity: "LOW",
				containers: ["worker"],
				fields: size(512, 2048),
			}),
		},
		{ revision: "31" },
	),
	anEntry(
		family("checkout"),
		{
			"task-definition/read-only-root": readOnly,
			"task-definition/tmpfs-options": options,
			"task-definition/tmpfs-size": recorded("pass", "the tmpfs mounts take 12% of 512 MiB", { fields: size(64, 512) }),
		},
		{ revision: "4" },
	),
	anEntry(
		family("reports"),
		{
			"task-definition/read-only-root": readOnly,
			"task-definition/tmpfs-options": recorded("not-applicable", "no tmpfs"),
		},
		{ revision: "2" },
	),
];
