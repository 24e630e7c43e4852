//! What is said of an import: a sentence for people, a record for programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::output::counted;
use crate::import::bundle::Bundle;
use crate::import::shelf::Place;
use crate::report;

/// Extensions that are counted apart.
const EXTENSIONS_SHOWN: usize = 8;

/// Returns what became of a file, in a sentence.
pub(super) fn sentence(bundle: &Bundle, place: &Place) -> String {
    let input = report::visible(&bundle.input);
    match place {
        Place::New(slug) => {
            let draft = &bundle.draft;
            let date = draft
                .date
                .map_or("no date".to_owned(), |dated| dated.date.to_string());
            let publisher = draft.publisher.as_deref().unwrap_or("no outlet");
            let rules = counted(draft.fired.len(), "rule");
            let left_out: usize = draft.left_out.iter().map(|left| left.characters).sum();
            let left_out = match left_out {
                0 => String::new(),
                count => format!(", {} left out", counted(count, "character")),
            };
            format!(
                "{input} → {slug}: {} ({publisher}, {date}; {rules} fired{left_out})",
                report::visible(&draft.title)
            )
        }
        Place::Same(slug) => format!("{input} is there already, as {slug}"),
        Place::Revision { of, slug } => {
            format!("{input} → {slug}: another version of {of}, as a draft")
        }
    }
}

/// Returns all that is known of an import.
pub(super) fn of(bundle: &Bundle, place: &Place) -> Value {
    let draft = &bundle.draft;
    let (outcome, revision_of) = match place {
        Place::New(_) => ("imported", None),
        Place::Same(_) => ("same", None),
        Place::Revision { of, .. } => ("revision", Some(of)),
    };
    let rules: Vec<Value> = draft
        .fired
        .iter()
        .map(|fired| json!({ "rule": fired.rule, "on": fired.on }))
        .collect();
    let aside: Vec<Value> = draft
        .aside
        .iter()
        .map(|aside| json!({ "rule": aside.rule, "text": aside.text }))
        .collect();
    let left_out: Vec<Value> = draft
        .left_out
        .iter()
        .map(|left| json!({ "rule": left.rule, "characters": left.characters }))
        .collect();
    json!({
        "file": bundle.input,
        "outcome": outcome,
        "slug": place.slug(),
        "revision_of": revision_of,
        "title": draft.title,
        "authors": draft.authors,
        "publisher": draft.publisher,
        "date": draft.date.map(|dated| dated.date.to_string()),
        "date_kind": draft.date.map(|dated| dated.kind.name()),
        "language": draft.language,
        "lede": draft.lede,
        "canonical": draft.canonical,
        "url": bundle.url,
        "image": draft.image,
        "retrieved": draft.retrieved.map(|retrieved| retrieved.date.to_string()),
        "retrieved_evidence": draft.retrieved.map(|retrieved| retrieved.evidence.name()),
        "sha256": bundle.sha256,
        "media_type": bundle.media_type,
        "encoding": bundle.decoded.encoding,
        "encoding_evidence": bundle.decoded.evidence.name(),
        "controls": bundle.decoded.controls,
        "blocks": draft.body.len(),
        "notes": draft.notes.len(),
        "related": draft.related.len(),
        "aside": aside,
        "left_out": left_out,
        "rules": rules,
        "damage": bundle.damage.iter().map(report::record).collect::<Vec<_>>(),
    })
}

/// Returns what is known of a file that is of no known format.
pub(super) fn passed_over(path: &Path) -> Value {
    json!({ "file": path.display().to_string(), "outcome": "passed-over" })
}

/// Returns how many files have which extension, the most frequent first: `12 png, 3 css, 1 without`.
pub(super) fn extensions(paths: &[PathBuf]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        let extension = path
            .extension()
            .map(|it| it.to_string_lossy().to_lowercase());
        let extension = extension.unwrap_or_else(|| "without".to_owned());
        *counts.entry(extension).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let shown = counts.iter().take(EXTENSIONS_SHOWN);
    let mut shown: Vec<String> = shown
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    if counts.len() > EXTENSIONS_SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
