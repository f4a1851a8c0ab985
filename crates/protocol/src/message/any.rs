//! [`Message`]: one of all messages, and the table of their numbers (protocol.md, section 3.1).

use bytes::Bytes;

use super::error::DecodeError;
use super::{callback, dispatch, event, query, reply, runtime, status, stream, websocket};
use crate::frame::{Frame, TooLarge, write_frame};
use crate::raw::Raw;
use crate::schema::{Field, Input};

macro_rules! messages {
    ($($kind:literal $wire:literal $module:ident::$name:ident,)*) => {
        /// Any message of the protocol.
        #[derive(Clone, Debug, PartialEq)]
        #[expect(clippy::large_enum_variant, reason = "only CREATE_RUNTIME is large, and those are few")]
        pub enum Message {
            $(#[doc = concat!("`", $wire, "` ", stringify!($kind))] $name($module::$name),)*
            /// `PING` 0xf0: asks for a `PONG`. Only clients send it (section 1.7).
            Ping,
            /// `PONG` 0xf1: answers a `PING`.
            Pong,
        }

        impl Message {
            /// The type byte.
            #[must_use]
            pub fn kind(&self) -> u8 {
                match self {
                    $(Self::$name(_) => $kind,)*
                    Self::Ping => 0xf0,
                    Self::Pong => 0xf1,
                }
            }

            /// The name in the specification, for instance `EVAL`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $wire,)*
                    Self::Ping => "PING",
                    Self::Pong => "PONG",
                }
            }

            /// The message's `requestId`, if it has one. Which id space it is from depends on the message (section 1.5).
            #[must_use]
            pub fn request_id(&self) -> Option<u64> {
                match self {
                    $(Self::$name(message) => message.find_request_id(),)*
                    Self::Ping | Self::Pong => None,
                }
            }

            /// Reads the message of a frame.
            ///
            /// # Errors
            ///
            /// [`DecodeError`] for an unassigned type byte and for a field that is missing or of the wrong type.
            pub fn decode(frame: &Frame) -> Result<Self, DecodeError> {
                let Frame { kind, payload } = frame;
                let mut input = Input::new(payload);
                match *kind {
                    $($kind => Field::read(&mut input)
                        .map(Self::$name)
                        .map_err(|error| DecodeError::from_field($wire, error, find_request_id(payload))),)*
                    0xf0 => Ok(Self::Ping),
                    0xf1 => Ok(Self::Pong),
                    kind => Err(DecodeError::UnknownType { kind, request_id: find_request_id(payload) }),
                }
            }

            /// Builds the complete frame.
            ///
            /// # Errors
            ///
            /// [`TooLarge`] if the frame would exceed the limit; the operation must fail on this side then.
            pub fn encode(&self) -> Result<Bytes, TooLarge> {
                write_frame(self.kind(), |writer| match self {
                    $(Self::$name(message) => message.write(writer),)*
                    Self::Ping | Self::Pong => writer.map(0),
                })
            }
        }

        $(impl From<$module::$name> for Message {
            fn from(message: $module::$name) -> Self {
                Self::$name(message)
            }
        })*
    };
}

messages! {
    0x01 "CREATE_RUNTIME" runtime::CreateRuntime,
    0x02 "DISPOSE_RUNTIME" runtime::DisposeRuntime,
    0x03 "EVAL" runtime::Eval,
    0x04 "DISPATCH_REQUEST" dispatch::DispatchRequest,
    0x05 "DISPATCH_REQUEST_ABORT" dispatch::DispatchRequestAbort,
    0x06 "DISPOSE_NAMESPACE" runtime::DisposeNamespace,
    0x10 "WS_OPEN" websocket::WsOpen,
    0x11 "WS_MESSAGE" websocket::WsMessage,
    0x12 "WS_CLOSE" websocket::WsClose,
    0x13 "FETCH_GET_UPGRADE_REQUEST" query::FetchGetUpgradeRequest,
    0x14 "FETCH_HAS_SERVE_HANDLER" query::FetchHasServeHandler,
    0x15 "FETCH_HAS_ACTIVE_CONNECTIONS" query::FetchHasActiveConnections,
    0x16 "FETCH_WS_ERROR" websocket::FetchWsError,
    0x17 "TIMERS_CLEAR_ALL" query::TimersClearAll,
    0x18 "CONSOLE_RESET" query::ConsoleReset,
    0x19 "CONSOLE_GET_TIMERS" query::ConsoleGetTimers,
    0x1a "CONSOLE_GET_COUNTERS" query::ConsoleGetCounters,
    0x1b "CONSOLE_GET_GROUP_DEPTH" query::ConsoleGetGroupDepth,
    0x21 "RUN_TESTS" query::RunTests,
    0x22 "RESET_TEST_ENV" query::ResetTestEnv,
    0x23 "HAS_TESTS" query::HasTests,
    0x24 "GET_TEST_COUNT" query::GetTestCount,
    0x33 "GET_COLLECTED_DATA" query::GetCollectedData,
    0x34 "CLEAR_COLLECTED_DATA" query::ClearCollectedData,
    0x80 "RESPONSE_OK" reply::ResponseOk,
    0x81 "RESPONSE_ERROR" reply::ResponseError,
    0x82 "RESPONSE_STREAM_START" reply::ResponseStreamStart,
    0x83 "RESPONSE_STREAM_CHUNK" reply::ResponseStreamChunk,
    0x84 "RESPONSE_STREAM_END" reply::ResponseStreamEnd,
    0x90 "CALLBACK_INVOKE" callback::CallbackInvoke,
    0x91 "CALLBACK_RESPONSE" callback::CallbackResponse,
    0x92 "CALLBACK_STREAM_START" callback::CallbackStreamStart,
    0x93 "CALLBACK_STREAM_CHUNK" callback::CallbackStreamChunk,
    0x94 "CALLBACK_STREAM_END" callback::CallbackStreamEnd,
    0x95 "CALLBACK_STREAM_CANCEL" callback::CallbackStreamCancel,
    0x96 "CALLBACK_ABORT" callback::CallbackAbort,
    0xa0 "STREAM_PUSH" stream::StreamPush,
    0xa1 "STREAM_PULL" stream::StreamPull,
    0xa2 "STREAM_CLOSE" stream::StreamClose,
    0xa3 "STREAM_ERROR" stream::StreamError,
    0xc0 "ISOLATE_EVENT" event::IsolateEvent,
    0xc1 "CLIENT_EVENT" event::ClientEvent,
    // Ours alone.
    0xf2 "GET_STATUS" status::GetStatus,
}

/// The `requestId` of a payload that otherwise made no sense, so that the error can be answered.
fn find_request_id(payload: &Raw) -> Option<u64> {
    let mut input = Input::new(payload);
    let mut found = None;
    for _ in 0..input.map().ok()? {
        if input.key().ok()? == Some(b"requestId") {
            let value = input.raw().ok()?;
            found = u64::read(&mut Input::new(&value)).ok();
        } else {
            input.skip().ok()?;
        }
    }
    found
}
