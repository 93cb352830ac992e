import { describe, expect, test } from "@jest/globals";
import {
	formatBytes,
	formatCount,
	formatMebibytes,
	formatNumber,
	formatPercent,
	formatSeconds,
	formatTime,
	formatTimeOfDay,
	formatUsd,
} from "../../report/format.ts";

describe("formatted values", () => {
	test.each`
		actual                                         | expected
		${formatNumber(0)}                             | ${"0"}
		${formatNumber(999)}                           | ${"999"}
		${formatNumber(1234567.891, 1)}                | ${"1,234,567.9"}
		${formatNumber(-1234)}                         | ${"−1,234"}
		${formatNumber(-0.01)}                         | ${"0"}
		${formatNumber(Number.NaN)}                    | ${"–"}
		${formatCount(1, "check")}                     | ${"1 check"}
		${formatCount(2000, "check")}                  | ${"2,000 checks"}
		${formatCount(2, "subject is", "are gone")}    | ${"2 are gone"}
		${formatBytes(0)}                              | ${"0 bytes"}
		${formatBytes(1023)}                           | ${"1,023 bytes"}
		${formatBytes(940 * 2 ** 20)}                  | ${"940 MB"}
		${formatBytes(2 ** 30)}                        | ${"1.0 GB"}
		${formatBytes(12.44 * 2 ** 30)}                | ${"12.4 GB"}
		${formatBytes(500 * 2 ** 30)}                  | ${"500 GB"}
		${formatBytes(2 ** 63)}                        | ${"8,192 PB"}
		${formatMebibytes(512, 1024)}                  | ${"512 of 1,024 MiB"}
		${formatMebibytes(0.5, 64)}                    | ${"0.5 of 64 MiB"}
		${formatUsd(0)}                                | ${"0.00 USD"}
		${formatUsd(0.004)}                            | ${"under 0.01 USD"}
		${formatUsd(1234.5)}                           | ${"1,234.50 USD"}
		${formatPercent(0)}                            | ${"0%"}
		${formatPercent(0.0004)}                       | ${"under 0.1%"}
		${formatPercent(0.125)}                        | ${"12.5%"}
		${formatPercent(0.3)}                          | ${"30%"}
		${formatPercent(12)}                           | ${"1,200%"}
		${formatSeconds(12.94)}                        | ${"12.9 s"}
		${formatTime("2026-11-21T03:04:05.678Z")}      | ${"21 Nov 2026, 03:04 UTC"}
		${formatTime("2026-01-01T00:30:00+09:00")}     | ${"31 Dec 2025, 15:30 UTC"}
		${formatTime("yesterday")}                     | ${"yesterday"}
		${formatTimeOfDay("2026-11-21T03:04:05.678Z")} | ${"03:04:05 UTC"}
		${formatTimeOfDay("yesterday")}                | ${"yesterday"}
	`("$expected", ({ actual, expected }) => {
		expect(actual).toBe(expected);
	});
});
