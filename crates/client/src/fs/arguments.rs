//! What file operations are called with, and what they answer.

use isolate_protocol::{Bytes, Value};

use crate::callbacks::failure::CallbackError;

/// What is at a path.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FileStat {
    /// It is a regular file.
    pub is_file: bool,
    /// It is a directory.
    pub is_directory: bool,
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed last, in milliseconds since the epoch.
    pub last_modified: Option<f64>,
}

/// A piece of a file, and what the file was like when it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilePiece {
    /// As many bytes as asked for, or all there are up to the end of the file.
    pub data: Bytes,
    /// Of the whole file, in bytes.
    pub size: u64,
    /// When it was changed last, in milliseconds since the epoch. With it the guest notices changes between two pieces.
    pub last_modified: Option<f64>,
}

impl From<FileStat> for Value {
    fn from(stat: FileStat) -> Self {
        let mut fields = vec![
            ("isFile".to_owned(), Self::from(stat.is_file)),
            ("isDirectory".to_owned(), Self::from(stat.is_directory)),
            ("size".to_owned(), Self::from(stat.size)),
        ];
        fields.extend(last_modified(stat.last_modified));
        fields.into()
    }
}

impl From<FilePiece> for Value {
    fn from(piece: FilePiece) -> Self {
        let mut fields = vec![
            ("data".to_owned(), Self::from(piece.data)),
            ("size".to_owned(), Self::from(piece.size)),
        ];
        fields.extend(last_modified(piece.last_modified));
        fields.into()
    }
}

fn last_modified(time: Option<f64>) -> Option<(String, Value)> {
    time.map(|time| ("lastModified".to_owned(), Value::from(time)))
}

/// The arguments of one call, taken one by one.
pub(crate) struct Arguments(std::vec::IntoIter<Value>);

impl Arguments {
    pub(crate) fn new(args: Vec<Value>) -> Self {
        Self(args.into_iter())
    }

    pub(crate) fn text(&mut self) -> Result<String, CallbackError> {
        match self.0.next() {
            Some(Value::Str(text)) => Ok(text),
            _ => Err(unusable("a path")),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Bytes, CallbackError> {
        match self.0.next() {
            Some(Value::Bin(bytes)) => Ok(bytes),
            _ => Err(unusable("bytes")),
        }
    }

    pub(crate) fn number(&mut self) -> Result<u64, CallbackError> {
        match self.0.next() {
            Some(Value::Int(number)) => {
                u64::try_from(number).map_err(|_| unusable("a number of bytes"))
            }
            Some(Value::Uint(number)) => Ok(number),
            _ => Err(unusable("a number of bytes")),
        }
    }

    /// The option `recursive` among the options that come next.
    pub(crate) fn recursive_option(&mut self) -> Result<bool, CallbackError> {
        let options = self.0.next();
        let recursive = options
            .as_ref()
            .and_then(|options| options.get("recursive"));
        Ok(recursive.and_then(Value::as_bool).unwrap_or_default())
    }
}

fn unusable(expected: &str) -> CallbackError {
    CallbackError::named("TypeError", format!("expected {expected}"))
}
