//! HTTP in both directions: requests into the guest's `serve()` and the bodies that cross piece by piece.

mod exchange;
mod incoming;
mod outgoing;

pub use exchange::{DispatchId, DispatchRequest, Exchange, RequestBody, ResponseHead};
pub use incoming::{BodySender, IncomingBody, Source, incoming};
pub use outgoing::{Room, Sink};

pub(crate) use exchange::Exchanges;
pub(crate) use incoming::Read;
