//! HTTP in both directions: requests into the guest's `serve()`, `fetch` out of it, and their bodies.

pub(crate) mod bodies;
mod exchange;
pub(crate) mod fetch;
mod headers;
mod incoming;
mod outgoing;
pub(crate) mod serve;
mod shelf;

pub use exchange::{DispatchId, DispatchRequest, Exchange, RequestBody, ResponseHead};
pub use incoming::{BodySender, IncomingBody, Source, incoming};
pub use outgoing::{Room, Sink};

pub(crate) use bodies::Bodies;
pub(crate) use exchange::Exchanges;
pub(crate) use shelf::Ends;
