import { expect, test } from "@jest/globals";
import { isWindowsImage } from "../../../domain/images/windows-image.ts";

test.each([
	["mcr.microsoft.com/windows/nanoserver:ltsc2022", true],
	["mcr.microsoft.com/windows/servercore/iis", true],
	["mcr.microsoft.com/windows/server:ltsc2025", true],
	[`mcr.microsoft.com/windows@sha256:${"a".repeat(64)}`, true],
	["mcr.microsoft.com/dotnet/framework/aspnet:4.8", true],
	["mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022", true],
	["111122223333.dkr.ecr.eu-west-1.amazonaws.com/mcr/windows/servercore:ltsc2022", true],
	["mcr.microsoft.com/windows/servercore:${Tag}", true],
	["python:3-windowsservercore-ltsc2022", true],
	["golang:NanoServer", true],
	["mcr.microsoft.com/dotnet/aspnet:8.0", false],
	["mcr.microsoft.com/dotnet/framework", false],
	["mcr.microsoft.com/windowsapp:1", false],
	["mcr.microsoft.com/my/windows:1", false],
	["acme/windows:1", false],
	["acme/nanoserver-builder:1", false],
	["acme/windows/nanoservers:1", false],
	["acme/mywindows/nanoserver:1", false],
	["acme/dotnet/framework/app:1", false],
	["nanoserver", false],
	["no image: nanoserver", false],
	["", false],
])("whether %s is a Windows image: %j", (image, expected) => {
	expect(isWindowsImage(image)).toBe(expected);
});
