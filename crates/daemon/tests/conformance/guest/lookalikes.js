// JavaScript whose text resembles TypeScript.
const a = 1, b = 2, c = 3, d = 4;
same([a < b && b > (c)], [false]);
is(a ? (b) : c, 2);
is((a ? (b) : (c)) + 1, 3);
is((0 ? (x) => x : (y) => 2 * y)(4), 8);
is((1 ? (x) => ({ r: x }) : null)(5).r, 5);
const as = 10, satisfies = 11, type = 12, of = 13, async = 14, get = 15, set = 16, declare = 17, abstract = 18, is_ = 19;
is(as + satisfies + type + of + async + get + set + declare + abstract + is_, 145);
const object = { type: 1, as: 2, declare() { return 3; }, get: 4, set: 5, async: 6, readonly: 7, static: 8, public: 9, get private() { return 10; } };
is(Object.values(object).length, 10);
is(object.declare() + object.private, 13);
class K { type = 1; declare = 2; readonly = 3; static static = 4; get = 5; async = 6; public() { return 7; } private() { return 8; } abstract() { return 9; } }
const k = new K();
is(k.type + k.declare + k.readonly + K.static + k.get + k.async + k.public() + k.private() + k.abstract(), 45);
function type_(x) { return x; }
let module = 1
module = 2
let namespace = 3
namespace
{ }
is(module + namespace, 5);
let declared
declare
is(declared, undefined);
is(`a${`b${"c" + /`}/.source.length}`}d`, "abc2d");
is("x".match(/[/]|x/)[0], "x");
is(4 / 2 / 1, 2);
const re = a / b / c;
ok(re < 1);
is(/<T>(.*)<\/T>/.exec("<T>in</T>")[1], "in");
label: { if (a) break label; }
switch (a) { case 1: { break; } default: (b); }
is(a !== b, true);
is(!a, false);
let x = a
!b
is(x, 1);
is((a, b) > c, false);
is([1, 2, 3].map((x) => x < 2 ? x : x > 2 ? -x : 0).join(), "1,0,-3");
for (let async = 0; async < 1; async++);
const arrowBody = (x) => { switch (x) { case a: return "one"; default: return "other"; } };
is(arrowBody(1), "one");
is(((a, b = a < 1, c = (b) > (1)) => c)(0), false);
is(new (class { static x = 1; ["a" + "b"] = 2 })().ab, 2);
const $ = 1, ünïcode = 2, \u0061bc = 3;
is($ + ünïcode + abc, 6);
is(1 <2, true);
is(((a)) , 1);
const tagged = (strings, ...values) => strings.raw.join("|") + values;
is(tagged`a${1}\u{${2}`, "a|\\u{|1,2");
is((() => { return a < b; })(), true);
is(a<b>c, false);
