// runtime.md 6.1.
const headers = new Headers([["B", "1"], ["a", "2"], ["b", "3"], ["Set-Cookie", "x=1"], ["set-cookie", "y=2"]]);
same([...headers], [["a", "2"], ["b", "1, 3"], ["set-cookie", "x=1"], ["set-cookie", "y=2"]]);
same([headers.get("B"), headers.get("none"), headers.has("A"), headers.getSetCookie()], ["1, 3", null, true, ["x=1", "y=2"]]);
headers.set("b", " v "); headers.delete("A"); headers.append("c", "d");
same([...headers.keys()], ["b", "c", "set-cookie", "set-cookie"]);
is(headers.get("b"), "v");
same([...new Headers({ X: "1" })], [["x", "1"]]);
same([...new Headers(headers).keys()], [...headers.keys()]);
same([...new Headers(undefined)], []);
const seen = [];
headers.forEach((value, name) => seen.push(name + value));
is(seen[1], "cd");
throws(() => new Headers([["a"]]), "TypeError");
throws(() => headers.set("a b", "c"), "TypeError");
throws(() => headers.set("a", "b\nc"), "TypeError");
