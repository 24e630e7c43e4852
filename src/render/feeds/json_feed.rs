//! Feeds as JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde_json::{Value, json};

use crate::render::context::{CorrectionsFeedContext, FeedContext};

const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// Returns a feed of articles at an address, in an edition.
pub(super) fn articles(feed: &FeedContext, address: &str, language: &str) -> Value {
    let items: Vec<Value> = (feed.entries.iter())
        .map(|entry| {
            let names = |names: &[String]| -> Vec<Value> {
                names.iter().map(|name| json!({ "name": name })).collect()
            };
            let mut item = json!({
                "id": entry.href,
                "url": entry.href,
                "title": entry.title,
                "language": entry.lang,
                "content_html": entry.content,
                "date_modified": entry.updated,
            });
            if let Some(published) = &entry.published {
                item["date_published"] = json!(published);
            }
            if !entry.summary.is_empty() {
                item["summary"] = json!(entry.summary);
            }
            if !entry.authors.is_empty() {
                item["authors"] = names(&entry.authors).into();
            }
            if !entry.tags.is_empty() {
                item["tags"] = json!(entry.tags);
            }
            item
        })
        .collect();
    json!({
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "language": language,
        "items": items,
    })
}

/// Returns the feed of corrections of an edition.
pub(super) fn corrections(feed: &CorrectionsFeedContext, title: &str, language: &str) -> Value {
    let items: Vec<Value> = (feed.entries.iter())
        .map(|entry| {
            let mut item = json!({
                "id": entry.id,
                "url": entry.href,
                "title": entry.title,
                "content_html": entry.content,
                "date_modified": entry.updated,
            });
            if let Some(author) = &entry.author {
                item["authors"] = json!([{ "name": author }]);
            }
            item
        })
        .collect();
    json!({
        "version": VERSION,
        "title": title,
        "home_page_url": feed.home,
        "feed_url": feed.id,
        "language": language,
        "items": items,
    })
}
