//! The browser of a runtime, as an option (client.md, section 3.8).

use std::time::Duration;

use isolate_protocol::Value;
use isolate_protocol::message::{PlaywrightCallbacks, PlaywrightOptions};

use crate::callbacks::failure::CallbackError;
use crate::callbacks::handler::Handler;
use crate::callbacks::table::Registered;
use crate::error::ClientError;
use crate::options::milliseconds;

/// What serves a guest's browser.
#[derive(Clone)]
#[must_use]
pub struct Playwright {
    handler: Handler,
    timeout: Option<Duration>,
    default_page: bool,
}

impl Playwright {
    /// A browser whose operations `handler` carries out (protocol.md, section 4.10). It takes an operation as JSON text,
    /// `{type, args, pageId?, contextId?}`, and answers with JSON text, `{ok: true, value?}` or
    /// `{ok: false, error: {name, message}}`. An error of its own fails the operation, too.
    pub fn new<F>(handler: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<String, CallbackError>> + Send + 'static,
    {
        let handler = Handler::asynchronous(move |mut args: Vec<Value>| {
            let operation = match args.is_empty() {
                true => Value::Nil,
                false => args.swap_remove(0),
            };
            handler(match operation {
                Value::Str(json) => json,
                _ => String::new(),
            })
        });
        Self {
            handler,
            timeout: None,
            default_page: true,
        }
    }

    /// How long the guest waits for predicates and assertions by default. Default: 30 s; zero means no limit.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// The guest has no `page` and no `context` from the start, only `browser`.
    pub fn without_default_page(mut self) -> Self {
        self.default_page = false;
        self
    }

    pub(crate) fn register(
        self,
        callbacks: &mut Registered,
    ) -> Result<(PlaywrightCallbacks, PlaywrightOptions), ClientError> {
        let handler = callbacks.add(self.handler, "playwright.handler", "async")?;
        let registered = PlaywrightCallbacks {
            handler_callback_id: handler.callback_id,
            ..PlaywrightCallbacks::default()
        };
        let options = PlaywrightOptions {
            timeout: self.timeout.map(milliseconds),
            has_default_page: Some(self.default_page),
        };
        Ok((registered, options))
    }
}
