//! Cards: what stands on the pictures that other programs show beside links, and how pages name them.

use unicode_segmentation::UnicodeSegmentation as _;

use super::context::{CardContext, CardLink, CardSeal, Tally};
use super::frame::{Renderer, value};
use super::lines::{broken, cut, filled};
use super::printable::printable;
use crate::article::Article;
use crate::cards::fonts::{Family, Fonts, Stroke};
use crate::cards::{Card, HEIGHT, WIDTH};
use crate::config::language::han_script;
use crate::config::theme::{Font, FontPart};
use crate::diagnostic::Checked;
use crate::site::{PageKind, Target, address};

/// The template of cards.
pub const CARD: &str = "card.svg";

/// The width of the text, in pixels.
const COLUMN: f32 = 928.0;

/// The sizes of titles in pixels, each with the number of lines that it may have.
const SIZES: [(usize, usize); 3] = [(84, 1), (66, 3), (50, 4)];

/// The size of the site's title above an article's, in pixels.
const SITE: f32 = 32.0;
/// The size of the site's description.
const DESCRIPTION: f32 = 30.0;
/// The size of the facts.
const FACTS: f32 = 26.0;

/// What stands between facts.
const SPACE: &str = "\u{3000}";

/// Characters of a text that are looked at; no more of the narrowest would stand on a card.
const CHARACTERS_MAX: usize = 400;

/// Verdicts that there is room for.
const SEALS_MAX: usize = 12;

/// What a card says.
struct Saying {
    kind: &'static str,
    lang: String,
    title: String,
    description: String,
    tally: Vec<Tally>,
    facts: Vec<String>,
}

impl<'a> Renderer<'a> {
    /// Returns the card of an article.
    pub(super) fn article_card(&self, article: &'a Article, fonts: &Fonts) -> Checked<Card> {
        let text = article.text_for(&self.edition.tag);
        let converter = self.conversion(text);
        let front_matter = &article.front_matter;
        let tally = self.tally(&article.summary.tally, |_| None);
        let claims = tally.iter().map(|row| row.count).sum();
        let emendations = self.emendations(&article.summary.tally);
        let publisher = front_matter.origin.publisher.as_ref();
        let own = [
            self.conversion(article).optional(publisher),
            front_matter.date.map(|date| date.to_string()),
        ];
        let counted = [
            self.counted("claims_n", claims),
            self.counted("emendations", emendations),
        ];
        let saying = Saying {
            kind: "article",
            lang: (self.page_lang(&self.lang_shown(text, &converter))).into_owned(),
            title: converter.owned(&text.front_matter.title),
            description: String::new(),
            tally,
            facts: own.into_iter().chain(counted).flatten().collect(),
        };
        self.made_card(saying, fonts)
    }

    /// Returns the card of all pages that have none of their own.
    pub(super) fn site_card(&self, fonts: &Fonts) -> Checked<Card> {
        let config = &self.site.config;
        let counts = self.counts();
        let facts = [
            self.counted("articles_n", counts.articles),
            self.counted("claims_n", counts.claims),
            self.counted("emendations", counts.emendations),
        ];
        let saying = Saying {
            kind: "site",
            lang: self.edition.tag.clone(),
            title: self.site_text().owned(&config.title),
            description: self.site_text().owned(&config.description),
            tally: counts.verdicts,
            facts: facts.into_iter().flatten().collect(),
        };
        self.made_card(saying, fonts)
    }

    /// Returns what the head of this page says of its card.
    pub(super) fn card_link(&self) -> Option<CardLink> {
        if !self.site.wants_cards() {
            return None;
        }
        let shown = match self.page.kind {
            PageKind::Article { article, .. } => Some(&self.site.articles[article]),
            PageKind::NotFound { .. } | PageKind::Redirect { .. } => return None,
            _ => None,
        };
        let made = address::card(self.edition, shown);
        let size = |length: u32| usize::try_from(length).ok();
        let (path, width, height) = match self.site.own_card(shown) {
            Some(Target::File { path, dimensions }) => {
                let (width, height) = dimensions.unzip();
                (path.clone(), width, height)
            }
            _ if self.site.makes_card(shown) => (made, size(WIDTH), size(HEIGHT)),
            _ => return None,
        };
        Some(CardLink {
            url: address::absolute(&self.site.config, &path)?,
            width,
            height,
            alt: shown.map_or_else(
                || self.site_text().owned(&self.site.config.title),
                |shown| self.card_in_words(shown),
            ),
        })
    }

    /// Returns the title of an article and the counts of its verdicts.
    fn card_in_words(&self, article: &'a Article) -> String {
        let tally = self.tally(&article.summary.tally, |_| None);
        let tally = tally
            .iter()
            .map(|row| format!("{} {}", row.label, row.count));
        let tally: Vec<String> = tally.collect();
        let title = self.title(article);
        match tally.is_empty() {
            true => title,
            false => {
                let (colon, comma) = (self.words.get("colon"), self.words.get("comma"));
                format!("{title}{colon}{}", tally.join(comma))
            }
        }
    }

    fn counted(&self, word: &str, count: usize) -> Option<String> {
        (count > 0).then(|| self.words.get(word).replace("{n}", &count.to_string()))
    }

    fn made_card(&self, saying: Saying, fonts: &Fonts) -> Checked<Card> {
        let config = &self.site.config;
        let title = plain(&saying.title);
        let wanted = wanted(&config.theme.fonts, &saying.lang);
        let family = fonts.family(&wanted, &saying.lang, &title);
        let set = Set { fonts, family };
        let (size, lines) = set.title(&title);
        let facts = set.cut(&saying.facts.join(SPACE), Stroke::Regular, FACTS, COLUMN);
        let site = plain(&self.site_text().text(&config.title));
        let colour = |name: &str| config.theme.colour(name).light;
        let terms = config.vocabulary.terms();
        let seals = saying.tally.into_iter().take(SEALS_MAX);
        let context = CardContext {
            kind: saying.kind,
            site: set.cut(&site, Stroke::Bold, SITE, COLUMN / 2.0),
            title: printable(saying.title),
            lines,
            size,
            description: set.filled(&plain(&saying.description), DESCRIPTION, 2),
            tally: seals
                .map(|row| CardSeal {
                    colour: terms
                        .iter()
                        .find(|term| term.slug == row.slug)
                        .map(|term| config.theme.term_colour(term))
                        .unwrap_or_default(),
                    seal: row.seal,
                    count: row.count,
                })
                .collect(),
            facts,
            family: set.family.name.clone(),
            mark: self.theme.mark().to_owned(),
            paper: colour("paper"),
            ink: colour("ink"),
            soft: colour("soft"),
            rule: colour("rule"),
            link: colour("link"),
            lang: saying.lang,
        };
        let mut diagnostics = Vec::new();
        let svg = printable(self.part(CARD, &[("card", value(&context))], &mut diagnostics));
        Checked {
            value: Card {
                svg,
                family: set.family,
            },
            diagnostics,
        }
    }
}

/// What text is set in.
struct Set<'f> {
    fonts: &'f Fonts,
    family: Family,
}

impl Set<'_> {
    /// Returns the size of a title, and its lines.
    fn title(&self, title: &str) -> (usize, Vec<String>) {
        let widths = self.fonts.widths(&self.family, Stroke::Bold, title);
        let fitting = SIZES.into_iter().find_map(|(size, most)| {
            let lines = broken(title, &widths, COLUMN / size as f32, most)?;
            Some((size, lines))
        });
        fitting.unwrap_or_else(|| {
            let (size, most) = SIZES[SIZES.len() - 1];
            (size, filled(title, &widths, COLUMN / size as f32, most))
        })
    }

    fn filled(&self, text: &str, size: f32, most: usize) -> Vec<String> {
        let widths = self.fonts.widths(&self.family, Stroke::Regular, text);
        match text.is_empty() {
            true => Vec::new(),
            false => broken(text, &widths, COLUMN / size, most)
                .unwrap_or_else(|| filled(text, &widths, COLUMN / size, most)),
        }
    }

    fn cut(&self, text: &str, stroke: Stroke, size: f32, width: f32) -> String {
        let text = plain(text);
        let widths = self.fonts.widths(&self.family, stroke, &text);
        cut(&text, &widths, width / size)
    }
}

/// Returns a text on one line, without what cannot be seen, and no more of it than could stand on a card.
fn plain(text: &str) -> String {
    let is_space = |it: char| it.is_control() || it == ' ';
    let words = text.split(is_space).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.grapheme_indices(true).nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Returns the names of the fonts that the site has chosen for headings in a language, or for all text; what is for
/// a longer language tag first.
fn wanted<'f>(fonts: &'f [Font], lang: &str) -> Vec<&'f str> {
    let is_for = |font: &&Font| match &font.language {
        None => true,
        Some(tag) => is_in(lang, tag),
    };
    let of = |part: FontPart| {
        let fonts = fonts.iter().rev().filter(is_for);
        fonts.filter(move |font| font.part == part)
    };
    let families = of(FontPart::Headings).chain(of(FontPart::Text));
    let families = families.flat_map(|font| &font.families);
    let named = families.filter_map(|name| name.strip_prefix('"')?.strip_suffix('"'));
    named.collect()
}

/// Returns whether a language is one of those that a tag stands for; a script stands for its regions.
fn is_in(lang: &str, tag: &str) -> bool {
    let is_longer = |longer: &str| longer.eq_ignore_ascii_case(tag);
    let begins = lang
        .match_indices('-')
        .any(|(at, _)| is_longer(&lang[..at]));
    let is_script = han_script(tag).is_some() && tag.matches('-').count() == 1 && tag.len() > 5;
    is_longer(lang) || begins || (is_script && han_script(lang) == han_script(tag))
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn languages_of_tags() {
        let check = |lang: &str, tag: &str, expected: bool| {
            assert_eq!(is_in(lang, tag), expected, "{lang} {tag}");
        };
        check("zh-Hant", "zh-Hant", true);
        check("zh-Hant-HK", "zh-hant", true);
        check("zh-TW", "zh-Hant", true);
        check("zh-Hant", "zh-TW", false);
        check("zh-Hans", "zh-Hant", false);
        check("zh-Hans", "zh", true);
        check("en", "zh-Hans", false);
    }
}
