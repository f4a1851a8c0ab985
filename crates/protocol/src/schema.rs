//! The macro that turns a table of fields into a struct that travels as a MessagePack map.

mod field;
mod input;
pub(crate) mod rule;

pub(crate) use field::{Field, Map};
pub(crate) use input::{FieldError, Input};

/// Declares structs that travel as maps. Per field: Rust name, type, wire name, and in parentheses a
/// [rule] other than `Plain`.
macro_rules! wire_map {
    ($(
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $wire:literal $(($rule:ident))?,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            /// Reads it from a map on its own, outside of a frame.
            ///
            /// # Errors
            ///
            /// [`DecodeError`](crate::message::DecodeError), naming this struct as the message.
            pub fn from_raw(raw: &$crate::raw::Raw) -> Result<Self, $crate::message::DecodeError> {
                <Self as $crate::schema::Field>::read(&mut $crate::schema::Input::new(raw))
                    .map_err(|error| $crate::message::DecodeError::from_field(stringify!($name), error, None))
            }

            /// The map on its own, outside of a frame.
            #[must_use]
            pub fn to_raw(&self) -> $crate::raw::Raw {
                $crate::raw::Raw::build(|writer| $crate::schema::Field::write(self, writer))
            }

            /// The field called `requestId`, if the struct has one and it is set.
            #[allow(dead_code, reason = "not every map is a message")]
            pub(crate) fn find_request_id(&self) -> Option<u64> {
                use $crate::schema::rule::Rule;
                $(if $wire == "requestId" {
                    return <wire_map!(@rule $($rule)?) as Rule<$type>>::id(&self.$field);
                })*
                None
            }
        }

        impl $crate::schema::Field for $name {
            fn read(
                input: &mut $crate::schema::Input<'_>,
            ) -> Result<Self, $crate::schema::FieldError> {
                use $crate::schema::rule::Rule;
                $(let mut $field: Option<$type> = None;)*
                for _ in 0..input.map()? {
                    let key = input.key()?.unwrap_or_default();
                    $(if key == $wire.as_bytes() {
                        $field = <wire_map!(@rule $($rule)?) as Rule<$type>>::read(input)
                            .map_err(|error| error.within($wire))?;
                        continue;
                    })*
                    input.skip()?;
                }
                Ok(Self {
                    $($field: $field
                        .or_else(<wire_map!(@rule $($rule)?) as Rule<$type>>::absent)
                        .ok_or_else(|| $crate::schema::FieldError::missing($wire))?,)*
                })
            }

            fn write(&self, writer: &mut $crate::wire::Writer) {
                $crate::schema::Map::write_tagged(self, None, writer);
            }
        }

        impl $crate::schema::Map for $name {
            fn write_tagged(&self, tag: Option<&str>, writer: &mut $crate::wire::Writer) {
                use $crate::schema::rule::Rule;
                let mut count = u32::from(tag.is_some());
                $(count += u32::from(<wire_map!(@rule $($rule)?) as Rule<$type>>::is_written(&self.$field));)*
                writer.map(count);
                if let Some(tag) = tag {
                    writer.str($crate::wire::TYPE_KEY);
                    writer.str(tag);
                }
                $(if <wire_map!(@rule $($rule)?) as Rule<$type>>::is_written(&self.$field) {
                    writer.str($wire);
                    <wire_map!(@rule $($rule)?) as Rule<$type>>::write(&self.$field, writer);
                })*
            }
        }
    )*};
    (@rule) => { $crate::schema::rule::Plain };
    (@rule $rule:ident) => { $crate::schema::rule::$rule };
}
