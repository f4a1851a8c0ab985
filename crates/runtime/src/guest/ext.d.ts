// Types of what the guest modules import from the engine, for `tsc -p jsconfig.json`. Nothing at run time reads this.

declare module "ext:core/mod.js" {
  /** Intrinsics captured before any guest code runs: `ArrayPrototypeJoin(array, ",")` and so on. */
  export const primordials: any;
  /** Internals shared between extensions. */
  export const internals: any;

  /** The part of `Deno.core` the guest modules use. */
  export const core: {
    byteLength(text: string): number;
    createTimer(callback: () => void, ms: number, args: unknown, repeat: boolean, refed: boolean, system: boolean): object;
    decode(bytes: Uint8Array): string;
    encode(text: string): Uint8Array;
    encodeBinaryString(bytes: Uint8Array): string;
    isAnyArrayBuffer(value: unknown): boolean;
    isArrayBuffer(value: unknown): boolean;
    isAsyncFunction(value: unknown): boolean;
    isDataView(value: unknown): boolean;
    isDate(value: unknown): boolean;
    isGeneratorFunction(value: unknown): boolean;
    isMap(value: unknown): boolean;
    isPromise(value: unknown): boolean;
    isRegExp(value: unknown): boolean;
    isSet(value: unknown): boolean;
    isSharedArrayBuffer(value: unknown): boolean;
    isStringObject(value: unknown): boolean;
    isTypedArray(value: unknown): boolean;
    isWeakMap(value: unknown): boolean;
    isWeakSet(value: unknown): boolean;
    /** What a script of the web platform's exports. */
    loadExtScript(specifier: string): any;
    registerErrorBuilder(name: string, build: (message: string) => Error): void;
    setReportExceptionCallback(callback: (error: unknown) => void): void;
    getCloneableDeserializers(): any;
    createTimer(callback: () => void, milliseconds: number, ...rest: any[]): number;
    cancelTimer(id: number): void;
    getAsyncContext(): unknown;
    setAsyncContext(context: unknown): void;
  };
}

declare module "ext:isolate/testing/jest.js" {
  type Tester = (a: any, b: any, testers?: any[]) => boolean | undefined;
  export const equals: (a: unknown, b: unknown, testers: Tester[], strict?: boolean) => boolean;
  export const arrayBufferEquality: Tester;
  export const iterableEquality: Tester;
  export const sparseArrayEquality: Tester;
  export const subsetEquality: Tester;
  export const typeEquality: Tester;
  export const diffSequence: (
    aLength: number,
    bLength: number,
    isCommon: (aIndex: number, bIndex: number) => boolean,
    foundSubsequence: (count: number, aIndex: number, bIndex: number) => void,
  ) => void;
}
