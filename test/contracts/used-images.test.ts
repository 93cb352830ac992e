import { describe } from "@jest/globals";
import { RefreshRequestsInMemory, UsedImagesInMemory } from "../support/refresh-requests.ts";
import { refreshRequestsContract, usedImagesContract } from "./used-images.ts";

describe("the images in use in memory", () => {
	usedImagesContract(async () => new UsedImagesInMemory());
});

describe("requests to refresh the images in use in memory", () => {
	refreshRequestsContract(async () => {
		const requests = new RefreshRequestsInMemory();
		return {
			requests,
			listWaiting: () => requests.listWaiting(),
			removeWaiting: (waiting) => requests.removeWaiting(waiting),
		};
	});
});
