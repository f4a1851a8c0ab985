// Everything that strip-only TypeScript erases.
type Pair<A, B = A> = [A, B];
type Mapped<T> = { readonly [K in keyof T]?: T[K] extends infer U ? U : never };
type Template = `a${string}b`;
type Fn = new (...args: any[]) => unknown;
interface Shape extends Object { area(): number; readonly name?: string; [key: string]: unknown; (x: number): string; new (x: number): Shape }
declare const ambient: string;
declare let other: number, third: string;
declare function ambientFunction(a: number): void;
declare class AmbientClass { x: number; m(): void }
declare module "x" { export const y: number; }
declare namespace Types { type A = number }
declare global { interface Window { mine: string } }
declare enum AmbientEnum { A, B }
abstract class Base<T> implements Iterable<T> {
  declare ambientField: string;
  private secret: number = 1;
  protected readonly list: T[] = [];
  static #count = 0;
  public static readonly kind: string = "base";
  optional?: string;
  definite!: number;
  abstract area(): number;
  abstract get size(): number;
  overloaded(a: string): string;
  overloaded(a: number): number;
  overloaded(a: any): any { return a; }
  *[Symbol.iterator](): Iterator<T> { yield* this.list; }
  get value(): number { return this.secret; }
  set value(v: number) { this.secret = v; }
  method<U extends T>(this: Base<T>, a?: U, ...rest: Array<U>): this is Base<U> { return rest.length === 0 && a === undefined; }
  static count(): number { return ++Base.#count; }
}
class Derived extends Base<number> {
  override toString(): string { return "derived"; }
  area(): number { return 2 as const as number; }
  get size() { return 3 }
}
const derived = new Derived();
is(derived.area() + derived.size, 5);
is(derived.value, 1);
is(derived.method<number>(), true);
is("ambientField" in derived, false, "declared fields are erased");
is("definite" in derived, true, "definite fields are fields");
is(Base.kind + Base.count(), "base1");
is(derived.overloaded("x"), "x");
const identity = <T,>(x: T): T => x;
const arrow = async <T extends object>(x: T): Promise<T> => x;
is(identity<number>(4)!, 4);
same(await arrow<{ a: number }>({ a: 1 }), { a: 1 });
const asserted = ({ a: 1 } as { a: number }).a;
const satisfied = { b: 2 } satisfies Record<string, number>;
is(asserted + satisfied.b, 3);
let optional: { x?: { y: number } } | undefined;
is(optional?.x!?.y, undefined);
function overload(a: number): number;
function overload(a: string): string;
function overload(a: any) { return a; }
is(overload(7), 7);
function isString(x: unknown): x is string { return typeof x === "string"; }
function assertIt(x: unknown): asserts x { if (!x) throw new Error("no"); }
ok(isString(""));
assertIt(1);
let tuple: [a: number, b?: string, ...rest: boolean[]] = [1];
const { a: renamed, ...others }: { a: number; b: string } = { a: 1, b: "x" };
is(renamed + others.b, "1x");
for (const [key, value] of Object.entries({ k: 1 }) as [string, number][]) is(key + value, "k1");
try { throw new Error("t"); } catch (error: unknown) { is((error as Error).message, "t"); }
const object = { method<T>(x: T): T { return x; }, async *generate(): AsyncGenerator<number> { yield 1; }, get g(): number { return 1; } };
is(object.method<string>("m"), "m");
for await (const n of object.generate()) is(n, 1);
const conditional = true ? (x: number): number => x : (y: number): number => -y;
is(conditional(3), 3);
const generic = new Map<string, Array<Map<number, number>>>([["a", []]]);
is(generic.size, 1);
const shifted = 8 >> 1 >>> 1;
is(shifted, 2);
let x = 1 as unknown as number
let y = 2
is(x + y, 3);
const unique: unique symbol = Symbol("u");
const asserts = 1, is_ = 2, infer = 3;
is(asserts + is_ + infer, 6);
const type = 5, declare = 6, namespace = 7, abstract = 8, readonly = 9, interface_ = 1, module = 2;
is(type + declare + namespace + abstract + readonly + interface_ + module, 38);
export type { Pair, Mapped };
export type Exported = Template | Fn;
export interface Another {}
export declare const nothing: number;
export abstract class ExportedAbstract {}
import type { Something } from "./nowhere.ts";
