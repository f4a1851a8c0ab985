//! The language's ways to import and export.

use super::Files;

#[tokio::test]
async fn the_language_s_ways_to_import_and_export_work() {
    let files = Files::new([
        (
            "/all.js",
            "export * from './named.js'; export * as ns from './named.js'; export { default } from './named.js'",
        ),
        (
            "/named.js",
            "export let n = 1; export const up = () => { n++ }; export default class K {}; export { n as 'odd name' }",
        ),
        (
            "/a.js",
            "import { b } from './b.js'; export const a = () => 'a' + b(); export let early = typeof b",
        ),
        (
            "/b.js",
            "import { a, tdz } from './cycle.js'; export function b() { return 'b' } export { a }",
        ),
        (
            "/cycle.js",
            "export { a } from './a.js'; export const tdz = 1",
        ),
        (
            "/slow.js",
            "await new Promise((r) => setTimeout(r, 20)); export const v = 'slow'",
        ),
        (
            "/dep.js",
            "import { v } from './slow.js'; export const w = v + '!'",
        ),
        ("/order1.js", "(globalThis.order ??= []).push(1)"),
        ("/order2.js", "import './order1.js'; order.push(2)"),
        ("/order3.js", "order.push(3)"),
        (
            "/meta.js",
            "export default [typeof import.meta, import.meta.url, Object.getPrototypeOf(import.meta), this]",
        ),
        (
            "/tdz1.js",
            "import { late } from './tdz2.js'; export function read() { return late }",
        ),
        (
            "/tdz2.js",
            "import { read } from './tdz1.js'; export let seen; try { read() } catch (e) { seen = e.name } export const late = 1",
        ),
    ]);
    let guest = files.guest().await;
    guest
        .eval(
            "import K, { n, up, ns, 'odd name' as odd } from './all.js';
             import * as space from './all.js';
             import { a, early } from './a.js';
             import { w } from './dep.js';
             import './order2.js'; import './order3.js';
             import meta from './meta.js';
             import { read } from './tdz1.js'; import { seen } from './tdz2.js';
             up();
             globalThis.found = [n, odd, ns.n, space.n, K.name, typeof a, early, w, order.join(), meta, seen, read()];
             globalThis.space = space;",
        )
        .await
        .unwrap();
    guest
        .check(
            "same(found, [2, 2, 2, 2, 'K', 'function', 'function', 'slow!', '1,2,3', ['object', undefined, null, undefined], 'ReferenceError', 1]);
             is(space[Symbol.toStringTag], 'Module');
             same(Object.keys(space), ['default', 'n', 'ns', 'odd name', 'up']);
             throws(() => { space.n = 5 }, 'TypeError');",
        )
        .await;
}

#[tokio::test]
async fn dynamic_imports_use_the_same_loader_and_cache() {
    let files = Files::new([
        (
            "/lib/a.js",
            "export const own = {}; export const load = () => import('./b.js')",
        ),
        ("/lib/b.js", "export default 'b'"),
        ("/bad.js", "throw new RangeError('evaluating')"),
        ("/syntax.js", "let let"),
        (
            "/slow.js",
            "await new Promise((r) => setTimeout(r, 20)); export default 'slow'",
        ),
    ]);
    let guest = files.guest().await;
    guest
        .eval(
            "import { own } from './lib/a.js';
             const again = await import('./lib/a.js');
             const b = await again.load();
             const [s1, s2] = await Promise.all([import('./slow.js'), import('./slow.js')]);
             globalThis.found = [own === again.own, b.default, s1 === s2, s1.default];
             setTimeout(() => import('./lib/b.js').then((m) => { globalThis.inTimer = m.default }), 0);",
        )
        .await
        .unwrap();
    guest
        .check(
            "same(found, [true, 'b', true, 'slow']);
             await sleep(50); is(inTimer, 'b', 'after the eval');
             await rejects(import('./bad.js'), 'RangeError', 'evaluating');
             await rejects(import('./bad.js'), 'RangeError', 'evaluating');
             await rejects(import('./syntax.js'), 'SyntaxError', /Failed to compile module \"\\/syntax.js\" \\(imported by \"\\/check.js\"\\)/);
             await rejects(import('./nowhere.js'), 'Error', /Cannot find .\\/nowhere.js/);
             await rejects(import({ toString() { throw new TypeError('mine') } }), 'TypeError', 'mine');
             await rejects(import(Symbol()), 'TypeError');
             is(await eval('import(\"./lib/b.js\")').then((m) => m.default), 'b', 'in eval');
             is(await new Function('return import(\"/lib/b.js\")')().then((m) => m.default), 'b', 'the same resolved specifier');",
        )
        .await;
}

#[tokio::test]
async fn unused_imports_are_loaded_in_javascript() {
    let files = Files::new([
        ("/used.js", "export const x = 1"),
        (
            "/side.js",
            "import { x } from './used.js'; globalThis.side = 1",
        ),
    ]);
    let guest = files.guest().await;
    guest
        .eval("import { x } from './side.js'")
        .await
        .unwrap_err();
    guest
        .eval("import './side.js'; import {} from './used.js'")
        .await
        .unwrap();
    guest.check("is(side, 1)").await;
}
