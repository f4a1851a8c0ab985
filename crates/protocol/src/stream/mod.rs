//! Flow control of bodies that travel as streams (protocol.md, section 3.6): who may send how much, as pure arithmetic.
//!
//! The side that sends a body has a [`Credit`]: it may send while the credit allows it, pays for every chunk, and waits
//! otherwise. The side that receives it has a [`Window`]: it notes what arrives and what has been taken out, and says
//! when to grant more with `STREAM_PULL`. Neither knows sockets, ids or messages.
//!
//! | body of | sender | starts with | a chunk costs | window of the receiver |
//! |---|---|---|---|---|
//! | a dispatched request | client | 0 | its length | [`Window::new`], granted at once |
//! | its response | daemon | 1 MiB | at least 256 KiB | the client's: grants what each chunk has cost |
//! | a fetch request (`requestStreams`) | daemon | 0 | its length | [`Window::new`], granted when the body is read |
//! | a fetch response (`responseCredit`) | client | 1 MiB | its length | [`Window::granted`] |
//! | a fetch response otherwise | client | no credit at all | nothing | [`Window::unlimited`] |

mod credit;
mod window;

pub use credit::Credit;
pub use window::{CHUNK_OVERHEAD, Overrun, Window};
