//! The guest's files (client.md, section 3.4): which operations the host carries out, and a ready set for a directory.

pub(crate) mod arguments;
pub(crate) mod directory;
pub(crate) mod file_system;
pub(crate) mod paths;
