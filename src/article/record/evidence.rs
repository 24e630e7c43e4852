//! What a note rests on: each source that an item names, with the words it quotes.
//!
//! A source is a link or a citation; its words stand directly behind it, or at the end of its part of the
//! item. All else that an item says belongs to what its source is called, or stands beside it where `sources.yml` says
//! that, so that nothing of it is lost to whoever has the records: `公報第三號，見[全文](…)「引文」，第 7 頁` is called 公報第三號，見全文，第 7 頁.

use std::sync::Arc;

use super::{Evidence, is_copy};
use crate::article::copies;
use crate::article::document::{Inline, Item, for_each_inline, leaf_text};
use crate::article::front_matter::Date;

/// Signs and words that join a source to what stands beside it and say nothing of it.
const JOINTS: &str = "，、；。：,;:（()）又與与和及並并見见載载 ";

/// A part of an item that names one source, or none.
#[derive(Default)]
struct Part {
    source: Option<Evidence>,
    /// What stands before the source and belongs to it.
    lead: String,
    /// The words directly behind the source.
    quoted: Vec<String>,
    /// What follows, quotations with their marks.
    tail: String,
    /// The quotations at the end of the tail, each with the length of the tail before it in bytes.
    last: Vec<(usize, String)>,
    /// Whether the tail quotes words that are not at its end.
    quotes_within: bool,
    /// Whether what follows still belongs to the brackets around a copy.
    in_copy: bool,
}

/// Adds the sources of an item to the evidence of its note.
pub(super) fn add(item: &Item, is_for: bool, evidence: &mut Vec<Evidence>) {
    let mut parts = vec![Part::default()];
    if !item.argument.is_empty() {
        parts[0].push(&item.argument);
        parts[0].push(if item.content.is_empty() { "" } else { "：" });
    }
    add_all(&item.content, item, is_for, &mut parts);
    let has_source = parts.len() > 1;
    let named = parts.into_iter().skip(usize::from(has_source));
    evidence.extend(named.flat_map(|part| part.finish(is_for)));
}

fn add_all(inlines: &[Inline], item: &Item, is_for: bool, parts: &mut Vec<Part>) {
    for inline in inlines {
        let part = parts.last_mut().expect("there is one from the start");
        match inline {
            Inline::Link {
                destination,
                content,
                range,
                ..
            } => {
                let title = leaf_text(content).trim().to_owned();
                let is_copy = is_copy(&title);
                match &mut part.source {
                    Some(source) if is_copy => {
                        source.archive(destination, range, item);
                        part.begin_copy();
                    }
                    _ => {
                        let source = Evidence {
                            is_for,
                            title,
                            url: Some(destination.clone()),
                            ..Evidence::default()
                        };
                        let next = Part::of(source, part);
                        parts.push(next);
                    }
                }
            }
            Inline::Citation { citation, .. } => {
                let source = Evidence {
                    is_for,
                    title: citation.title.clone(),
                    url: citation.url.clone(),
                    archived: citation.archived.clone(),
                    date: citation.date.as_deref().and_then(Date::parse),
                    citation: Some(Arc::clone(citation)),
                    ..Evidence::default()
                };
                let next = Part::of(source, part);
                parts.push(next);
            }
            // What is set apart by its form alone, or put between marks, may name sources.
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Quotation(content)
                if names_source(content) =>
            {
                add_all(content, item, is_for, parts);
            }
            Inline::Quotation(content) => part.quote(&leaf_text(content)),
            inline => part.push(&leaf_text(std::slice::from_ref(inline))),
        }
    }
}

fn names_source(inlines: &[Inline]) -> bool {
    let mut names = false;
    for_each_inline(inlines, &mut |inline| {
        names |= matches!(inline, Inline::Link { .. } | Inline::Citation { .. });
    });
    names
}

impl Part {
    /// Begins the part of a source. What stands directly before it, up to a sign, is said of it; what a first
    /// source follows is all its own.
    fn of(source: Evidence, before: &mut Part) -> Part {
        before.end_copy();
        // What stands in brackets or between quotation marks stays together.
        let behind = |signs: &[char]| {
            let mut found = before.tail.char_indices();
            let sign = found.rfind(|(_, sign)| signs.contains(sign));
            sign.map_or(0, |(at, sign)| at + sign.len_utf8())
        };
        let whole = behind(&['）', ')', '」', '』', '”', '’', '》', '〉']);
        let clause = behind(&['，', '、', '；', '。', ',', ';']);
        let start = whole.max(clause);
        let lead = match before.source {
            None => std::mem::take(&mut before.tail),
            Some(_) => before.tail.split_off(start),
        };
        Part {
            source: Some(source),
            lead,
            ..Part::default()
        }
    }

    fn push(&mut self, text: &str) {
        let mut text = text;
        if self.in_copy {
            let (within, behind) = text.split_once(['）', ')']).unwrap_or((text, ""));
            let within = without_digest(within);
            if !is_joint(&within) {
                self.tail += &format!("（{}）", within.trim_matches(is_sign));
            }
            text = behind;
            self.in_copy = false;
        }
        if !is_joint(text) {
            self.quotes_within |= !self.last.is_empty();
            self.last.clear();
        }
        self.tail.push_str(text);
    }

    fn quote(&mut self, quotation: &str) {
        self.end_copy();
        let words = unquoted(quotation);
        if words.trim().is_empty() {
            self.push(quotation);
            return;
        }
        if self.source.is_some() && is_joint(&self.tail) {
            self.quoted.push(words);
            self.tail.clear();
            return;
        }
        self.last.push((self.tail.len(), words));
        self.tail.push_str(quotation);
    }

    /// Leaves out the bracket that a copy stands in, and all up to its end.
    fn begin_copy(&mut self) {
        let trimmed = self.tail.trim_end();
        if let Some(before) = trimmed.strip_suffix(['（', '(']) {
            self.tail.truncate(before.len());
            self.in_copy = true;
        }
    }

    fn end_copy(&mut self) {
        self.in_copy = false;
    }

    /// Returns the source once for each of its quotations.
    fn finish(mut self, is_for: bool) -> Vec<Evidence> {
        let is_cited = self.source.as_ref().is_some_and(|it| it.citation.is_some());
        if let (Some((at, _)), false) = (self.last.first(), self.quotes_within) {
            self.tail.truncate(*at);
            self.quoted
                .extend(self.last.drain(..).map(|(_, words)| words));
        }
        let mut source = self.source.unwrap_or(Evidence {
            is_for,
            ..Evidence::default()
        });
        let lead = match is_joint(&self.lead) {
            true => "",
            false => self.lead.trim_start_matches(is_sign),
        };
        if is_cited {
            let beside = [lead, &self.tail].map(|it| it.trim_matches(is_sign));
            let beside = beside.into_iter().filter(|it| !is_joint(it));
            let locator = beside.collect::<Vec<_>>().join("，");
            source.locator = (!locator.is_empty()).then_some(locator);
        } else {
            let tail = match (is_joint(&self.tail), &source.url) {
                (true, _) => "",
                (false, Some(_)) => self.tail.trim_end_matches(is_sign),
                (false, None) => &self.tail,
            };
            // The day of the page is that which its link names, before all that is said of it.
            let own_date = date_in(&source.title);
            let title = format!("{lead}{}{tail}", source.title);
            // A sign at the end of what is not quoted from may be a part of it.
            source.title = match source.url.is_some() || self.quoted.is_empty() {
                true => title.trim().to_owned(),
                false => title.trim_matches(is_sign).to_owned(),
            };
            source.date = own_date.or_else(|| date_in(&source.title));
        }
        if self.quoted.is_empty() {
            return vec![source];
        }
        let quoted = self.quoted.into_iter();
        quoted
            .map(|quotation| Evidence {
                quotation: Some(quotation),
                ..source.clone()
            })
            .collect()
    }
}

/// Returns what stands beside a copy but for the copy's digest.
fn without_digest(text: &str) -> String {
    match copies::written(text) {
        Some(digest) => text.replace(&format!("{}{digest}", copies::MARK), ""),
        None => text.to_owned(),
    }
}

fn is_joint(text: &str) -> bool {
    text.chars()
        .all(|sign| JOINTS.contains(sign) || sign.is_whitespace())
}

fn is_sign(sign: char) -> bool {
    sign.is_whitespace() || "，、；。：,;:".contains(sign)
}

/// Returns a quotation without the marks around it.
fn unquoted(quotation: &str) -> String {
    let mut characters = quotation.chars();
    characters.next();
    characters.next_back();
    characters.as_str().to_owned()
}

/// Returns the last day that a title names.
fn date_in(title: &str) -> Option<Date> {
    let is_part = |character: char| character.is_ascii_digit() || character == '-';
    title
        .split(|character| !is_part(character))
        .filter_map(Date::parse)
        .next_back()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article;
    use crate::config;
    use crate::diagnostic::Source;
    use crate::project::{Content, ContentKind};

    /// Each source as `title <url> [copy] 「quotation」`.
    fn check(text: &str, expected: &[&str]) {
        let source =
            format!("---\ntitle: 甲\n---\n\n甲[^x]\n\n[^x]: **意見** 「甲」：說。\n    - {text}\n");
        let content = Content {
            kind: ContentKind::Article,
            slug: "x".to_owned(),
            source: Source::new("x", source),
            assets: Vec::new(),
            written: Vec::new(),
            sources: None,
        };
        let config = config::read(&Source::new(config::FILE_NAME, "title = \"-\""));
        let article = article::parse(&content, &config.value).value;
        let found = article.summary.records[0].evidence.iter().map(|evidence| {
            let part = |around: [&str; 2], part: &Option<String>| {
                let part = part
                    .as_ref()
                    .map(|part| [around[0], part, around[1]].concat());
                part.unwrap_or_default()
            };
            [
                evidence.title.clone(),
                part([" <", ">"], &evidence.url),
                part([" [", "]"], &evidence.archived),
                part(["「", "」"], &evidence.quotation),
            ]
            .concat()
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn words_behind_a_source_are_its_own() {
        check("據 [報](u)「引」", &["報 <u>「引」"]);
        check("據 [報](u)（[存檔](v)）「引」", &["報 <u> [v]「引」"]);
        check(
            "據 [報](u)（[存檔](v) sha256:0a）：「引」",
            &["報 <u> [v]「引」"],
        );
        check(
            "據 [報](u)「引」，又「申」",
            &["報 <u>「引」", "報 <u>「申」"],
        );
        check(
            "據 [甲](u)「引」、[乙](v)、[丙](w)「申」",
            &["甲 <u>「引」", "乙 <v>", "丙 <w>「申」"],
        );
        check("據 公報「引」", &["公報「引」"]);
        check("據 公報：「引」", &["公報「引」"]);
    }

    #[test]
    fn nothing_that_is_said_is_lost() {
        check(
            "據 公報第三號，見[全文](u)「引文」，第 7 頁",
            &["公報第三號，見全文，第 7 頁 <u>「引文」"],
        );
        check("據 [報](u)第二段寫道「引」。", &["報第二段寫道 <u>「引」"]);
        check(
            "據 [甲](u)第 3 頁，該報的[乙](v)",
            &["甲第 3 頁 <u>", "該報的乙 <v>"],
        );
        check(
            "反證：以「乙」代「一」確有其例，與此處不合。",
            &["以「乙」代「一」確有其例，與此處不合。"],
        );
        check(
            "反證：以「乙」代「一」確有其例，與此處不合。[報](u)",
            &["以「乙」代「一」確有其例，與此處不合。報 <u>"],
        );
        check(
            "據 [甲](u)（第 1、2 頁）和[乙](v)",
            &["甲（第 1、2 頁） <u>", "乙 <v>"],
        );
        check(
            "據 [甲](u)說「一，二」的[乙](v)",
            &["甲說「一，二」 <u>", "的乙 <v>"],
        );
        check("據 **[報](u)**「引」", &["報 <u>「引」"]);
        check("據 「[題](u)」", &["「題」 <u>"]);
        check(
            "據 [報](u)（[存檔](v)，2020 年擷取）「引」",
            &["報（2020 年擷取） <u> [v]「引」"],
        );
        check(
            "據 [報](u)\n    - 存檔 [一](v)\n    - 存檔 [二](w)",
            &["報 <u> [v]", "二 <w>"],
        );
        check("存檔 [一](v)", &["一 <v>"]);
        check("據 [報](u)說「甲」不是乙", &["報說「甲」不是乙 <u>"]);
        check("據 推算：800 ÷ 236.64", &["推算：800 ÷ 236.64"]);
    }

    #[test]
    fn days_are_found_in_titles() {
        assert_eq!(date_in("Axios 2023-07-26"), Date::parse("2023-07-26"));
        assert_eq!(date_in("2023 年報"), None);
        assert_eq!(date_in("第1-2期"), None);
    }
}
