import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isRefreshDue } from "../../../pipeline/sinks/refresh.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { FailingSecurityHub } from "../../support/security-hub.ts";
import { findingsReader, StreamPorts } from "../../support/stream-ports.ts";

const dayMs = 86_400_000;
const start = Date.parse("2026-11-21T12:00:00.000Z");
const day = (number: number): string => new Date(start + number * dayMs).toISOString();

let securityHub: FailingSecurityHub;
let hub: SecurityHubClient;
beforeEach(async () => {
	securityHub = new FailingSecurityHub();
	hub = await securityHub.open();
});
afterEach(() => securityHub.close());

test("an open finding is imported again at least every 37 days if the subject is read every week, and otherwise rarely", () => {
	fc.assert(
		fc.property(
			fc.string(),
			fc.array(fc.double({ min: 0.1, max: 7, noNaN: true }), { maxLength: 100 }),
			(arn, gaps) => {
				let [now, published, imported, imports] = [0, 0, 0, 1];
				for (const gap of gaps) {
					now += gap;
					if (isRefreshDue({ entry: anEntry({ arn, readAt: day(now) }), publishedAt: day(published) })) {
						imports += 1;
						imported = now;
					}
					published = now;
					expect(now - imported).toBeLessThanOrEqual(37);
				}
				expect(imports).toBeLessThanOrEqual(2 + now / 30);
			},
		),
	);
});

test("a subject that is read every 30 days is refreshed each time", () => {
	fc.assert(
		fc.property(fc.string(), fc.double({ min: 30, max: 60, noNaN: true }), (arn, gap) => {
			expect(isRefreshDue({ entry: anEntry({ arn, readAt: day(gap) }), publishedAt: day(0) })).toBe(true);
		}),
	);
});

test("a subject of which nothing was published is not refreshed: it is published as a change", () => {
	expect(isRefreshDue({ entry: anEntry({ readAt: day(90) }), publishedAt: null })).toBe(false);
});

test("a state that was never confirmed is published when a sweep marks the entry, and a confirmed one is not", async () => {
	const ports = new StreamPorts();
	const entry = anEntry({ subject: repositorySubject("a") });
	const reader = findingsReader(Object.assign(ports, { hub }));
	const marked = { Records: [aStreamRecord(1, entry, entry)] };
	await reader(marked);
	expect(securityHub.imports).toHaveLength(1);
	await reader(marked);
	expect(securityHub.imports).toHaveLength(1);
	// Nor is a later reading that found the same.
	await reader({ Records: [aStreamRecord(2, entry, laterBy(1, entry))] });
	expect(securityHub.imports).toHaveLength(1);
});
