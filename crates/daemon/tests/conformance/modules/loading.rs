//! What the loader is asked, and how often.

use super::Files;

#[tokio::test]
async fn the_loader_is_told_specifier_and_importer() {
    let files = Files::new([
        (
            "/src/lib/a.js",
            "import '../b.js'; import 'bare'; export const a = 1",
        ),
        ("/src/b.js", "import './deep/c.js'"),
        ("/src/deep/c.js", "export {}"),
        ("/node_modules/bare.js", "export {}"),
    ]);
    let guest = files.guest().await;
    guest
        .eval_as("/src/main.js", "import './lib/a.js'")
        .await
        .unwrap();
    let mut asked = files.asked();
    asked.sort();
    let expected = [
        "../b.js from /src/lib/a.js in /src/lib",
        "./deep/c.js from /src/b.js in /src",
        "./lib/a.js from /src/main.js in /src",
        "bare from /src/lib/a.js in /src/lib",
    ];
    assert_eq!(asked, expected);
    guest
        .eval_as("sub/other.js", "import '../src/b.js'; import './x.js'")
        .await
        .unwrap_err();
    assert_eq!(files.asked(), ["./x.js from /sub/other.js in /sub"]);
}

#[tokio::test]
async fn one_instance_per_resolved_specifier() {
    let files = Files::new([
        (
            "/dir/count.js",
            "globalThis.runs = (globalThis.runs ?? 0) + 1; export const own = {}",
        ),
        ("/dir/sub/up.js", "export { own } from '../count.js'"),
        (
            "/other/count.js",
            "globalThis.others = (globalThis.others ?? 0) + 1; export const own = {}",
        ),
        ("/node_modules/bare.js", "export const own = {}"),
        ("/node_modules/twin.js", "export const own = {}"),
    ]);
    let guest = files.guest().await;
    guest
        .eval_as(
            "/dir/main.js",
            "import { own as a } from './count.js';
             import { own as b } from './sub/../count.js';
             import { own as c } from './sub/up.js';
             import { own as d } from '../other/count.js';
             import { own as e } from 'bare';
             import { own as f } from 'twin';
             globalThis.all = [a, b, c, d, e, f];",
        )
        .await
        .unwrap();
    guest
        .eval_as("/dir/sub/main.js", "import { own } from '../count.js'; import { own as e } from 'bare'; globalThis.again = [own, e]")
        .await
        .unwrap();
    guest
        .check(
            "is(runs, 1); is(others, 1);
             is(all[0], all[1]); is(all[0], all[2]); is(all[0], again[0], 'in another eval');
             ok(all[0] !== all[3], 'equal relative specifiers in different directories');
             is(all[4], again[1]); ok(all[4] !== all[5], 'equal code is no equal module');",
        )
        .await;
    assert_eq!(
        files
            .asked()
            .iter()
            .filter(|asked| asked.contains("count.js from"))
            .count(),
        2
    );
}

#[tokio::test]
async fn failed_loads_are_tried_again() {
    let files = Files::new([("/dep.js", "import './late.js'; export const x = 1")]);
    let guest = files.guest().await;
    for _ in 0..2 {
        guest.eval("import './dep.js'").await.unwrap_err();
        guest.failure("await import('./dep.js')").await;
    }
    let asked = files.asked();
    assert!(
        asked
            .iter()
            .filter(|asked| asked.starts_with("./late.js"))
            .count()
            >= 4,
        "{asked:?}"
    );
    files.put("/late.js", "export {");
    guest.eval("import './dep.js'").await.unwrap_err();
    files.put("/late.js", "export {}");
    guest
        .eval("import { x } from './dep.js'; globalThis.x = x")
        .await
        .unwrap();
    guest.eval("import './dep.js'").await.unwrap();
    // A module that throws while it is evaluated stays failed, as the language says, until then it is not.
    files.put("/wrong.js", "export { missing } from './dep.js'");
    guest.eval("import './wrong.js'").await.unwrap_err();
    files.put("/wrong.js", "export { x } from './dep.js'");
    guest
        .eval("import { x } from './wrong.js'; if (x !== 1) throw 1")
        .await
        .unwrap();
}

#[tokio::test]
async fn parallel_evals_share_what_they_import() {
    let files = Files::new([(
        "/shared.js",
        "globalThis.loads = (globalThis.loads ?? 0) + 1; export let n = 0; export const up = () => ++n",
    )]);
    for index in 0..30 {
        files.put(
            &format!("/m{index}.js"),
            &format!(
                "import {{ up }} from './shared.js'; import './m{}.js'; up()",
                (index + 1) % 30
            ),
        );
    }
    let guest = files.guest().await;
    let evals: Vec<_> = (0..60)
        .map(|index| {
            let runtime = guest.runtime.clone();
            tokio::spawn(async move {
                runtime
                    .eval(format!(
                        "import './m{}.js'; import './shared.js'",
                        index % 30
                    ))
                    .await
            })
        })
        .collect();
    for eval in evals {
        eval.await.unwrap().unwrap();
    }
    guest.check("is(loads, 1)").await;
    let mut asked = files.asked();
    let count = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(count, 31, "each module is loaded once");
}

#[tokio::test]
async fn many_and_long_modules() {
    let files = Files::default();
    for index in 0..400 {
        let next = if index < 399 {
            format!(
                "import {{ n as m }} from './{}.js'; export const n = m + 1",
                index + 1
            )
        } else {
            "export const n = 1".to_owned()
        };
        files.put(&format!("/{index}.js"), &next);
    }
    files.put(
        "/big.js",
        &format!("export default '{}'", "x".repeat(5_000_000)),
    );
    let guest = files.guest().await;
    guest.eval("import { n } from './0.js'; import big from './big.js'; globalThis.found = [n, big.length]").await.unwrap();
    guest.check("same(found, [400, 5000000])").await;
}
