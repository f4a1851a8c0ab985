//! The table of `docs/web-platform.md`: written by what a guest reports about itself, and by the list of divergences.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use isolate_client::Value;

use crate::areas::SOURCES;
use crate::divergences::{DIVERGENCES, Why};
use crate::guest::reports;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/web-platform.md");
/// With this variable in the environment the file is written instead of compared.
const UPDATE: &str = "UPDATE_DOCS";

const HEAD: &str = "\
# The web platform in a guest

<!-- Written by a test: `UPDATE_DOCS=1 cargo test --release -p isolate-daemon --test web_platform table::` -->

Every name of the [WinterTC Minimum Common Web Platform API](https://min-common-api.proposal.wintertc.org/) (ECMA-429), and what a
guest finds. *Present* means that all its members are there, and that the tests found nothing that differs from the standard.
A *divergence* is asserted by a test (`crates/daemon/tests/web_platform`), and is either decided, by the section of
runtime.md that is named, or a fault.
";

const PROBE: &str = "
import { examine, find, globals, interfaces, namespaces, words } from './idl.js';
const has = (path) => path.split('.').reduce((object, name) => object?.[name], globalThis) !== undefined;
const bare = (word) => word.replace(/\\/.*/, '');
for (const name of Object.keys(interfaces)) report('interface', name, find(name) !== undefined, find(name) ? examine(name).missing : []);
for (const name of words(globals).map(bare)) report('global', name, has(name), []);
for (const name of words(namespaces.WebAssembly).map(bare)) report('namespace', `WebAssembly.${name}`, has(`WebAssembly.${name}`), []);
const listed = new Set([...Object.keys(interfaces), ...words(globals).map(bare)]);

for (const name of Object.keys(globalThis).sort()) if (!listed.has(name) && name !== 'report') report('other', name, true, []);
";

struct Entry {
    kind: String,
    name: String,
    is_present: bool,
    missing: Vec<String>,
}

fn entry(report: &[Value]) -> Entry {
    let text = |index: usize| report[index].as_str().unwrap().to_owned();
    let missing = match &report[3] {
        Value::Array(names) => names
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect(),
        other => panic!("no names: {other:?}"),
    };
    Entry {
        kind: text(0),
        name: text(1),
        is_present: report[2] == Value::Bool(true),
        missing,
    }
}

fn notes(entry: &Entry) -> Vec<String> {
    let own = DIVERGENCES
        .iter()
        .filter(|divergence| divergence.names.contains(&entry.name.as_str()));
    own.map(|divergence| match divergence.why {
        Why::Decided(section) => format!("{} (runtime.md {section})", divergence.text),
        Why::Fault => format!("{} (fault)", divergence.text),
    })
    .collect()
}

fn row(entry: &Entry) -> String {
    let notes = notes(entry);
    let status = match (entry.is_present, notes.is_empty()) {
        (false, _) => "absent",
        (true, true) if entry.missing.is_empty() => "present",
        (true, _) => "divergence",
    };
    format!("| `{}` | {status} | {} |", entry.name, notes.join("; "))
}

fn document(entries: &[Entry]) -> String {
    let mut text = HEAD.to_owned();
    let mut section = |title: &str, kind: &str| {
        write!(text, "\n## {title}\n\n| name | | |\n|---|---|---|\n").unwrap();
        for entry in entries.iter().filter(|entry| entry.kind == kind) {
            writeln!(text, "{}", row(entry)).unwrap();
        }
    };
    section("Interfaces", "interface");
    section("WebAssembly", "namespace");
    section("Functions and objects on the global object", "global");
    let everywhere = DIVERGENCES
        .iter()
        .filter(|divergence| divergence.names.is_empty());
    for divergence in everywhere {
        writeln!(text, "\nEverywhere: {}.", divergence.text).unwrap();
    }
    let others = entries.iter().filter(|entry| entry.kind == "other");
    let others: Vec<String> = others.map(|entry| format!("`{}`", entry.name)).collect();
    write!(
        text,
        "\n## What else is there\n\nBeside ECMAScript: {}.\n",
        others.join(", ")
    )
    .unwrap();
    text
}

#[tokio::test]
async fn table_is_up_to_date() {
    let (reports, broken) = reports(&[("/probe.js", PROBE)]).await;
    assert_eq!(broken, None);
    let entries: Vec<Entry> = reports.iter().map(|report| entry(report)).collect();
    let unexplained = entries.iter().filter(|entry| {
        (!entry.is_present || !entry.missing.is_empty()) && notes(entry).is_empty()
    });
    let unexplained: Vec<&str> = unexplained.map(|entry| entry.name.as_str()).collect();
    assert!(
        unexplained.is_empty(),
        "absent, or lacking members, without a divergence that says why: {unexplained:?}"
    );
    let expected = document(&entries);
    if std::env::var_os(UPDATE).is_some() {
        std::fs::create_dir_all(Path::new(DOCUMENT).parent().unwrap()).unwrap();
        std::fs::write(DOCUMENT, expected).unwrap();
        return;
    }
    let found = std::fs::read_to_string(DOCUMENT).unwrap_or_default();
    let (old, new) = (lines(&found), lines(&expected));
    let gone = old.difference(&new).map(|line| format!("- {line}"));
    let come = new.difference(&old).map(|line| format!("+ {line}"));
    let difference: Vec<String> = gone.chain(come).collect();
    assert!(
        found == expected,
        "docs/web-platform.md is not what a guest finds; {UPDATE}=1 writes it anew:\n{}",
        difference.join("\n")
    );
}

fn lines(text: &str) -> BTreeSet<&str> {
    text.lines().collect()
}

#[test]
fn divergences_are_asserted_and_checks_are_listed() {
    let listed: BTreeSet<&str> = DIVERGENCES.iter().map(|divergence| divergence.id).collect();
    assert_eq!(listed.len(), DIVERGENCES.len(), "an id stands twice");
    let asserted: BTreeSet<&str> = SOURCES.iter().flat_map(|(_, source)| ids(source)).collect();
    assert_eq!(listed, asserted);
}

/// What stands as the first argument of `diverges`.
fn ids(source: &str) -> impl Iterator<Item = &str> {
    let calls = source.split("diverges(\"").skip(1);
    calls.map(|rest| rest.split('"').next().unwrap())
}
