//! `kaozheng stats`: a site in figures.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use serde_json::{Value, json};

use super::output::{Format, Output};
use super::{Exit, SiteArguments, load};
use crate::config::NoteClass;
use crate::site::Site;
use crate::site::ledger::host;
use crate::site::taxonomy::{TermList, TermName};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    site: SiteArguments,
}

/// Writes the figures of the site that `directory` belongs to. Problems of its content are those of `check`.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(match arguments.json {
        true => Format::Json,
        false => Format::Text,
    });
    let mut diagnostics = Vec::new();
    let project = match load(directory, &arguments.site, &mut diagnostics) {
        Ok(project) => project,
        Err(error) => return error.report(&mut output),
    };
    let checked = crate::prepare(&project, arguments.site.drafts(), &[]);
    let prepared = checked.gather(&mut diagnostics);
    super::list::warn(&diagnostics, &output);
    let figures = figures(&prepared.site);
    let text = match arguments.json {
        true => format!("{figures}\n"),
        false => lines(&figures, ""),
    };
    output.write_data(&text)
}

fn figures(site: &Site) -> Value {
    let vocabulary = &site.config.vocabulary;
    let of_class = |is_meant: fn(NoteClass) -> bool| -> usize {
        let terms = vocabulary.terms().iter().zip(&site.tally);
        let counts = terms.filter(|(term, _)| is_meant(term.class));
        counts.map(|(_, count)| count).sum()
    };
    let verdicts: serde_json::Map<String, Value> = (vocabulary.terms().iter().zip(&site.tally))
        .filter(|(term, count)| term.class.is_verdict() && **count > 0)
        .map(|(term, count)| (term.slug.clone(), json!(count)))
        .collect();
    let records = || site.articles.iter().flat_map(|it| &it.summary.records);
    let evidence = || records().flat_map(|record| &record.evidence);
    let hosts = evidence().filter_map(|it| it.url.as_deref().and_then(host));
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    for article in &site.articles {
        *languages.entry(&article.language).or_default() += 1;
    }
    let dates = || site.articles.iter().filter_map(|it| it.front_matter.date);
    let terms: serde_json::Map<String, Value> = (site.config.taxonomies.iter())
        .zip(&site.taxonomies.all)
        .map(|(taxonomy, lists)| {
            let months = |list: &&TermList| matches!(list.name, TermName::Month(..));
            let months = lists.iter().filter(months).count();
            (taxonomy.name.clone(), json!(lists.len() - months))
        })
        .collect();
    json!({
        "articles": site.articles.len(),
        "drafts_left_out": site.skipped_drafts,
        "pages": site.pages.len(),
        "characters": site.articles.iter().map(|it| it.summary.characters).sum::<usize>(),
        "first_date": dates().min().map(|date| date.to_string()),
        "last_date": dates().max().map(|date| date.to_string()),
        "reviewed": site.articles.iter().filter(|it| it.front_matter.review.is_some()).count(),
        "claims": of_class(NoteClass::is_verdict),
        "verdicts": verdicts,
        "emendations": of_class(|class| class == NoteClass::Emendation),
        "glosses": of_class(|class| class == NoteClass::Gloss),
        "evidence": evidence().count(),
        "cited_sites": hosts.collect::<HashSet<String>>().len(),
        "corrections": records().map(|record| record.corrections.len()).sum::<usize>(),
        "languages": languages,
        "lists": terms,
    })
}

/// Returns figures as lines of a name and a value, divided by a tabulator.
fn lines(figures: &Value, above: &str) -> String {
    let entries = figures.as_object().into_iter().flatten();
    entries
        .map(|(name, value)| match value {
            Value::Object(_) => lines(value, &format!("{above}{name}.")),
            Value::Null => format!("{above}{name}\t\n"),
            Value::String(text) => format!("{above}{name}\t{text}\n"),
            other => format!("{above}{name}\t{other}\n"),
        })
        .collect()
}
