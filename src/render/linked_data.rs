//! An article and its verdicts as JSON-LD in the vocabulary of schema.org (release 29), for the head
//! of its page.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::frame::Renderer;
use crate::article::Article;
use crate::article::record::{Evidence, Record};
use crate::config::NoteClass;
use crate::site::address;

/// The worst and the best rating of a verdict (DESIGN section 4).
const RATINGS: (u8, u8) = (1, 5);

impl<'a> Renderer<'a> {
    /// Returns the content of a `script` element of the type `application/ld+json`.
    pub(super) fn linked_data(&self, article: &'a Article) -> String {
        let path = address::article(self.edition, &article.slug);
        let url = address::absolute(&self.site.config, &path).unwrap_or_default();
        let records = self.records(article);
        let mut graph = vec![self.linked_article(article, &url, &records)];
        let reviews = records
            .iter()
            .filter_map(|record| self.claim_review(article, record, &url));
        graph.extend(reviews);
        graph.push(self.linked_path());
        let data = json!({ "@context": "https://schema.org", "@graph": graph });
        // What could end the element, or begin a comment, is written as an escape.
        data.to_string().replace('<', "\\u003c")
    }

    /// Returns the notes of the text that the edition shows.
    fn records(&self, article: &'a Article) -> Vec<&'a Record> {
        let text = article.text_for(&self.edition.tag);
        text.summary.records.iter().collect()
    }

    fn linked_article(&self, article: &'a Article, url: &str, records: &[&Record]) -> Value {
        let text = article.text_for(&self.edition.tag);
        let conversion = self.conversion(text);
        let front_matter = &article.front_matter;
        let origin = &front_matter.origin;
        let mut source = json!({
            "@type": "NewsArticle",
            "@id": source_id(article, url),
            "headline": front_matter.title,
            "inLanguage": article.language,
        });
        if let Some(date) = front_matter.date {
            source["datePublished"] = Value::String(date.to_string());
        }
        if let Some(publisher) = &origin.publisher {
            source["publisher"] = json!({ "@type": "Organization", "name": publisher });
        }
        if !origin.authors.is_empty() {
            source["author"] = origin
                .authors
                .iter()
                .map(|author| json!({ "@type": "Person", "name": author }))
                .collect();
        }
        if let Some(address) = &origin.url {
            source["url"] = Value::String(address::escaped(address));
        }
        let mut seen = HashSet::new();
        let evidence = records.iter().flat_map(|record| &record.evidence);
        let cited = evidence.filter_map(|evidence| self.linked_work(article, evidence));
        let cited: Vec<Value> = cited.filter(|work| seen.insert(work.clone())).collect();
        let mut linked = json!({
            "@type": "Article",
            "@id": format!("{url}#article"),
            "headline": self.title(article),
            "inLanguage": self.lang_shown(text, &conversion),
            "isBasedOn": source,
            "citation": cited,
        });
        if let Some(updated) = article.updated() {
            linked["dateModified"] = Value::String(updated.to_string());
        }
        if let Some(card) = self.card_link() {
            linked["image"] = Value::String(card.url);
        }
        linked
    }

    /// Returns the review of a claim; none for a note that judges nothing.
    fn claim_review(&self, article: &'a Article, record: &Record, url: &str) -> Option<Value> {
        let term = self.site.config.vocabulary.term(record.term);
        let NoteClass::Verdict(rating) = term.class else {
            return None;
        };
        let conversion = self.conversion(article.text_for(&self.edition.tag));
        let claim = self.readings(record, &conversion).0?;
        let review = article.front_matter.review.as_ref();
        let reviewer = record.reviewer.as_ref();
        let reviewer = reviewer.or_else(|| review?.by.as_ref());
        let author = match reviewer {
            Some(reviewer) => conversion.owned(reviewer),
            None => self.site_text().owned(&self.site.config.title),
        };
        let mut rated = json!({
            "@type": "Rating",
            "alternateName": term.labels.of(self.edition),
        });
        if let Some(rating) = rating {
            rated["ratingValue"] = json!(rating);
            rated["worstRating"] = json!(RATINGS.0);
            rated["bestRating"] = json!(RATINGS.1);
        }
        let mut linked = json!({
            "@type": "ClaimReview",
            "@id": format!("{url}#n-{}", record.id),
            "url": format!("{url}#n-{}", record.id),
            "claimReviewed": claim,
            "author": { "@type": "Organization", "name": author },
            "reviewRating": rated,
            "itemReviewed": {
                "@type": "Claim",
                "appearance": { "@id": source_id(article, url) },
            },
        });
        if let Some(date) = review.and_then(|review| review.date) {
            linked["datePublished"] = Value::String(date.to_string());
        }
        Some(linked)
    }

    /// Returns the way from the front page to the article.
    fn linked_path(&self) -> Value {
        let items: Vec<Value> = self
            .trail()
            .into_iter()
            .enumerate()
            .map(|(index, step)| {
                let url = address::absolute(&self.site.config, &step.path);
                json!({
                    "@type": "ListItem",
                    "position": index + 1,
                    "name": step.name,
                    "item": url.unwrap_or_else(|| self.reference(&step.path)),
                })
            })
            .collect();
        json!({ "@type": "BreadcrumbList", "itemListElement": items })
    }

    /// Returns what evidence is: a source that is cited by its key, or else an address.
    fn linked_work(&self, article: &Article, evidence: &Evidence) -> Option<Value> {
        let Some(citation) = &evidence.citation else {
            let written = evidence.url.as_deref()?;
            return Some(Value::String(match self.site.config.base_url {
                Some(_) => address::cited(self.site, article, written),
                None => address::escaped(written),
            }));
        };
        let mut work = json!({ "@type": "CreativeWork", "name": citation.title });
        let address = |url: &Option<String>| url.as_deref().map(address::escaped);
        let fields = [
            ("url", address(&citation.url)),
            ("datePublished", citation.date.clone()),
            ("archivedAt", address(&citation.archived)),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                work[name] = json!(value);
            }
        }
        // Whether they are people nobody has said.
        let authors = citation.authors();
        if !authors.is_empty() {
            work["creditText"] = json!(authors.join("; "));
        }
        Some(work)
    }
}

/// Returns the identifier of the article that was checked: its own address, or one below the page.
fn source_id(article: &Article, url: &str) -> String {
    let own = article.front_matter.origin.url.as_deref();
    own.map(address::escaped)
        .unwrap_or_else(|| format!("{url}#source"))
}
