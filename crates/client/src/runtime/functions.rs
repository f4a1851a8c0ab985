//! Functions of the guest's (protocol.md, appendix A.2).

use isolate_protocol::limits::SEND_DEPTH;
use isolate_protocol::message::CallbackInvoke;
use isolate_protocol::{Form, Value};

use super::RemoteRuntime;
use crate::error::ClientError;

impl RemoteRuntime {
    /// Calls a function of the guest's, a [`Value::Callback`] that was among the arguments of a callback or in the result
    /// of such a call, and waits for what it gives. The daemon keeps the 10,000 functions of a runtime that were handed out
    /// or called last, until the runtime is disposed or the connection breaks.
    ///
    /// While the guest waits for the answer of a `sync` function it runs no other: that answer must not depend on this.
    ///
    /// # Errors
    ///
    /// As any call; [`ClientError::Remote`] with what the function threw, or with `Unknown callback: <id>` if the daemon
    /// does not have it; [`ClientError::NotAFunction`] and [`ClientError::TooDeep`] before anything is
    /// sent.
    pub async fn call(&self, function: &Value, args: Vec<Value>) -> Result<Value, ClientError> {
        let Value::Callback { callback_id, .. } = *function else {
            return Err(ClientError::NotAFunction);
        };
        let args = Value::Array(args);
        if args.depth() > SEND_DEPTH {
            return Err(ClientError::TooDeep);
        }
        let args = args.to_raw(Form::Marshalled);
        let answer = self
            .request(|request_id, _| {
                CallbackInvoke {
                    request_id,
                    callback_id,
                    args,
                    context: None,
                }
                .into()
            })
            .await?;
        Ok(Value::decode(&answer)?)
    }
}
