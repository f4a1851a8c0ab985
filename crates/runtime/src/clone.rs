//! Structured cloning, on V8's serializer (runtime.md 17.4).
//!
//! `deno_core` has an operation for it that a guest must not reach: whatever carries a certain symbol tells that operation
//! how it is to be made again, and a lie ends the process. Here objects of the platform are recognised and copied by the
//! guest-side scripts (`guest/clone/clone.js`) while the value is written, and nothing of a guest's runs while it is read.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use deno_core::v8;
use deno_core::v8::{ValueDeserializerHelper, ValueSerializerHelper, ValueSerializerImpl};

use crate::functions::add_native;
use crate::values::string;

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "structuredClone", structured_clone)
}

/// What does not travel in the serialized bytes, by the number that stands there instead.
#[derive(Default)]
struct Beside {
    /// The copies of objects of the platform.
    copies: RefCell<Vec<v8::Global<v8::Object>>>,
    shared: RefCell<Vec<v8::SharedRef<v8::BackingStore>>>,
    modules: RefCell<Vec<v8::CompiledWasmModule>>,
}

/// Keeps something; its number.
fn keep<T>(list: &RefCell<Vec<T>>, item: T) -> Option<u32> {
    let mut list = list.borrow_mut();
    let number = u32::try_from(list.len()).ok()?;
    list.push(item);
    Some(number)
}

struct Writer {
    beside: Rc<Beside>,
    /// `copyObject(object)`: the copy of an object of the platform, undefined for other objects; throws if it has none.
    copy_object: v8::Global<v8::Function>,
    /// `makeError(message)`: the DataCloneError.
    make_error: v8::Global<v8::Function>,
    /// What a plain object inherits from: no question needs to be asked about it.
    plain: v8::Global<v8::Value>,
    /// The number of the copy of the object that V8 has just asked about.
    asked: Cell<Option<u32>>,
}

impl Writer {
    fn copy<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
    ) -> Option<v8::Local<'s, v8::Value>> {
        let undefined = v8::undefined(scope).into();
        v8::Local::new(scope, &self.copy_object).call(scope, undefined, &[object.into()])
    }
}

impl v8::ValueSerializerImpl for Writer {
    fn throw_data_clone_error<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        message: v8::Local<'s, v8::String>,
    ) {
        let undefined = v8::undefined(scope).into();
        let make_error = v8::Local::new(scope, &self.make_error);
        if let Some(error) = make_error.call(scope, undefined, &[message.into()]) {
            scope.throw_exception(error);
        }
    }

    fn has_custom_host_object(&self, _isolate: &v8::Isolate) -> bool {
        true
    }

    fn is_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
    ) -> Option<bool> {
        let prototype = object.get_prototype(scope)?;
        let plain = v8::Local::new(scope, &self.plain);
        if prototype.is_null() || prototype == plain {
            return Some(false);
        }
        let copy = self.copy(scope, object)?;
        let Ok(copy) = copy.try_cast::<v8::Object>() else {
            return Some(false);
        };
        let number = keep(&self.beside.copies, v8::Global::new(scope, copy))?;
        self.asked.set(Some(number));
        Some(true)
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        _object: v8::Local<'s, v8::Object>,
        serializer: &dyn v8::ValueSerializerHelper,
    ) -> Option<bool> {
        let Some(number) = self.asked.take() else {
            // An object of the embedder's that V8 does not ask about.
            let message = string(scope, "Cannot clone object of unsupported type.")?;
            self.throw_data_clone_error(scope, message);
            return None;
        };
        serializer.write_uint32(number);
        Some(true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        keep(&self.beside.shared, buffer.get_backing_store())
    }

    fn get_wasm_module_transfer_id(
        &self,
        _scope: &mut v8::PinScope<'_, '_>,
        module: v8::Local<'_, v8::WasmModuleObject>,
    ) -> Option<u32> {
        keep(&self.beside.modules, module.get_compiled_module())
    }
}

struct Reader(Rc<Beside>);

impl v8::ValueDeserializerImpl for Reader {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        deserializer: &dyn v8::ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let mut number = 0;
        if !deserializer.read_uint32(&mut number) {
            return None;
        }
        let copies = self.0.copies.borrow();
        let copy = copies.get(usize::try_from(number).ok()?)?;
        Some(v8::Local::new(scope, copy))
    }

    fn get_shared_array_buffer_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        number: u32,
    ) -> Option<v8::Local<'s, v8::SharedArrayBuffer>> {
        let shared = self.0.shared.borrow();
        let store = shared.get(usize::try_from(number).ok()?)?;
        Some(v8::SharedArrayBuffer::with_backing_store(scope, store))
    }

    fn get_wasm_module_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        number: u32,
    ) -> Option<v8::Local<'s, v8::WasmModuleObject>> {
        let modules = self.0.modules.borrow();
        let module = modules.get(usize::try_from(number).ok()?)?;
        v8::WasmModuleObject::from_compiled_module(scope, module)
    }
}

/// `structuredClone(value, transfer, copyObject, makeError, plainPrototype)`: the clone. The buffers to transfer are
/// distinct.
fn structured_clone<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let (Ok(transfer), Ok(copy_object), Ok(make_error)) = (
        arguments.get(1).try_cast::<v8::Array>(),
        arguments.get(2).try_cast::<v8::Function>(),
        arguments.get(3).try_cast::<v8::Function>(),
    ) else {
        return;
    };
    let beside = Rc::new(Beside::default());
    let writer = Writer {
        beside: Rc::clone(&beside),
        copy_object: v8::Global::new(scope, copy_object),
        make_error: v8::Global::new(scope, make_error),
        plain: v8::Global::new(scope, arguments.get(4)),
        asked: Cell::new(None),
    };
    v8::tc_scope!(let scope, scope);
    let written = write(scope, arguments.get(0), transfer, writer);
    let was_written = written.is_some();
    let cloned = written.and_then(|(bytes, stores)| read(scope, &bytes, &stores, beside));
    match cloned {
        Some(value) => result.set(value),
        None if scope.has_terminated() => {}
        None => {
            // What was written can be read, unless there is no memory left for it.
            if was_written {
                scope.reset();
                if let Some(text) = string(scope, "There is no memory left for the clone") {
                    let error = v8::Exception::range_error(scope, text);
                    scope.throw_exception(error);
                }
            }
            scope.rethrow();
        }
    }
}

/// The value as bytes, and the memory of the buffers that move. They stay where they are unless everything can be written.
fn write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    transfer: v8::Local<'s, v8::Array>,
    writer: Writer,
) -> Option<(Vec<u8>, Vec<v8::SharedRef<v8::BackingStore>>)> {
    let mut buffers = Vec::new();
    for index in 0..transfer.length() {
        let buffer = transfer.get_index(scope, index)?;
        let buffer = buffer.try_cast::<v8::ArrayBuffer>().ok()?;
        if buffer.was_detached() || !buffer.is_detachable() {
            let message = string(scope, "An ArrayBuffer can not be transferred")?;
            writer.throw_data_clone_error(scope, message);
            return None;
        }
        buffers.push(buffer);
    }
    let serializer = v8::ValueSerializer::new(scope, Box::new(writer));
    serializer.write_header();
    for (number, buffer) in (0..).zip(&buffers) {
        serializer.transfer_array_buffer(number, *buffer);
    }
    if serializer.write_value(scope.get_current_context(), value) != Some(true) {
        return None;
    }
    let mut stores = Vec::new();
    for buffer in buffers {
        // A getter of the value may have moved it meanwhile.
        stores.push(buffer.get_backing_store());
        buffer.detach(None);
    }
    Some((serializer.release(), stores))
}

fn read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
    stores: &[v8::SharedRef<v8::BackingStore>],
    beside: Rc<Beside>,
) -> Option<v8::Local<'s, v8::Value>> {
    let deserializer = v8::ValueDeserializer::new(scope, Box::new(Reader(beside)), bytes);
    if deserializer.read_header(scope.get_current_context()) != Some(true) {
        return None;
    }
    for (number, store) in (0..).zip(stores) {
        let buffer = v8::ArrayBuffer::with_backing_store(scope, store);
        deserializer.transfer_array_buffer(number, buffer);
    }
    deserializer.read_value(scope.get_current_context())
}
