//! Front matter: the YAML between two lines of `---` (DESIGN section 3.1), read raw, then valid.

mod date;
mod fence;
mod origin;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::fields::{self, Field, Table, Value};
use crate::config::forms::{self, Forms, Parsed};
use crate::config::language::is_language_tag;
use crate::config::{By, Taxonomy};
use crate::diagnostic::{self, Diagnostic, Source};
use crate::project::ContentKind;

pub use date::Date;
pub use fence::{place_of, split};
pub use origin::{Accepted, Origin};

/// The front matter of an article or a plain page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The title as printed.
    pub title: String,
    /// The date of the source.
    pub date: Option<Date>,
    /// The language tag (BCP 47) of the body, when it names one.
    pub language: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Tags, in the order given, each once.
    pub tags: Vec<String>,
    /// What it is listed under in each taxonomy of the site's own, by name; in the order given, each once.
    pub terms: BTreeMap<String, Vec<String>>,
    /// What it is about, where that has days of its own.
    pub events: Vec<Event>,
    /// Who reviewed it.
    pub review: Option<Review>,
    /// What the scrape carried beside the body.
    pub related: Vec<Related>,
    /// What else stood beside the source's text, kept apart from it.
    pub aside: Vec<SetAside>,
    /// Whether it is left out of ordinary builds.
    pub draft: bool,
    /// Former paths of its page below the site's root, without slashes at the ends.
    pub aliases: Vec<Field<String>>,
    /// How this article is converted.
    pub conversion: Conversion,
    /// The place of a plain page in the menu; lower comes first.
    pub order: i64,
    /// Values of the site's own, for its templates.
    pub extra: serde_json::Value,
}

impl FrontMatter {
    /// Returns the texts that pages show, each behind the keys that it stands below.
    pub fn texts<'a>(&'a self) -> Vec<(Vec<&'a str>, &'a str)> {
        let origin = &self.origin;
        let related = self.related.iter();
        let review = self.review.as_ref().and_then(|review| review.by.as_ref());
        let mut texts: Vec<(Vec<&str>, &str)> = vec![(vec!["title"], &self.title)];
        let mut add = |keys: &[&'a str], text: &'a str| texts.push((keys.to_vec(), text));
        let publisher = origin.publisher.iter();
        publisher.for_each(|name| add(&["source", "publisher"], name));
        let authors = origin.authors.iter();
        authors.for_each(|name| add(&["source", "author"], name));
        self.tags.iter().for_each(|tag| add(&["tags"], tag));
        for (taxonomy, terms) in &self.terms {
            terms.iter().for_each(|term| add(&[taxonomy], term));
        }
        let events = self.events.iter();
        events.for_each(|event| add(&["events", "title"], &event.title));
        for item in related {
            add(&["related", "title"], &item.title);
            add(&["related", "text"], &item.text);
        }
        review
            .into_iter()
            .for_each(|name| add(&["review", "by"], name));
        texts.retain(|(_, text)| !text.is_empty());
        texts
    }
}

/// How an article is converted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conversion {
    /// Words that are converted otherwise than by the engine, or not at all.
    pub rules: Vec<Forms>,
    /// Whether it is not converted: every edition then shows it as it is.
    pub is_off: bool,
}

/// A review.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub date: Option<Date>,
}

/// Something that happened on a day, and that an article is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub date: Date,
    /// What happened; may be empty.
    pub title: String,
}

/// A related item of the source's page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Related {
    /// Its title.
    pub title: String,
    /// Its teaser; may be empty.
    pub text: String,
}

/// A text that stood beside the source's own, with the rule of importing that set it aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SetAside {
    /// The name of the rule.
    pub rule: String,
    /// The text, as it stood.
    pub text: String,
}

/// Reads the front matter of a source, and returns it with the offset of the body.
pub fn read(
    source: &Arc<Source>,
    kind: ContentKind,
    taxonomies: &[Taxonomy],
    diagnostics: &mut Vec<Diagnostic>,
) -> (FrontMatter, usize) {
    read_with(source, diagnostics, |table| {
        let mut front_matter = read_common(table);
        match kind {
            ContentKind::Article => {
                read_article(table, &mut front_matter);
                front_matter.terms = read_terms(table, taxonomies);
            }
            ContentKind::Page => {
                front_matter.order = table
                    .integer("order", -1_000_000, 1_000_000)
                    .map_or(0, |field| field.value);
            }
        }
        front_matter
    })
}

/// Reads the front matter of a hand-written edition, which says nothing that the article says.
pub fn read_written(
    source: &Arc<Source>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (FrontMatter, usize) {
    read_with(source, diagnostics, |table| FrontMatter {
        title: read_title(table),
        language: read_language(table),
        ..FrontMatter::default()
    })
}

fn read_with(
    source: &Arc<Source>,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&mut Table<'_>) -> FrontMatter,
) -> (FrontMatter, usize) {
    let (yaml, body) = match split(source) {
        Ok(split) => split,
        Err(problem) => {
            diagnostics.push(problem);
            return (FrontMatter::default(), source.text().len());
        }
    };
    let Some(yaml) = yaml else {
        diagnostics.push(diagnostic::front_matter_missing(source));
        return (FrontMatter::default(), body);
    };
    let node = match fields::parse_yaml(source, yaml.clone()) {
        Ok(node) => node,
        Err(problem) => {
            diagnostics.push(problem);
            return (FrontMatter::default(), body);
        }
    };
    let mut table = Table::new(source, node, "front matter", diagnostics);
    let front_matter = read(&mut table);
    table.finish();
    (front_matter, body)
}

fn read_common(table: &mut Table<'_>) -> FrontMatter {
    let title = read_title(table);
    let language = read_language(table);
    let draft = table.boolean("draft").is_some_and(|field| field.value);
    let aliases = read_aliases(table);
    let conversion = table.table("conversion", read_conversion);
    let extra = table
        .node("extra")
        .map_or(serde_json::Value::Null, |node| fields::to_json(&node));
    FrontMatter {
        title,
        language,
        draft,
        aliases,
        conversion,
        extra,
        ..FrontMatter::default()
    }
}

fn read_language(table: &mut Table<'_>) -> Option<String> {
    let field = table.text("language")?;
    let is_good = is_language_tag(&field.value);
    if !is_good {
        let problem = diagnostic::bad_language_tag(table.source(), &field.range, &field.value);
        table.report(problem);
    }
    is_good.then_some(field.value)
}

fn read_conversion(table: &mut Table<'_>) -> Conversion {
    let mut rules = Vec::new();
    for rule in table.texts("rules") {
        let problem = match forms::parse(&rule.value) {
            Parsed::Forms(forms) if forms.is_rule() => {
                rules.push(forms);
                continue;
            }
            Parsed::Forms(_) | Parsed::Plain => {
                diagnostic::bad_rule(table.source(), &rule.range, &rule.value)
            }
            Parsed::BadTag(range) => {
                let tag = &rule.value[range];
                let nearest = diagnostic::nearest(tag, forms::TAGS.into_iter());
                diagnostic::bad_form_tag(table.source(), &rule.range, tag, nearest)
            }
        };
        table.report(problem);
    }
    for word in table.texts("keep") {
        if word.value.trim().is_empty() {
            let problem = diagnostic::bad_rule(table.source(), &word.range, &word.value);
            table.report(problem);
        } else {
            rules.push(Forms::keep(&word.value));
        }
    }
    Conversion {
        rules,
        is_off: table.boolean("off").is_some_and(|field| field.value),
    }
}

fn read_title(table: &mut Table<'_>) -> String {
    let title = match table.node("title") {
        Some(node) => match table.text_of(node, "title") {
            Some(title) => title.value.trim().to_owned(),
            // That it is no text was reported.
            None => return String::new(),
        },
        None => String::new(),
    };
    if fields::is_blank(&title) {
        let problem = diagnostic::title_missing(table.source(), &table.range());
        table.report(problem);
    }
    title
}

fn read_article(table: &mut Table<'_>, front_matter: &mut FrontMatter) {
    front_matter.date = read_date(table, "date");
    front_matter.origin = table.table("source", origin::read);
    let tags = table.texts("tags");
    front_matter.tags = distinct(tags);
    front_matter.events = read_events(table);
    front_matter.review = table.node("review").map(|node| {
        table.table_of(node, "review", |table| Review {
            by: (table.text("by").map(|field| field.value)).filter(|name| !fields::is_blank(name)),
            date: read_date(table, "date"),
        })
    });
    let related = table.list("related");
    front_matter.related = related
        .into_iter()
        .map(|node| match node.value {
            Value::Plain(title) | Value::Text(title) => Related {
                title,
                text: String::new(),
            },
            _ => table.table_of(node, "related", |table| Related {
                title: read_words(table, "title"),
                text: read_words(table, "text"),
            }),
        })
        .collect();
    let aside = table.list("aside").into_iter();
    front_matter.aside = aside
        .map(|node| {
            table.table_of(node, "aside", |table| SetAside {
                rule: read_words(table, "rule"),
                text: read_words(table, "text"),
            })
        })
        .collect();
}

/// Returns the texts of a list, each once, without those of which nothing can be seen.
fn distinct(fields: Vec<Field<String>>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for field in fields {
        let text = field.value.trim();
        if !fields::is_blank(text) && !texts.iter().any(|other| other == text) {
            texts.push(text.to_owned());
        }
    }
    texts
}

/// Reads the lists that the site has taxonomies of.
fn read_terms(table: &mut Table<'_>, taxonomies: &[Taxonomy]) -> BTreeMap<String, Vec<String>> {
    let is_own = |name: &str| {
        let mut own = taxonomies.iter().filter(|taxonomy| taxonomy.by == By::Own);
        own.any(|taxonomy| taxonomy.name == name)
    };
    let lists = table.take(is_own).into_iter();
    let own = taxonomies.iter().filter(|taxonomy| taxonomy.by == By::Own);
    own.for_each(|taxonomy| table.allow(&taxonomy.name));
    lists
        .map(|(key, node)| {
            let texts = table.texts_of(node, &key.name);
            (key.name, distinct(texts))
        })
        .collect()
}

/// Reads what happened on which day: a table of both, or a day alone.
fn read_events(table: &mut Table<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    for node in table.list("events") {
        let (date, title) = match node.value {
            Value::Table(_) => table.table_of(node, "events", |table| {
                if !table.has("date") {
                    let problem = diagnostic::event_without_date(table.source(), &table.range());
                    table.report(problem);
                }
                (read_date(table, "date"), read_words(table, "title"))
            }),
            _ => {
                let date = table.text_of(node, "events");
                (date.and_then(|field| date_of(table, &field)), String::new())
            }
        };
        events.extend(date.map(|date| Event { date, title }));
    }
    events
}

/// Returns a text, or nothing where there is none.
fn read_words(table: &mut Table<'_>, name: &'static str) -> String {
    table
        .text(name)
        .map(|field| field.value)
        .unwrap_or_default()
}

fn read_date(table: &mut Table<'_>, name: &'static str) -> Option<Date> {
    let field = table.text(name)?;
    date_of(table, &field)
}

fn date_of(table: &mut Table<'_>, field: &Field<String>) -> Option<Date> {
    let date = Date::parse(&field.value);
    if date.is_none() {
        let problem = diagnostic::bad_date(table.source(), &field.range, &field.value);
        table.report(problem);
    }
    date
}

/// Reads former paths: below the site's root, without anything that leads out of it.
fn read_aliases(table: &mut Table<'_>) -> Vec<Field<String>> {
    let mut aliases = Vec::new();
    for mut field in table.texts("aliases") {
        match diagnostic::path_problem(field.value.trim_matches('/')) {
            Some(reason) if !field.value.trim_matches('/').is_empty() => {
                let problem = diagnostic::bad_alias(table.source(), &field.range, reason);
                table.report(problem);
            }
            _ if field.value.starts_with("//") || field.value.trim_matches('/').is_empty() => {
                let problem = diagnostic::bad_alias(
                    table.source(),
                    &field.range,
                    "it must be a path below the site's root",
                );
                table.report(problem);
            }
            _ => {
                field.value = field.value.trim_matches('/').to_owned();
                aliases.push(field);
            }
        }
    }
    aliases
}
