//! The web platform: sharp questions per API, and every text of runtime.md 6, 13 and 15 to 19 that must match.

use crate::support::{guest, guest_with};

/// One test per file of `guest/web`.
macro_rules! areas {
    ($($name:ident)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                guest().await.check(include_str!(concat!("guest/web/", stringify!($name), ".js"))).await;
            }
        )*
    };
}

areas! { abort blob body buffer clone compression crypto encoding events form_data headers path request response streams url websocket }

#[tokio::test]
async fn paths_start_from_the_cwd_option() {
    for (cwd, resolved, relative) in [
        ("/app/src", "/app/src/x", "../../other"),
        ("/", "/x", "other"),
        ("/a/../b/", "/b/x", "../other"),
    ] {
        let guest = guest_with(|options, _| options.cwd(cwd)).await;
        let code = format!(
            "is(path.resolve('x'), {resolved:?}); is(path.relative('', '/other'), {relative:?}); is(path.resolve('/y'), '/y')"
        );
        guest.check(&code).await;
    }
}
