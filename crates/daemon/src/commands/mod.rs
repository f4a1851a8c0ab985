//! What the program can do beside being a daemon.

pub mod status;
