//! Notes as annotations of [Hypothesis](https://h.readthedocs.io/en/latest/api-reference/v1/), as its
//! API answers a search and as its exports are: what a note says is one text in Markdown, its verdict a
//! tag.

use serde_json::{Value, json};

use super::w3c::selectors;
use super::{days, markdown, page};
use crate::article::Article;
use crate::article::record::Record;
use crate::config::citations::Citations;
use crate::site::{Site, address};

/// Returns the notes of articles, in their order.
pub fn hypothesis<'a>(articles: impl Iterator<Item = &'a Article>, site: &Site) -> Value {
    let rows: Vec<Value> = articles
        .flat_map(|article| {
            let records = article.summary.records.iter();
            records.map(|record| annotation(record, article, site))
        })
        .collect();
    json!({ "total": rows.len(), "rows": rows })
}

fn annotation(record: &Record, article: &Article, site: &Site) -> Value {
    let config = &site.config;
    let page = page(article, config);
    let cited = |url: &str| address::cited(site, article, url);
    let mut target = json!({ "source": page });
    if let Some(passage) = &record.passage {
        target["selector"] = json!(selectors(passage));
    }
    let mut annotation = json!({
        "id": format!("{page}#n-{}", record.id),
        "uri": page,
        "document": { "title": [article.front_matter.title] },
        "text": markdown::text(record, config, &Citations::default(), &cited),
        "tags": [config.vocabulary.term(record.term).slug],
        "target": [target],
        "references": [],
    });
    let (created, corrected) = days(article, record);
    for (key, date) in [("created", created), ("updated", corrected)] {
        if let Some(date) = date {
            annotation[key] = json!(date.instant());
        }
    }
    annotation
}
