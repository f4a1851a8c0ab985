// Errors of the host (runtime.md 10.5): the host fails each read with the name of the file as its message.
const directory = await getDirectory("/errors");
const fails = async (message, name, text, Class = DOMException) => {
  const handle = await directory.getFileHandle(message);
  const error = await handle.getFile().then(() => undefined, (error) => error);
  same([error?.name, error?.message, error instanceof Class], [name, text, true], message);
};
await fails("[NotFoundError]gone", "NotFoundError", "gone");
await fails("[TypeMismatchError]other", "TypeMismatchError", "other");
await fails("[InvalidModificationError]full", "InvalidModificationError", "full");
await fails("[NotAllowedError]no", "NotAllowedError", "no");
await fails("[QuotaExceededError]too much", "QuotaExceededError", "too much");
await fails("[TypeError]type", "TypeError", "type", TypeError);
await fails("[RangeError]range", "RangeError", "range", RangeError);
await fails("[Error]plain", "Error", "plain", Error);
await fails("[Error]two\nlines", "Error", "two\nlines", Error);
await fails("just a text", "Error", "just a text", Error);
await fails("[SyntaxError]odd", "Error", "[SyntaxError]odd", Error);
await fails("[constructor]odd", "Error", "[constructor]odd", Error);
await fails("a [NotFoundError] inside", "Error", "a [NotFoundError] inside", Error);
await fails("named NotReadableError", "NotReadableError", "named NotReadableError");
await fails("named CustomError", "CustomError", "named CustomError", Error);
