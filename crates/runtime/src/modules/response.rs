//! What the host's loader answers: `{code, filename, resolveDir, static?}` (protocol.md 4.10).

use isolate_protocol::{Raw, Token, lossy};

use super::compile::Referrer;
use super::errors::LinkError;
use super::path::join;
use crate::host::HostResult;

/// A module's source as the loader delivered it.
pub(crate) struct Loaded {
    pub(crate) code: String,
    /// The module as an importer: its own path and directory.
    pub(crate) referrer: Referrer,
    /// It outlives the owner that loaded it.
    pub(crate) is_static: bool,
}

impl Loaded {
    /// Reads the answer for `specifier`, as `importer` has it.
    pub(crate) fn parse(
        result: HostResult,
        specifier: &str,
        importer: &Referrer,
    ) -> Result<Self, LinkError> {
        let raw = result.map_err(LinkError::from_host)?;
        let garbage = |what: &str| {
            LinkError::new(format!(
                "moduleLoader returned an invalid result for \"{specifier}\" (imported by \"{}\"): {what}",
                importer.path
            ))
        };
        let fields =
            Fields::read(&raw).ok_or_else(|| garbage("expected { code, filename, resolveDir }"))?;
        let code = fields
            .code
            .ok_or_else(|| garbage("code must be a string"))?;
        let filename = fields
            .filename
            .ok_or_else(|| garbage("filename must be a string"))?;
        let resolve_dir = fields
            .resolve_dir
            .ok_or_else(|| garbage("resolveDir must be a string"))?;
        if filename.contains('/') {
            return Err(LinkError::new(format!(
                "moduleLoader returned a filename with slashes: \"{filename}\". filename must be a basename (e.g. \
                 \"utils.js\"), not a path."
            )));
        }
        Ok(Self {
            code,
            referrer: Referrer::new(join(&resolve_dir, &filename)),
            is_static: fields.is_static,
        })
    }
}

#[derive(Default)]
struct Fields {
    code: Option<String>,
    filename: Option<String>,
    resolve_dir: Option<String>,
    is_static: bool,
}

impl Fields {
    fn read(raw: &Raw) -> Option<Self> {
        let mut reader = raw.reader();
        let Ok(Token::Map(count)) = reader.next() else {
            return None;
        };
        let mut fields = Self::default();
        for _ in 0..count {
            let Ok(Token::Str(key)) = reader.next() else {
                return None;
            };
            let field = match key {
                b"code" => &mut fields.code,
                b"filename" => &mut fields.filename,
                b"resolveDir" => &mut fields.resolve_dir,
                b"static" => {
                    fields.is_static = matches!(reader.clone().next(), Ok(Token::Bool(true)));
                    reader.skip().ok()?;
                    continue;
                }
                _ => {
                    reader.skip().ok()?;
                    continue;
                }
            };
            let mut ahead = reader.clone();
            if let Ok(Token::Str(text)) = ahead.next() {
                *field = Some(lossy(text).into_owned());
            }
            reader.skip().ok()?;
        }
        Some(fields)
    }
}
