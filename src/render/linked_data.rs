//! An article and its verdicts as JSON-LD in the vocabulary of schema.org (release 29), for the head
//! of its page.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Serialize;

use super::frame::Renderer;
use crate::article::Article;
use crate::article::record::{Evidence, Record};
use crate::config::NoteClass;
use crate::site::address;

/// The worst and the best rating of a verdict (DESIGN section 4).
const RATINGS: (u8, u8) = (1, 5);

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: Vec<Node<'a>>,
}

/// What stands at the top of the graph.
#[derive(Serialize)]
#[serde(tag = "@type")]
enum Node<'a> {
    Article(LinkedArticle<'a>),
    ClaimReview(ClaimReview<'a>),
    BreadcrumbList {
        #[serde(rename = "itemListElement")]
        steps: Vec<Step>,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LinkedArticle<'a> {
    #[serde(rename = "@id")]
    id: String,
    headline: String,
    in_language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    is_based_on: Source<'a>,
    citation: Vec<Work<'a>>,
}

/// The article that was checked.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "NewsArticle", rename_all = "camelCase")]
struct Source<'a> {
    #[serde(rename = "@id")]
    id: String,
    headline: &'a str,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Agent<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Agent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
enum Agent<'a> {
    Organization { name: Cow<'a, str> },
    Person { name: Cow<'a, str> },
}

/// What evidence is: an address, or a source that is cited by its key.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
enum Work<'a> {
    Address(String),
    Creative(CreativeWork<'a>),
}

#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct CreativeWork<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_at: Option<String>,
    /// Whether they are people nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimReview<'a> {
    #[serde(rename = "@id")]
    id: String,
    url: String,
    claim_reviewed: String,
    author: Agent<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    review_rating: Rating<'a>,
    item_reviewed: Claim,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct Rating<'a> {
    alternate_name: &'a str,
    #[serde(flatten)]
    value: Option<RatingValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RatingValue {
    rating_value: u8,
    worst_rating: u8,
    best_rating: u8,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Claim {
    appearance: Reference,
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "ListItem")]
struct Step {
    position: usize,
    name: String,
    item: String,
}

impl<'a> Renderer<'a> {
    /// Returns the content of a `script` element of the type `application/ld+json`.
    pub(super) fn linked_data(&self, index: usize) -> String {
        let article = &self.site.articles[index];
        let path = address::article(self.edition, &article.slug);
        let url = address::absolute(&self.site.config, &path).unwrap_or_default();
        let records = &article.text_for(&self.edition.tag).summary.records;
        let mut nodes = vec![Node::Article(self.linked_article(index, &url, records))];
        let reviews = records
            .iter()
            .filter_map(|record| self.claim_review(article, record, &url));
        nodes.extend(reviews.map(Node::ClaimReview));
        nodes.push(self.linked_path());
        let context = "https://schema.org";
        let data = serde_json::to_string(&Graph { context, nodes });
        // What could end the element, or begin a comment, is written as an escape.
        let data = data.expect("a text can be written");
        data.replace('<', "\\u003c")
    }

    fn linked_article(&self, index: usize, url: &str, records: &'a [Record]) -> LinkedArticle<'a> {
        let article = &self.site.articles[index];
        let text = article.text_for(&self.edition.tag);
        let conversion = self.conversion(text);
        let front_matter = &article.front_matter;
        let origin = &front_matter.origin;
        let evidence = records.iter().flat_map(|record| &record.evidence);
        let cited = evidence.filter_map(|evidence| self.linked_work(article, evidence));
        let mut seen = HashSet::new();
        LinkedArticle {
            id: format!("{url}#article"),
            headline: self.site.title(index, self.index).to_owned(),
            in_language: self.lang_shown(text, &conversion),
            date_modified: article.updated().map(|date| date.to_string()),
            image: self.card_link().map(|card| card.url),
            is_based_on: Source {
                id: source_id(article, url),
                headline: &front_matter.title,
                in_language: &article.language,
                date_published: front_matter.date.map(|date| date.to_string()),
                publisher: (origin.publisher.as_deref())
                    .map(|name| Agent::Organization { name: name.into() }),
                author: (origin.authors.iter())
                    .map(|name| Agent::Person { name: name.into() })
                    .collect(),
                url: origin.url.as_deref().map(address::escaped),
            },
            citation: cited.filter(|work| seen.insert(work.clone())).collect(),
        }
    }

    /// Returns the review of a claim; none for a note that judges nothing.
    fn claim_review(
        &self,
        article: &'a Article,
        record: &'a Record,
        url: &str,
    ) -> Option<ClaimReview<'a>> {
        let term = self.site.config.vocabulary.term(record.term);
        let NoteClass::Verdict(rating) = term.class else {
            return None;
        };
        let conversion = self.conversion(article.text_for(&self.edition.tag));
        let claim = self.readings(record, &conversion).0?;
        let review = article.front_matter.review.as_ref();
        let reviewer = record.reviewer.as_ref();
        let reviewer = reviewer.or_else(|| review?.by.as_ref());
        let name = match reviewer {
            Some(reviewer) => conversion.owned(reviewer),
            None => self.site_text().owned(&self.site.config.title),
        };
        let id = format!("{url}#n-{}", record.id);
        Some(ClaimReview {
            url: id.clone(),
            id,
            claim_reviewed: claim,
            // Notes are signed by people, as annotations have it.
            author: match record.reviewer {
                Some(_) => Agent::Person { name: name.into() },
                None => Agent::Organization { name: name.into() },
            },
            date_published: review
                .and_then(|review| review.date)
                .map(|date| date.to_string()),
            review_rating: Rating {
                alternate_name: term.labels.of(self.edition),
                value: rating.map(|rating_value| RatingValue {
                    rating_value,
                    worst_rating: RATINGS.0,
                    best_rating: RATINGS.1,
                }),
            },
            item_reviewed: Claim {
                appearance: Reference {
                    id: source_id(article, url),
                },
            },
        })
    }

    /// Returns the way from the front page to the article.
    fn linked_path(&self) -> Node<'a> {
        let trail = (1..).zip(self.trail());
        let steps = trail.map(|(position, step)| Step {
            position,
            name: step.name,
            item: address::absolute(&self.site.config, &step.path)
                .unwrap_or_else(|| self.reference(&step.path)),
        });
        Node::BreadcrumbList {
            steps: steps.collect(),
        }
    }

    fn linked_work(&self, article: &Article, evidence: &'a Evidence) -> Option<Work<'a>> {
        let Some(citation) = &evidence.citation else {
            let written = evidence.url.as_deref()?;
            return Some(Work::Address(match self.site.config.base_url {
                Some(_) => address::cited(self.site, article, written),
                None => address::escaped(written),
            }));
        };
        let address = |url: &Option<String>| url.as_deref().map(address::escaped);
        let authors = citation.authors();
        Some(Work::Creative(CreativeWork {
            name: &citation.title,
            url: address(&citation.url),
            date_published: citation.date.as_deref(),
            archived_at: address(&citation.archived),
            credit_text: (!authors.is_empty()).then(|| authors.join("; ")),
        }))
    }
}

/// Returns the identifier of the article that was checked: its own address, or one below the page.
fn source_id(article: &Article, url: &str) -> String {
    let own = article.front_matter.origin.url.as_deref();
    own.map(address::escaped)
        .unwrap_or_else(|| format!("{url}#source"))
}
