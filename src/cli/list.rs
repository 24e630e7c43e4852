//! `kaozheng list`: what a site has, a line each.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::output::{Format, Output};
use super::{Exit, SiteArguments, load};
use crate::article::Article;
use crate::article::record::Record;
use crate::config::{By, InterfaceLanguage, Term};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::report;
use crate::site::taxonomy::names;
use crate::site::{Drafts, Site, naming};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What is listed
    #[arg(value_enum)]
    what: What,
    /// Only of articles with this tag
    #[arg(long, value_name = "NAME")]
    tag: Option<String>,
    /// Only of articles of this outlet
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Only of articles in this section, named by its folder
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// Only of articles of this year
    #[arg(long, value_name = "YYYY", value_parser = year)]
    year: Option<i16>,
    /// Only claims with this verdict, and articles that have some: its name, its label or its seal
    #[arg(long, value_name = "VERDICT")]
    verdict: Option<String>,
    /// Write one JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    site: SiteArguments,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Articles, the newest first: date, name, title, outlet, claims
    Articles,
    /// Claims: verdict, words, article and note
    Claims,
    /// Tags: name, articles
    Tags,
    /// Outlets: name, articles
    Outlets,
    /// Sections: folder, articles
    Sections,
    /// Articles that are not published yet
    Drafts,
}

/// Lists what the site that `directory` belongs to has. Problems of its content are those of `check`.
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
    let drafts = match arguments.what {
        What::Drafts => Drafts::Include,
        _ => arguments.site.drafts(),
    };
    let checked = crate::prepare(&project, drafts, &[]);
    let prepared = checked.gather(&mut diagnostics);
    warn(&diagnostics, &output);
    let site = &prepared.site;
    let verdict = match &arguments.verdict {
        None => None,
        Some(name) => match verdict(site, name) {
            Some(term) => Some(term),
            None => {
                let terms = site.config.vocabulary.terms().iter();
                let known: Vec<&str> = terms.map(|term| term.slug.as_str()).collect();
                output.error(&format!(
                    "there is no verdict `{name}`; those of this site are {}",
                    known.join(", ")
                ));
                return Exit::Usage;
            }
        },
    };
    let section = arguments.section.as_deref();
    let section = section.map(|name| section_meant(site, name));
    let articles = site.articles.iter();
    let articles: Vec<&Article> = articles
        .filter(|article| is_wanted(article, arguments))
        .filter(|article| {
            section
                .as_ref()
                .is_none_or(|it| article.sections.contains(it))
        })
        .filter(|article| verdict.is_none_or(|term| article.summary.tally[term] > 0))
        .collect();
    let rows = match arguments.what {
        What::Articles => articles.iter().map(|it| of_article(it, site)).collect(),
        What::Drafts => {
            let drafts = articles.iter().filter(|article| article.front_matter.draft);
            drafts.map(|it| of_article(it, site)).collect()
        }
        What::Claims => claims(&articles, verdict, site),
        What::Tags => terms(&articles, By::Tags, site),
        What::Outlets => terms(&articles, By::Outlets, site),
        What::Sections => terms(&articles, By::Sections, site),
    };
    if rows.is_empty() {
        output.say("there is nothing to list");
    }
    let lines: String = rows
        .iter()
        .map(|row| match arguments.json {
            true => format!("{row}\n"),
            false => in_columns(row),
        })
        .collect();
    output.write_data(&lines)
}

/// Says that there are errors, in spite of which there is something to say.
pub(super) fn warn(diagnostics: &[Diagnostic], output: &Output) {
    if has_errors(diagnostics) {
        output.say("warning: the content has errors, which `kaozheng check` shows; they may be missing here");
    }
}

/// Returns the year that four digits are.
fn year(written: &str) -> Result<i16, String> {
    let is_year = written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit());
    let year = written.parse().ok().filter(|_| is_year);
    year.ok_or_else(|| "a year has four digits, like 2024".to_owned())
}

/// Returns a verdict by its name, by one of its labels or by one of its seals.
fn verdict(site: &Site, name: &str) -> Option<usize> {
    let is_meant = |term: &Term| {
        let mut languages = InterfaceLanguage::ALL.into_iter();
        term.slug == name
            || languages
                .any(|it| term.labels.in_language(it) == name || term.seals.in_language(it) == name)
    };
    site.config.vocabulary.terms().iter().position(is_meant)
}

/// Returns the section of a name: its folder to the letter, else one that differs in script or case only.
fn section_meant(site: &Site, name: &str) -> String {
    // As shells complete the name of a folder.
    let name = name.trim_matches('/');
    let mut sections = site.articles.iter().flat_map(|article| &article.sections);
    let key = naming::key(name);
    let like = |section: &&String| naming::key(section) == key;
    match sections.clone().any(|section| section == name) {
        true => name.to_owned(),
        false => sections.find(like).map_or(name, String::as_str).to_owned(),
    }
}

fn is_wanted(article: &Article, arguments: &Arguments) -> bool {
    let front_matter = &article.front_matter;
    let is_one = |wanted: &Option<String>, names: &[String]| {
        let Some(wanted) = wanted else {
            return true;
        };
        names
            .iter()
            .any(|name| naming::key(name) == naming::key(wanted))
    };
    let year = front_matter.date.map(|date| date.year());
    is_one(&arguments.tag, &front_matter.tags)
        && is_one(&arguments.outlet, front_matter.origin.publisher.as_slice())
        && arguments.year.is_none_or(|wanted| year == Some(wanted))
}

fn of_article(article: &Article, site: &Site) -> Value {
    let front_matter = &article.front_matter;
    let records = article.summary.records.iter();
    let is_claim = |record: &&Record| {
        let term = site.config.vocabulary.term(record.term);
        term.class.is_verdict()
    };
    json!({
        "date": front_matter.date.map(|date| date.to_string()),
        "name": article.slug,
        "title": front_matter.title,
        "outlet": front_matter.origin.publisher,
        "claims": records.filter(is_claim).count(),
        "characters": article.summary.characters,
        "tags": front_matter.tags,
        "draft": front_matter.draft,
        "file": article.source.path,
    })
}

fn claims(articles: &[&Article], verdict: Option<usize>, site: &Site) -> Vec<Value> {
    let vocabulary = &site.config.vocabulary;
    let of = |article: &Article| -> Vec<Value> {
        let records = article.summary.records.iter();
        records
            .filter(|record| verdict.is_none_or(|term| term == record.term))
            .filter(|record| vocabulary.term(record.term).class.is_verdict())
            .map(|record| {
                let words = record
                    .passage
                    .as_ref()
                    .map(|passage| passage.words.as_str());
                json!({
                    "verdict": vocabulary.term(record.term).slug,
                    "words": words,
                    "article": article.slug,
                    "note": record.id,
                    "evidence": record.evidence.len(),
                })
            })
            .collect()
    };
    articles.iter().flat_map(|article| of(article)).collect()
}

/// Returns the names of a taxonomy that the articles have, the most frequent first; each as the newest article has it.
fn terms(articles: &[&Article], by: By, site: &Site) -> Vec<Value> {
    let mut taxonomies = site.config.taxonomies.iter();
    let Some(taxonomy) = taxonomies.find(|taxonomy| taxonomy.by == by) else {
        return Vec::new();
    };
    let mut rows: Vec<(&str, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for article in articles {
        let mut seen = HashSet::new();
        for name in names(article, taxonomy) {
            let key = match by {
                By::Sections => name.clone(),
                _ => naming::key(name),
            };
            let place = *places.entry(key).or_insert_with(|| {
                rows.push((name, 0));
                rows.len() - 1
            });
            rows[place].1 += usize::from(seen.insert(place));
        }
    }
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rows = rows.into_iter();
    rows.map(|(name, count)| json!({ "name": name, "articles": count }))
        .collect()
}

/// Returns the columns of a row, divided by tabulators; of an article the first five say enough.
fn in_columns(row: &Value) -> String {
    let columns: &[&str] = match row.get("title") {
        Some(_) => &["date", "name", "title", "outlet", "claims"],
        None if row.get("verdict").is_some() => &["verdict", "words", "article", "note"],
        None => &["name", "articles"],
    };
    let cells: Vec<String> = columns
        .iter()
        .map(|column| match &row[*column] {
            Value::Null => String::new(),
            // A text can tell the terminal nothing.
            Value::String(text) => {
                report::visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            other => other.to_string(),
        })
        .collect();
    cells.join("\t") + "\n"
}
