import { describe, expect, test } from "@jest/globals";
import { bytes, counted, figure, mebibytes, moment, percent, seconds, timeOfDay, usd } from "../../report/figures.ts";

describe("figures with their units", () => {
	test.each`
		said                                     | as
		${figure(0)}                             | ${"0"}
		${figure(999)}                           | ${"999"}
		${figure(1234567.891, 1)}                | ${"1,234,567.9"}
		${figure(-1234)}                         | ${"−1,234"}
		${figure(-0.01)}                         | ${"0"}
		${figure(Number.NaN)}                    | ${"–"}
		${counted(1, "check")}                   | ${"1 check"}
		${counted(2000, "check")}                | ${"2,000 checks"}
		${counted(2, "subject is", "are gone")}  | ${"2 are gone"}
		${bytes(0)}                              | ${"0 bytes"}
		${bytes(1023)}                           | ${"1,023 bytes"}
		${bytes(940 * 2 ** 20)}                  | ${"940 MB"}
		${bytes(2 ** 30)}                        | ${"1.0 GB"}
		${bytes(12.44 * 2 ** 30)}                | ${"12.4 GB"}
		${bytes(500 * 2 ** 30)}                  | ${"500 GB"}
		${bytes(2 ** 63)}                        | ${"8,192 PB"}
		${mebibytes(512, 1024)}                  | ${"512 of 1,024 MiB"}
		${mebibytes(0.5, 64)}                    | ${"0.5 of 64 MiB"}
		${usd(0)}                                | ${"0.00 USD"}
		${usd(0.004)}                            | ${"under 0.01 USD"}
		${usd(1234.5)}                           | ${"1,234.50 USD"}
		${percent(0)}                            | ${"0\u00a0%"}
		${percent(0.0004)}                       | ${"under 0.1\u00a0%"}
		${percent(0.125)}                        | ${"12.5\u00a0%"}
		${percent(0.3)}                          | ${"30\u00a0%"}
		${percent(12)}                           | ${"1,200\u00a0%"}
		${seconds(12.94)}                        | ${"12.9 s"}
		${moment("2026-11-21T03:04:05.678Z")}    | ${"21 Nov 2026, 03:04 UTC"}
		${moment("2026-01-01T00:30:00+09:00")}   | ${"31 Dec 2025, 15:30 UTC"}
		${moment("yesterday")}                   | ${"yesterday"}
		${timeOfDay("2026-11-21T03:04:05.678Z")} | ${"03:04:05 UTC"}
		${timeOfDay("yesterday")}                | ${"yesterday"}
	`("$as", ({ said, as }) => {
		expect(said).toBe(as);
	});
});
