//! What the program can do beside being a daemon.

mod local;
pub mod run;
mod sources;
pub mod status;
mod terminal;
pub mod test;

pub use local::LocalError;
pub use sources::SourceError;
