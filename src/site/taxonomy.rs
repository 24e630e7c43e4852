//! The articles in lists: by tag, by outlet, by year and month, and by what a site declares.
//!
//! A list holds indices, no text. Names that differ only in script, letter case or width share a list, which is called
//! as the newest article calls it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Site, naming};
use crate::article::Article;
use crate::article::front_matter::{self, Date};
use crate::config::language::{HanScript, han_script};
use crate::config::{By, Config, Lists, Section, Taxonomy};
use crate::diagnostic::{self, Diagnostic};

/// The lists of all taxonomies.
#[derive(Debug, Default)]
pub struct Taxonomies {
    /// The lists of each taxonomy, in the order of the configuration.
    pub all: Vec<Vec<TermList>>,
    /// What each article is listed under, by taxonomy and place.
    memberships: Vec<Vec<Membership>>,
}

/// The articles that are listed under one name.
#[derive(Debug)]
pub struct TermList {
    /// The name.
    pub name: TermName,
    /// The folder of its pages below an edition's tree, with a slash at the end.
    pub folder: String,
    /// The articles, in the order of the site.
    pub articles: Vec<usize>,
    /// Whether feeds of it are wanted, and how many articles stand on a page.
    pub wanted: Lists,
    /// The number of their notes of each term, by its index in the vocabulary.
    pub tally: Vec<usize>,
    /// The first and the last day that they were published, where they have any.
    pub span: Option<(Date, Date)>,
}

/// Where the name of a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermName {
    /// It is the name at this place of the list that an article has of the taxonomy.
    Named {
        /// The article.
        article: usize,
        /// The place.
        place: usize,
    },
    /// A year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
}

/// That an article stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The taxonomy, by its index in the configuration.
    pub taxonomy: usize,
    /// The place of the name among those that the article has of the taxonomy.
    pub place: usize,
    /// The list, by its index in the taxonomy.
    pub term: usize,
}

impl TermList {
    /// Returns the number of its pages, 1 at least.
    pub fn pages(&self) -> usize {
        pages(self.articles.len(), self.wanted.page_size)
    }

    /// Returns the articles on a page, counted from 1.
    pub fn page(&self, number: usize) -> &[usize] {
        let mut pages = self.articles.chunks(self.wanted.page_size);
        pages.nth(number - 1).unwrap_or_default()
    }
}

impl Taxonomies {
    /// Returns the list of a taxonomy by its index, and that of the list in it.
    pub fn list(&self, taxonomy: usize, term: usize) -> &TermList {
        &self.all[taxonomy][term]
    }

    /// Returns what an article is listed under, by its index in the site.
    pub fn of(&self, article: usize) -> &[Membership] {
        self.memberships
            .get(article)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Returns the index of the list for an article's name at a place.
    pub fn term(&self, article: usize, taxonomy: usize, place: usize) -> Option<usize> {
        let of = self.of(article);
        let found = of.binary_search_by_key(&(taxonomy, place), |it| (it.taxonomy, it.place));
        found.ok().map(|index| of[index].term)
    }
}

/// Returns how many pages so many articles stand on, 1 at least.
pub fn pages(articles: usize, page_size: usize) -> usize {
    articles.div_ceil(page_size).max(1)
}

/// Returns the names that an article has of a taxonomy; none for that of years.
pub fn names<'a>(article: &'a Article, taxonomy: &Taxonomy) -> &'a [String] {
    let front_matter = &article.front_matter;
    match taxonomy.by {
        By::Tags => &front_matter.tags,
        By::Outlets => front_matter.origin.publisher.as_slice(),
        By::Own => front_matter
            .terms
            .get(&taxonomy.name)
            .map(Vec::as_slice)
            .unwrap_or_default(),
        By::Sections => &article.sections,
        By::Years => &[],
    }
}

/// Returns the names that an article has of a taxonomy, by its index, each with its place; of several ways to write one,
/// the first.
pub fn distinct_names(site: &Site, article: usize, taxonomy: usize) -> Vec<(usize, &String)> {
    let configured = &site.config.taxonomies[taxonomy];
    let names = names(&site.articles[article], configured);
    let mut seen = HashSet::new();
    let mut is_new = |name: &str| names.len() == 1 || seen.insert(naming::key(name));
    let names = names.iter().enumerate();
    names
        .filter(|(place, name)| match configured.has_pages {
            // A list has an article once, with the first name that leads to it.
            true => site.taxonomies.term(article, taxonomy, *place).is_some(),
            false => is_new(name),
        })
        .collect()
}

/// Gathers the articles, which stand in the order of their pages. Problems: names that share a list although
/// articles of one script write them in two ways.
pub(super) fn gather(
    articles: &[Article],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Taxonomies {
    let mut memberships = vec![Vec::new(); articles.len()];
    let taxonomies = config.taxonomies.iter().enumerate();
    let all = taxonomies
        .map(|(index, taxonomy)| {
            let mut builder = Builder {
                articles,
                config,
                taxonomy,
                lists: HashMap::new(),
                keys: HashMap::new(),
                firsts: HashMap::new(),
                seen: HashSet::new(),
                diagnostics,
            };
            for article in 0..articles.len() {
                match taxonomy.by {
                    // Each section may say so itself.
                    By::Sections => builder.sections(article),
                    _ if !taxonomy.has_pages => {}
                    By::Years => builder.years(article),
                    _ => builder.names(article),
                }
            }
            let lists = builder.sorted();
            for (term, list) in lists.iter().enumerate() {
                for (article, place) in &list.members {
                    memberships[*article].push(Membership {
                        taxonomy: index,
                        place: *place,
                        term,
                    });
                }
            }
            let lists = lists.into_iter();
            let of_taxonomy = |list: Members| list.into_list(articles, taxonomy, config);
            lists.map(of_taxonomy).collect()
        })
        .collect();
    for of in &mut memberships {
        of.sort_by_key(|it: &Membership| (it.taxonomy, it.place));
    }
    check_sections(articles, config, diagnostics);
    Taxonomies { all, memberships }
}

/// Reports sections that cannot be, that look alike, and those of the configuration that are not there.
fn check_sections(articles: &[Article], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let known = articles.iter().flat_map(|article| &article.sections);
    let known: BTreeSet<&str> = known.map(String::as_str).collect();
    let mut alike: HashMap<String, &str> = HashMap::new();
    for section in &known {
        let folder = format!("content/articles/{section}");
        if section.split('/').next_back() == Some("page") {
            diagnostics.push(diagnostic::section_called_page(&folder));
        }
        match alike.get(&naming::key(section)) {
            Some(other) => {
                let other = format!("content/articles/{other}");
                diagnostics.push(diagnostic::same_section(&folder, &other));
            }
            None => drop(alike.insert(naming::key(section), section)),
        }
    }
    for Section { folder, source, .. } in &config.sections {
        let name = folder.value.as_str();
        if !known.contains(name) {
            let nearest = diagnostic::nearest(name, known.iter().copied());
            let problem = diagnostic::unknown_section(source, &folder.range, name, nearest);
            diagnostics.push(problem);
        }
    }
}

/// A list as it grows: its articles, each with the place of the name among the names of the article.
struct Members {
    name: TermName,
    folder: String,
    members: Vec<(usize, usize)>,
}

impl Members {
    fn into_list(self, all: &[Article], taxonomy: &Taxonomy, config: &Config) -> TermList {
        let own = match (taxonomy.by, self.name) {
            (By::Sections, TermName::Named { article, place }) => {
                config.section(&all[article].sections[place])
            }
            _ => None,
        };
        let members = self.members.iter();
        let shown = members.map(|(article, _)| &all[*article]);
        let dates = shown
            .clone()
            .filter_map(|article| article.front_matter.date);
        TermList {
            name: self.name,
            folder: self.folder,
            wanted: Lists {
                has_feeds: own
                    .and_then(|section| section.has_feeds)
                    .unwrap_or(taxonomy.lists.has_feeds),
                page_size: own
                    .and_then(|section| section.page_size)
                    .unwrap_or(taxonomy.lists.page_size),
            },
            tally: super::tally(shown, &config.vocabulary),
            span: dates.clone().min().zip(dates.max()),
            articles: self.members.iter().map(|(article, _)| *article).collect(),
        }
    }
}

struct Builder<'a> {
    articles: &'a [Article],
    config: &'a Config,
    taxonomy: &'a Taxonomy,
    /// The lists by what their names have in common.
    lists: HashMap<String, Members>,
    /// What each name has in common with others.
    keys: HashMap<&'a str, String>,
    /// The first name of each list in texts of one script, by what names have in common.
    firsts: HashMap<(Option<HanScript>, String), TermName>,
    /// The names that texts of one script have.
    seen: HashSet<(Option<HanScript>, &'a str)>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, key: String, name: TermName, member: (usize, usize)) {
        let list = self.lists.entry(key).or_insert_with(|| Members {
            name,
            folder: String::new(),
            members: Vec::new(),
        });
        // Two names of one article may come to the same.
        if list.members.last().map(|(article, _)| *article) != Some(member.0) {
            list.members.push(member);
        }
    }

    fn years(&mut self, article: usize) {
        let Some(date) = self.articles[article].front_matter.date else {
            return;
        };
        let (year, month) = (date.year(), date.month());
        self.add(format!("{year:04}"), TermName::Year(year), (article, 0));
        let name = TermName::Month(year, month);
        self.add(format!("{year:04}/{month:02}"), name, (article, 1));
    }

    /// Adds an article to its sections, each of which is what its folder is called, to the letter.
    fn sections(&mut self, article: usize) {
        for (place, name) in self.articles[article].sections.iter().enumerate() {
            let own = self.config.section(name);
            let has_pages = own.and_then(|section| section.has_pages);
            if has_pages.unwrap_or(self.taxonomy.has_pages) {
                let named = TermName::Named { article, place };
                self.add(name.clone(), named, (article, place));
            }
        }
    }

    fn names(&mut self, article: usize) {
        let names = names(&self.articles[article], self.taxonomy);
        for (place, name) in names.iter().enumerate() {
            let script = han_script(&self.articles[article].language);
            let key = match self.keys.get(name.as_str()) {
                Some(key) => key.clone(),
                None => {
                    let key = naming::key(name);
                    self.keys.insert(name, key.clone());
                    key
                }
            };
            let named = TermName::Named { article, place };
            if self.seen.insert((script, name)) {
                self.compare(article, name, &key);
                self.firsts.entry((script, key.clone())).or_insert(named);
            }
            self.add(key, named, (article, place));
        }
    }

    /// Reports a name that comes into the list of another one, which a text of the same script has.
    fn compare(&mut self, article: usize, name: &str, key: &str) {
        let own = &self.articles[article];
        let known = (han_script(&own.language), key.to_owned());
        let Some(TermName::Named {
            article: first,
            place,
        }) = self.firsts.get(&known)
        else {
            return;
        };
        let first = &names(&self.articles[*first], self.taxonomy)[*place];
        let keys: &[&str] = match self.taxonomy.by {
            By::Outlets => &["source", "publisher"],
            _ => &[&self.taxonomy.name],
        };
        let range = front_matter::place_of(&own.source, keys, name);
        let problem = diagnostic::same_term(&own.source, &range, name, first);
        self.diagnostics.push(problem);
    }

    /// Returns the name that the folder of a list is made of: one in the script of the first edition where there is
    /// any, so that articles in the other that come later change no address.
    fn path_name(&self, key: &str, list: &Members) -> TermName {
        let script = han_script(&self.config.editions[0].tag);
        let first = self.firsts.get(&(script, key.to_owned()));
        first.copied().unwrap_or(list.name)
    }

    /// Returns the lists in the order of their overview: the longest first, years from the newest.
    fn sorted(self) -> Vec<Members> {
        let names = (self.lists.iter()).map(|(key, list)| match self.path_name(key, list) {
            TermName::Named { article, place } => {
                let names = names(&self.articles[article], self.taxonomy);
                (key.as_str(), names[place].as_str())
            }
            TermName::Year(_) | TermName::Month(..) => (key.as_str(), key.as_str()),
        });
        let parts = match self.taxonomy.by {
            By::Years | By::Sections => names.map(|(key, name)| (key, name.to_owned())).collect(),
            _ => naming::parts(names),
        };
        let path = &self.taxonomy.path;
        let folders: HashMap<String, String> = parts
            .into_iter()
            .map(|(key, part)| (key.to_owned(), format!("{path}/{part}/")))
            .collect();
        let mut lists: Vec<Members> = (self.lists.into_iter())
            .map(|(key, list)| Members {
                folder: folders[&key].clone(),
                ..list
            })
            .collect();
        match self.taxonomy.by {
            By::Years => lists.sort_by_key(|list| Reverse(list.folder.clone())),
            _ => lists.sort_by(|one, other| {
                let by_length = other.members.len().cmp(&one.members.len());
                by_length.then_with(|| one.folder.cmp(&other.folder))
            }),
        }
        lists
    }
}
