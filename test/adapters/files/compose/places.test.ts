import { expect, test } from "@jest/globals";
import { readCompose } from "../../../../adapters/files/compose/read-compose.ts";
import { aSourceFile, placeIn } from "../../../support/engine-files.ts";

const full = `services:
  empty: {image: a}
  web:
    image: nginx
    read_only: false
    user: root
    privileged: true
    cap_add: [ALL]
    cap_drop: [NET_RAW]
    environment:
      A: 1
      B: 2
    logging:
      driver: none
    mem_limit: 1g
    mem_reservation: 1g
    pid: host
    ipc: host
    network_mode: host
    platform: linux
    tmpfs:
      - /tmp
      - /run:size=1m
    volumes:
      - data:/data
      - type: tmpfs
        target: /c
        tmpfs:
          size: 1g
      - /srv:/srv
    secrets:
      - token
    use_api_socket: true
    volumes_from:
      - empty
  swarm:
    image: b
    deploy:
      resources:
        limits:
          memory: 1g
        reservations:
          memory: 1g
    logging: {options: {a: b}}
    cap_drop: [ALL]
    volumes:
      - {type: tmpfs, target: /c}
`;
const reading = readCompose(aSourceFile(full));

test.each([
	["image", "4:5"],
	["readonlyRootFilesystem", "5:5"],
	["user", "6:5"],
	["privileged", "7:5"],
	["linuxParameters.capabilities", "8:5"],
	["linuxParameters.capabilities.add", "8:5"],
	["linuxParameters.capabilities.add.0", "8:5"],
	["linuxParameters.capabilities.drop", "9:5"],
	["environment", "10:5"],
	["environment.0", "11:7"],
	["environment.1", "12:7"],
	["environment.1.value", "12:7"],
	["logConfiguration", "14:7"],
	["logConfiguration.logDriver", "14:7"],
	["memory", "15:5"],
	["memoryReservation", "16:5"],
	["pidMode", "17:5"],
	["ipcMode", "18:5"],
	["networkMode", "19:5"],
	["runtimePlatform.operatingSystemFamily", "20:5"],
	["linuxParameters.tmpfs", "21:5"],
	["linuxParameters.tmpfs.0", "22:9"],
	["linuxParameters.tmpfs.1.size", "23:9"],
	["linuxParameters.tmpfs.2", "26:9"],
	["linuxParameters.tmpfs.2.size", "29:11"],
	["linuxParameters.tmpfs.2.mountOptions", "26:9"],
	["mountPoints", "24:5"],
	["volumes", "24:5"],
	["mountPoints.0", "25:9"],
	["mountPoints.1", "30:9"],
	["mountPoints.2", "32:9"],
	["mountPoints.3", "33:5"],
	["healthCheck", "3:3"],
	["", "3:3"],
])("%s", (field, place) => {
	expect(placeIn(reading, "web", field)).toBe(place);
});

test.each([
	["memory", "41:11"],
	["memoryReservation", "43:11"],
	["logConfiguration", "44:5"],
	["linuxParameters.capabilities", "45:5"],
	["linuxParameters.capabilities.add", "45:5"],
	["linuxParameters.tmpfs", "47:9"],
	["linuxParameters.tmpfs.0.size", "47:9"],
	["mountPoints", "46:5"],
	["user", "36:3"],
])("of the second form: %s", (field, place) => {
	expect(placeIn(reading, "swarm", field)).toBe(place);
});

test("what is not written stands where the service does", () => {
	for (const field of ["user", "linuxParameters.tmpfs.4.size", "volumes.1"]) {
		expect(placeIn(reading, "empty", field)).toBe("2:3");
	}
});
