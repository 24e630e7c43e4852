//! What a page's head says of it: JSON-LD, Open Graph and the names that Chinese sites use.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;
use url::Url;

use super::super::draft::{DateKind, Dated, Draft};
use super::super::is_web_address;
use super::super::text::byline::{self, Byline};
use super::super::text::dates;
use super::{author, fold};
use crate::config::language::is_language_tag;

/// Names of the day of publishing beside the usual ones.
const PUBLISHED: &[&str] = &[
    "datepublished",
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "publishdate",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "date",
    "sailthru.date",
    "parsely-pub-date",
    "apub:time",
    "weibo:article:create_at",
    "bytedance:published_time",
    "cxenseparse:recs:publishtime",
    "release_date",
];

/// Names of the day of the last change.
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "bytedance:updated_time",
];

/// Names of the outlet beside `og:site_name`.
const OUTLET: &[&str] = &[
    "og:site_name",
    "application-name",
    "source",
    "mediaid",
    "dc.publisher",
    "publisher",
    "copyright-holder",
];

/// Signs between a page's title and its site's name.
const SEPARATORS: &[&str] = &[
    " | ", "｜", " - ", " – ", " — ", "_", " · ", "－", " :: ", "|",
];

/// Words in the names of elements that stand beside an article.
const BESIDE: &[&str] = &[
    "comment", "sidebar", "widget", "related", "reply", "replies",
];

/// Characters of a name; what is longer is none.
const NAME_MAX: usize = 80;

/// Fills the fields of a draft, and returns whether its day is one of Greenwich: where the page is read, the next may
/// have begun.
pub(super) fn read(readability: &Readability, draft: &mut Draft) -> bool {
    let document = &readability.doc;
    let mut values = named_values(document);
    let metadata = readability.get_article_metadata(readability.parse_json_ld());
    draft.title = fold(&metadata.title);
    let title = fold(&document.select_single("title").text());
    if is_broken(&draft.title, &title) {
        draft.title = title;
    }
    draft.language = metadata.lang.filter(|tag| is_language_tag(tag));
    draft.lede = metadata
        .excerpt
        .map(|lede| fold(&lede))
        .filter(|lede| !lede.is_empty());
    draft.image = metadata.image.filter(|image| is_web_address(image));
    draft.publisher = metadata.site_name.map(|name| fold(&name));
    draft.authors = metadata
        .byline
        .map(|byline| author::in_value(&byline))
        .unwrap_or_default();
    let dates = [
        ("datepublished", metadata.published_time),
        ("datemodified", metadata.modified_time),
    ];
    values.extend(
        dates
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?))),
    );
    let is_name = |name: &String| {
        !name.is_empty() && name.chars().count() <= NAME_MAX && !name.contains("://")
    };
    let first = |names: &[&str]| names.iter().find_map(|name| values.get(*name)).cloned();
    let stated = draft.publisher.take();
    let host = stated.as_deref().and_then(host);
    // As in 「来源：人民网 原创稿」.
    let labelled = |value: String| match byline::read(&value) {
        Some(Byline {
            publisher: Some(publisher),
            ..
        }) => publisher,
        _ => value,
    };
    draft.publisher = stated
        .filter(is_name)
        .or_else(|| first(OUTLET).filter(is_name).map(labelled))
        .or(host);
    let dated = |names: &[&str], kind| {
        let mut values = names.iter().filter_map(|name| values.get(*name));
        let found = |value: &String| Some((dates::first(value)?, is_utc(value)));
        let (date, is_utc) = values.find_map(found)?;
        Some((Dated { date, kind }, is_utc))
    };
    let date = dated(PUBLISHED, DateKind::Published)
        .or_else(|| time_element(document))
        .or_else(|| dated(UPDATED, DateKind::Updated));
    draft.date = date.map(|(dated, _)| dated);
    draft.canonical = canonical(document, &values);
    let found = [
        ("title-head", draft.title.clone()),
        (
            "date-head",
            draft
                .date
                .map(|dated| dated.date.to_string())
                .unwrap_or_default(),
        ),
        ("outlet-head", draft.publisher.clone().unwrap_or_default()),
        ("author-head", draft.authors.join(", ")),
    ];
    for (rule, on) in found {
        if !on.is_empty() {
            draft.fire(rule, &on);
        }
    }
    date.is_some_and(|(_, is_utc)| is_utc)
}

/// Returns whether a value is a time of day in UTC (RFC 3339).
fn is_utc(value: &str) -> bool {
    let zones = ["Z", "z", "+00:00", "-00:00", "+0000"];
    value.contains(':') && zones.iter().any(|zone| value.trim_end().ends_with(zone))
}

/// Returns the host of an address that stands where a name should.
fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Returns the values of the page's `meta` elements, by their names in lower case; the first counts.
fn named_values(document: &Document) -> HashMap<String, String> {
    let mut values = HashMap::new();
    for node in document.select("meta[content]").nodes() {
        let value = fold(&node.attr_or("content", ""));
        for attribute in ["property", "name", "itemprop"] {
            if let Some(name) = node.attr(attribute)
                && !value.is_empty()
            {
                values
                    .entry(name.trim().to_lowercase())
                    .or_insert(value.clone());
            }
        }
    }
    values
}

/// Returns the day of the only `time` element, or of the one that says that it is the day of publishing, and whether it
/// is one of UTC.
fn time_element(document: &Document) -> Option<(Dated, bool)> {
    let times = document.select("time[datetime]");
    let days: Vec<_> = times
        .nodes()
        .iter()
        .filter(|node| !is_beside(node))
        .filter_map(|node| {
            let time = node.attr("datetime")?;
            let day = (dates::first(&time)?, is_utc(&time));
            Some((day, node.attr_or("itemprop", "")))
        })
        .collect();
    let named = days
        .iter()
        .find(|(_, name)| name.eq_ignore_ascii_case("datePublished"));
    let ((date, is_utc), kind) = match (named, days.as_slice()) {
        (Some((day, _)), _) => (*day, DateKind::Published),
        (None, [(day, _)]) => (*day, DateKind::Unstated),
        _ => return None,
    };
    Some((Dated { date, kind }, is_utc))
}

/// Returns whether an element stands in what is beside an article: a comment, a list of others.
fn is_beside(node: &NodeRef<'_>) -> bool {
    node.ancestors(None).iter().any(|around| {
        let names = format!(
            "{} {}",
            around.attr_or("class", ""),
            around.attr_or("id", "")
        );
        let names = names.to_ascii_lowercase();
        around.is("aside, footer, nav")
            || (!around.is("body, html") && BESIDE.iter().any(|word| names.contains(word)))
    })
}

fn canonical(document: &Document, values: &HashMap<String, String>) -> Option<String> {
    let link = document.select_single("link[rel=canonical]").attr("href");
    let link = link.map(|href| href.to_string());
    let addresses = [link, values.get("og:url").cloned()];
    // A page that says it is the site's front page says nothing of itself.
    let is_front =
        |url: &String| Url::parse(url).is_ok_and(|url| url.path() == "/" && url.query().is_none());
    addresses
        .into_iter()
        .flatten()
        .find(|url| is_web_address(url) && !is_front(url))
}

/// Takes the site's name off the title, and returns it: the title is the page's only first heading
/// when the head's title begins with it.
pub(super) fn settle_title(draft: &mut Draft, heading: Option<String>) -> Option<String> {
    let heading = heading.filter(|heading| !heading.is_empty());
    let is_longer = |heading: &String| {
        draft.title.is_empty()
            || (draft.title.starts_with(heading) && draft.title != *heading)
            || is_broken(&draft.title, heading)
    };
    let Some(heading) = heading.filter(is_longer) else {
        without_site(draft);
        return None;
    };
    let rest = draft.title.strip_prefix(&heading).unwrap_or_default();
    let separator = SEPARATORS
        .iter()
        .find(|separator| rest.starts_with(**separator));
    let site = separator.and_then(|separator| last_part(&rest[separator.len()..]));
    draft.title = heading;
    site
}

/// Returns whether a value is the beginning of a title up to a quotation mark, which ended the attribute that it stood in.
fn is_broken(value: &str, title: &str) -> bool {
    let rest = title.strip_prefix(value).unwrap_or_default();
    !value.is_empty() && rest.trim_start().starts_with(['"', '\''])
}

/// Takes the outlet's name off the end of the title.
fn without_site(draft: &mut Draft) {
    let Some(publisher) = &draft.publisher else {
        return;
    };
    let rest = draft.title.strip_suffix(publisher.as_str());
    let title = rest.and_then(|rest| {
        let separator = SEPARATORS
            .iter()
            .find(|separator| rest.ends_with(**separator))?;
        rest.strip_suffix(separator)
    });
    if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
        draft.title = title.to_owned();
    }
}

fn last_part(rest: &str) -> Option<String> {
    let part = SEPARATORS.iter().fold(rest, |part, separator| {
        part.rsplit(separator).next().unwrap_or(part)
    });
    let part = part.trim();
    (!part.is_empty() && part.chars().count() <= 20).then(|| part.to_owned())
}
