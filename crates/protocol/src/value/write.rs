//! From [`Value`] to the wire.

use super::{Form, Value};
use crate::ext::write_timestamp;
use crate::raw::Raw;
use crate::refs::{Ref, UndefinedRef};
use crate::wire::{FORBIDDEN_KEY, Writer};

impl Value {
    /// The encoded value on its own.
    #[must_use]
    pub fn to_raw(&self, form: Form) -> Raw {
        Raw::build(|writer| self.encode(writer, form))
    }

    /// Appends the value.
    ///
    /// Properties called `__proto__` are left out: peers drop the connection over them.
    pub fn encode(&self, writer: &mut Writer, form: Form) {
        match self {
            Self::Undefined if form == Form::Native => writer.nil(),
            Self::Undefined => Ref::from(UndefinedRef).write_map(writer),
            Self::Nil => writer.nil(),
            Self::Bool(value) => writer.bool(*value),
            Self::Int(value) => writer.int(*value),
            Self::Uint(value) => writer.uint(*value),
            Self::Float(value) => writer.number(*value),
            Self::Str(text) => writer.str(text),
            Self::Bin(bytes) => writer.bin(bytes),
            Self::Array(values) => {
                writer.array(values.len() as u32);
                values.iter().for_each(|value| value.encode(writer, form));
            }
            Self::Map(entries) => {
                let allowed = || entries.iter().filter(|(key, _)| key != FORBIDDEN_KEY);
                writer.map(allowed().count() as u32);
                for (key, value) in allowed() {
                    writer.str(key);
                    value.encode(writer, form);
                }
            }
            Self::Date(ms) if form == Form::Native => write_timestamp(writer, *ms),
            Self::Ext(kind, payload) => writer.ext(*kind, payload),
            _ => {
                if let Some(value) = self.to_ref() {
                    write_ref(&value, writer, form);
                }
            }
        }
    }
}

/// Dates, regular expressions and bigints have extensions, yet marshalled they are always maps (section 2.4).
fn write_ref(value: &Ref, writer: &mut Writer, form: Form) {
    let always_map = matches!(value, Ref::Date(_) | Ref::RegExp(_) | Ref::BigInt(_));
    match form {
        Form::Native => value.write_ext(writer),
        Form::Marshalled if !always_map => value.write_ext(writer),
        Form::Marshalled | Form::Newest => value.write_map(writer),
    }
}
