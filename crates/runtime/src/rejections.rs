//! Promises that were rejected and that nobody handles (runtime.md 2.8).

use deno_core::v8;

use crate::guest_error;
use crate::state::State;

/// At most this many are kept in a turn; a guest that rejects more learns of the first ones.
const MAX: usize = 1000;

/// What was rejected in this turn and is not handled yet.
#[derive(Default)]
pub(crate) struct Rejections(Vec<(v8::Global<v8::Promise>, v8::Global<v8::Value>)>);

impl Rejections {
    /// The reasons of this turn's unhandled rejections, in order.
    pub(crate) fn take(&mut self) -> Vec<v8::Global<v8::Value>> {
        std::mem::take(&mut self.0)
            .into_iter()
            .map(|(_, reason)| reason)
            .collect()
    }

    /// Nobody is there to be told.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Somebody handles `promise`.
    pub(crate) fn forget(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        promise: v8::Local<'_, v8::Promise>,
    ) {
        self.0
            .retain(|(known, _)| v8::Local::new(scope, known) != promise);
    }
}

pub(crate) extern "C" fn on_promise_reject(message: v8::PromiseRejectMessage<'_>) {
    v8::callback_scope!(unsafe scope, &message);
    let Some(state) = State::of(scope) else {
        return;
    };
    let promise = message.get_promise();
    let mut rejections = state.rejections.borrow_mut();
    match message.get_event() {
        v8::PromiseRejectEvent::PromiseRejectWithNoHandler => {
            let Some(reason) = message.get_value() else {
                return;
            };
            if rejections.0.len() < MAX {
                rejections.0.push((
                    v8::Global::new(scope, promise),
                    v8::Global::new(scope, reason),
                ));
            }
        }
        v8::PromiseRejectEvent::PromiseHandlerAddedAfterReject => rejections.forget(scope, promise),
        v8::PromiseRejectEvent::PromiseRejectAfterResolved
        | v8::PromiseRejectEvent::PromiseResolveAfterResolved => {}
    }
}

/// Rejections outside of an eval have no caller: they go to the log.
pub(crate) fn report(scope: &mut v8::PinScope<'_, '_>, reasons: Vec<v8::Global<v8::Value>>) {
    for reason in reasons {
        v8::scope!(let scope, scope);
        let reason = v8::Local::new(scope, reason);
        let error = guest_error::from_value(scope, reason);
        tracing::debug!(
            name = error.name,
            message = error.message,
            "unhandled rejection in a guest"
        );
    }
}
