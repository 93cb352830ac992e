import type { Plugin } from "esbuild";

export declare const errorClasses: Plugin;
export declare const clientManifests: Plugin;
export declare const foreignDetails: Plugin;
export declare function withoutForeignDetails(schemas: string): string;
